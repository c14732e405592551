package io.pvefleet.app.web;

import io.pvefleet.app.notify.SinkBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.Beats;
import io.pvefleet.app.web.query.Installation;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Schedules;
import io.pvefleet.app.web.query.Timetable;
import io.pvefleet.app.web.query.Watch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** What happens when, and what it is that does it: {@code /schedules} and {@code /about}. */
@Controller
final class OperationPages {
  private final PageFrame frame;
  private final Past past;
  private final Installation installation;
  private final Timetable timetable;
  private final SinkBoard sinks;

  OperationPages(PageFrame frame, Past past, Installation installation, Timetable timetable, SinkBoard sinks) {
    this.frame = frame;
    this.past = past;
    this.installation = installation;
    this.timetable = timetable;
    this.sinks = sinks;
  }

  @GetMapping("/schedules")
  ModelAndView schedules(HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    ModelAndView page = frame.page("schedules", "schedules", view, request, locale);
    page.addObject("windows", Schedules.windows(view));
    page.addObject("hours", Schedules.hours(view));
    page.addObject("maintenance", Schedules.maintenance(view));
    page.addObject("beats", Beats.of(view, timetable));
    page.addObject("installation", installation);
    return page;
  }

  @GetMapping("/about")
  ModelAndView about(HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    ModelAndView page = frame.page("about", "", view, request, locale);
    page.addObject("installation", installation);
    page.addObject("java", Runtime.version().toString());
    page.addObject("watching", Watch.of(view));
    page.addObject("beats", Beats.of(view, timetable));
    page.addObject("facts", past.facts());
    page.addObject("sinks", sinks.sinks());
    page.addObject("licences", Licence.BUNDLED);
    return page;
  }
}
