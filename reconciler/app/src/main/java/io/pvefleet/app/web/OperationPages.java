package io.pvefleet.app.web;

import io.pvefleet.app.notify.SinkBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** What happens when, and what it is that does it: {@code /schedules} and {@code /about}. */
@Controller
final class OperationPages {
  private final PageFrame frame;
  private final Operation operation;
  private final SinkBoard sinks;

  OperationPages(PageFrame frame, Operation operation, SinkBoard sinks) {
    this.frame = frame;
    this.operation = operation;
    this.sinks = sinks;
  }

  @GetMapping("/schedules")
  ModelAndView schedules(HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    ModelAndView page = frame.page("schedules", "schedules", view, request, locale);
    page.addObject("agenda", operation.agenda(view));
    page.addObject("installation", operation.installation());
    return page;
  }

  @GetMapping("/about")
  ModelAndView about(HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    ModelAndView page = frame.page("about", "", view, request, locale);
    page.addObject("installation", operation.installation());
    page.addObject("java", Runtime.version().toString());
    page.addObject("condition", operation.condition(view));
    page.addObject("sinks", sinks.sinks());
    page.addObject("licences", Licence.BUNDLED);
    return page;
  }
}
