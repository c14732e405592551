package io.pvefleet.app.web;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostQuery;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.app.view.Trouble;
import io.pvefleet.app.view.Urgency;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Queries;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The pages of hosts: all of them, and one. */
@Controller
final class HostPages {
  private static final List<String> FILTERS = List.of("q", "site", "state", "trouble", "version", "sort", "size", "page");

  private static final int RECENT = 20;

  /** What a host did last; the rest is behind the link. */
  private static final int RUNS = 5;

  private final PageFrame frame;
  private final Past past;
  private final UsageCharts usage;

  HostPages(PageFrame frame, Past past, UsageCharts usage) {
    this.frame = frame;
    this.past = past;
    this.usage = usage;
  }

  @GetMapping("/hosts")
  ModelAndView hosts(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    HostQuery query = Queries.hosts(params);
    ModelAndView page = frame.page("hosts", "hosts", view, request, locale);
    page.addObject("query", query);
    page.addObject("page", view.hosts(query));
    page.addObject("gauges", view.gauges());
    page.addObject("hostStates", HostState.values());
    page.addObject("troubles", Trouble.values());
    page.addObject("links", new ListLinks("/hosts", FILTERS, params, query.sort()));
    return page;
  }

  @GetMapping("/hosts/{host}")
  ModelAndView host(@PathVariable String host, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    HostRow row = Queries.host(view, host);
    ModelAndView page = frame.page("host", "hosts", view, request, locale);
    page.addObject("host", row);
    page.addObject("zone", row.site().timeZone());
    page.addObject("gauges", view.gauges());
    page.addObject(
        "vms",
        row.vms().stream()
            .sorted(Comparator.<VmRow>comparingInt(vm -> Urgency.of(vm.lastState())).thenComparing(VmRow::ref))
            .toList());
    page.addObject("runs", past.runsOf(host, RUNS));
    page.addObject("events", past.eventsOf(host, RECENT));
    usage.ofHost(page, view, row, request);
    return page;
  }
}
