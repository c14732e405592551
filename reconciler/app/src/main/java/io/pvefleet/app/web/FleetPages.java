package io.pvefleet.app.web;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.SiteRow;
import io.pvefleet.app.view.Urgency;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.fleet.model.Alerting.Severity;
import io.pvefleet.app.web.query.Past;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The first page: the fleet as a whole. */
@Controller
final class FleetPages {
  /** As many as fit a screen; the rest is behind the count. */
  private static final int SHOWN = 12;

  private static final int RECENT = 20;

  private final PageFrame frame;
  private final Past past;

  FleetPages(PageFrame frame, Past past) {
    this.frame = frame;
    this.past = past;
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

  /** The states that are in use, and the one that everybody wants to see; an always empty column tells nothing. */
  private static List<VmState> shownStates(FleetView view) {
    return Stream.of(VmState.values())
        .filter(state -> state == VmState.IN_SYNC || view.count(state) > 0)
        .sorted(Comparator.comparingInt(Urgency::of))
        .toList();
  }
}
