package io.pvefleet.app.web;

import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.consoles.ConsoleView;
import io.pvefleet.app.web.query.ConsoleQuery;
import io.pvefleet.app.web.query.ListLinks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who has or had which console. */
@Controller
final class ConsolePages {
  private final PageFrame frame;

  ConsolePages(PageFrame frame) {
    this.frame = frame;
  }

  @GetMapping("/consoles")
  ModelAndView consoles(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    ModelAndView page = frame.page("consoles", "consoles", frame.view(), request, locale);
    // The frame's view and the rows must be of one moment.
    ConsoleView view = (ConsoleView) page.getModel().get("consoles");
    ConsoleQuery query = ConsoleQuery.of(params, frame.view().settings().timeZone());
    List<ConsoleRow> rows = view == null ? List.of() : query.select(view);
    page.addObject("rows", rows.stream().limit(query.size()).toList());
    page.addObject("openCount", rows.stream().filter(ConsoleRow::isOpen).count());
    page.addObject("filtered", query.isFiltered());
    page.addObject("links", new ListLinks("/consoles", ConsoleQuery.FILTERS, params, ""));
    return page;
  }
}
