package io.pvefleet.app.web;

import io.pvefleet.app.view.DriftGroup;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.view.VmQuery;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.app.web.query.Params;
import io.pvefleet.app.web.query.Queries;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What differs across the fleet: the same difference as one line, or site by site. */
@Controller
final class DriftPages {
  /** As many members as tell what they have in common; the rest is behind the count. */
  private static final int SHOWN = 12;

  private static final List<VmState> STATES =
      List.of(VmState.DRIFTED, VmState.OUT_OF_SYNC, VmState.HELD, VmState.FAILED, VmState.PENDING_RESTART);

  private final PageFrame frame;

  DriftPages(PageFrame frame) {
    this.frame = frame;
  }

  /** Everything that differs at one site. */
  public record OfSite(String site, String name, List<DriftGroup.Member> members) {
    /** How many VMs of it differ. */
    public long vms() {
      return members.stream().map(member -> member.vm().ref()).distinct().count();
    }

    /** When the first of its differences was first seen. */
    public Optional<Instant> oldest() {
      return members.stream().flatMap(member -> member.since().stream()).min(Instant::compareTo);
    }
  }

  @GetMapping("/drift")
  ModelAndView drift(@RequestParam Map<String, String> given, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    VmQuery query = Queries.differing(given);
    Params params = new Params(given);
    String attribute = params.text("attribute");
    String group = params.text("group");
    String by = params.word("by", List.of("site"));
    params.check();
    List<DriftGroup> all = view.drift(query);
    List<DriftGroup> groups = attribute.isEmpty() && group.isEmpty() ? all : Queries.drift(view, given);
    ModelAndView page = frame.page("drift", "drift", view, request, locale);
    page.addObject("query", query);
    page.addObject("attribute", attribute);
    page.addObject("attributes", choosable(all, attribute));
    page.addObject("group", group);
    page.addObject("by", by);
    page.addObject("roles", VmRow.ROLES);
    page.addObject("differences", groups.size());
    page.addObject("differing", groups.stream().flatMap(g -> g.members().stream()).map(m -> m.vm().ref()).distinct().count());
    page.addObject("page", by.isEmpty() ? Page.of(groups, query.page(), query.size()) : Page.of(sites(groups), query.page(), query.size()));
    page.addObject("shownMembers", group.isEmpty() ? SHOWN : Page.MAX_SIZE);
    page.addObject("states", STATES);
    page.addObject("links", new ListLinks(
        "/drift", List.of("by", "q", "host", "site", "role", "state", "tag", "attribute", "group", "size", "page"), given, ""));
    return page;
  }

  /** What is chosen can be seen to be so, even where no VM differs in it any more. */
  private static List<String> choosable(List<DriftGroup> groups, String chosen) {
    return Stream.concat(groups.stream().map(DriftGroup::path), Stream.of(chosen)).filter(path -> !path.isEmpty()).distinct().sorted()
        .toList();
  }

  /** The site with most differing VMs first. */
  private static List<OfSite> sites(List<DriftGroup> groups) {
    SequencedMap<String, List<DriftGroup.Member>> bySite = new TreeMap<>();
    groups.forEach(group -> group.members().forEach(member ->
        bySite.computeIfAbsent(member.vm().site(), _ -> new ArrayList<>()).add(member)));
    return bySite.entrySet().stream()
        .map(site -> new OfSite(site.getKey(), site.getValue().getFirst().vm().siteName(), site.getValue().stream()
            .sorted(Comparator.<DriftGroup.Member, VmRef>comparing(member -> member.vm().ref())
                .thenComparing(member -> member.attribute().path()))
            .toList()))
        .sorted(Comparator.<OfSite>comparingLong(site -> -site.vms()).thenComparing(OfSite::site))
        .toList();
  }
}
