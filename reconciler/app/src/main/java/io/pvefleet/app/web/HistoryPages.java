package io.pvefleet.app.web;

import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.app.web.query.Past;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The pages of what was: runs and events. */
@Controller
final class HistoryPages {
  private final PageFrame frame;
  private final Past past;

  HistoryPages(PageFrame frame, Past past) {
    this.frame = frame;
    this.past = past;
  }

  @GetMapping("/runs")
  ModelAndView runs(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    ModelAndView page = frame.page("runs", "runs", frame.view(), request, locale);
    page.addObject("page", past.runs(params, frame.view().settings().timeZone()));
    page.addObject("links", new ListLinks("/runs", List.of("host", "since", "size", "before"), params, ""));
    return page;
  }

  @GetMapping("/runs/{id}")
  ModelAndView run(@PathVariable String id, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    Past.RunDetail detail = past.run(id);
    ModelAndView page = frame.page("run", "runs", view, request, locale);
    page.addObject("run", detail.run());
    page.addObject("changes", detail.changes());
    page.addObject("zone", view.zone(detail.run().scope()));
    return page;
  }

  @GetMapping("/events")
  ModelAndView events(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    ModelAndView page = frame.page("events", "events", frame.view(), request, locale);
    page.addObject("page", past.events(params));
    page.addObject("kinds", EventKind.values());
    page.addObject("links", new ListLinks("/events", List.of("kind", "host", "vmid", "size", "before"), params, ""));
    return page;
  }
}
