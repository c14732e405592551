package io.pvefleet.app.web;

import io.pvefleet.app.view.DriftGroup;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.view.SiteRow;
import io.pvefleet.app.view.Urgency;
import io.pvefleet.app.view.VmQuery;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.fleet.model.Alerting.Severity;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Queries;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The pages of what is: the fleet as a whole, one VM, and drift. */
@Controller
final class FleetPages {
  /** As many as fit a screen; the rest is behind the count. */
  private static final int SHOWN = 12;

  private static final int RECENT = 20;

  private final PageFrame frame;
  private final Past past;
  private final UsageCharts usage;

  FleetPages(PageFrame frame, Past past, UsageCharts usage) {
    this.frame = frame;
    this.past = past;
    this.usage = usage;
  }

  @GetMapping("/")
  ModelAndView fleet(HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    ModelAndView page = frame.page("fleet", "fleet", view, request, locale);
    List<SiteRow> needs = view.siteRows().stream().filter(SiteRow::needsPerson).toList();
    page.addObject("needs", needs.stream().limit(SHOWN).toList());
    page.addObject("needsTotal", needs.size());
    page.addObject("attentionTotal", view.attention().size());
    page.addObject("silentTotal", view.silent().size());
    page.addObject("network", view.holds().stream().anyMatch(Policy::suspectsNetwork));
    page.addObject("severities", List.of(Severity.CRITICAL, Severity.WARNING));
    page.addObject("today", Today.of(view, past, frame.consoles()));
    page.addObject("states", shownStates(view));
    page.addObject("roles", view.byRole());
    page.addObject("recent", past.newsSince(view.now().minus(Duration.ofHours(24))).stream().limit(RECENT).toList());
    return page;
  }

  @GetMapping("/vms/{host}/{vmid}")
  ModelAndView vm(@PathVariable String host, @PathVariable String vmid, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    VmRow row = Queries.vm(view, host, vmid);
    ModelAndView page = frame.page("vm", "vms", view, request, locale);
    page.addObject("vm", row);
    page.addObject("host", Queries.host(view, host));
    page.addObject("zone", view.zone(host));
    page.addObject("events", past.eventsOf(row.ref(), RECENT));
    page.addObject("changes", past.changesOf(row.ref(), SHOWN));
    page.addObject("opened", frame.consoles().of(host, row.ref().vmid(), SHOWN));
    usage.ofVm(page, view, Queries.host(view, host), row, request);
    return page;
  }

  @GetMapping("/drift")
  ModelAndView drift(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    VmQuery query = Queries.vms(params);
    String attribute = Queries.text(params, "attribute");
    String group = Queries.text(params, "group");
    List<DriftGroup> groups =
        view.drift(query).stream()
            .filter(g -> attribute.isEmpty() || g.path().equals(attribute))
            .filter(g -> group.isEmpty() || g.id().equals(group))
            .toList();
    ModelAndView page = frame.page("drift", "drift", view, request, locale);
    page.addObject("query", query);
    page.addObject("attribute", attribute);
    page.addObject("group", group);
    page.addObject("page", Page.of(groups, query.page(), query.size()));
    page.addObject("differing", groups.stream().flatMap(g -> g.members().stream()).map(m -> m.vm().ref()).distinct().count());
    page.addObject("shownMembers", group.isEmpty() ? SHOWN : Page.MAX_SIZE);
    page.addObject(
        "states", List.of(VmState.DRIFTED, VmState.OUT_OF_SYNC, VmState.HELD, VmState.FAILED, VmState.PENDING_RESTART));
    page.addObject(
        "links",
        new ListLinks("/drift", List.of("q", "host", "site", "role", "state", "attribute", "group", "page"), params, ""));
    return page;
  }

  /** The states that are in use, and the one that everybody wants to see; an always empty column tells nothing. */
  private static List<VmState> shownStates(FleetView view) {
    return Stream.of(VmState.values())
        .filter(state -> state == VmState.IN_SYNC || view.count(state) > 0)
        .sorted(Comparator.comparingInt(Urgency::of))
        .toList();
  }
}
