package io.pvefleet.app.web;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.app.web.query.NoSuchThing;
import io.pvefleet.app.web.query.Params;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Queries;
import io.pvefleet.app.web.query.Timetable;
import io.pvefleet.app.web.query.VmSheet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One VM: what differs, its configuration, and what was done to it. */
@Controller
final class VmPages {
  private static final int LONG = 50;

  /** What the page can show below its head; the first where nothing is asked for. */
  static final List<String> TABS = List.of("drift", "config", "usage", "runs", "events", "consoles");

  private final PageFrame frame;
  private final Past past;
  private final Timetable timetable;
  private final UsageCharts usage;

  VmPages(PageFrame frame, Past past, Timetable timetable, UsageCharts usage) {
    this.frame = frame;
    this.past = past;
    this.timetable = timetable;
    this.usage = usage;
  }

  @GetMapping("/vms/{host}/{vmid}")
  ModelAndView vm(
      @PathVariable String host, @PathVariable String vmid, @RequestParam Map<String, String> given, HttpServletRequest request,
      Locale locale) {
    FleetView view = frame.view();
    Params params = new Params(given);
    String tab = params.word("tab", TABS);
    String show = params.word("show", List.of("all"));
    params.check();
    VmRow row = Queries.vm(view, host, vmid);
    HostRow of = view.host(host).orElseThrow(() -> new NoSuchThing("host " + host));
    ModelAndView page = frame.page("vm", "vms", view, request, locale);
    page.addObject("vm", row);
    page.addObject("host", of);
    page.addObject("zone", view.zone(host));
    page.addObject("tab", tab.isEmpty() ? TABS.getFirst() : tab);
    page.addObject("tabs", frame.consoles().isOffered() ? TABS : TABS.subList(0, TABS.size() - 1));
    page.addObject("links", new ListLinks("/vms/" + host + "/" + vmid, List.of("tab", "show", "span"), given, ""));
    VmSheet sheet = VmSheet.of(view, row);
    page.addObject("sheet", sheet);
    page.addObject("lines", show.isEmpty() ? sheet.open() : sheet.lines());
    page.addObject("showsAll", !show.isEmpty());
    page.addObject("next", VmNext.of(view, of, row, sheet.declared(), timetable.nextLook(host)));
    page.addObject("config", VmSheet.config(row));
    page.addObject("events", tab.equals("events") ? past.eventsOf(row.ref(), LONG) : List.of());
    page.addObject("changes", tab.equals("runs") ? past.changesOf(row.ref(), LONG) : List.of());
    page.addObject("opened", tab.equals("consoles") ? frame.consoles().of(host, row.ref().vmid(), LONG) : List.of());
    if (tab.equals("usage")) {
      usage.ofVm(page, view, of, row, request);
    }
    return page;
  }
}
