package io.pvefleet.app.web;

import io.pvefleet.app.alert.AlertKind;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.web.query.AlertDesk;
import io.pvefleet.app.web.query.AlertQuery;
import io.pvefleet.app.web.query.AlertRow;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.fleet.model.Alerting.Severity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What deserves attention now, and what did this week. */
@Controller
final class AlertPages {
  private final PageFrame frame;
  private final AlertDesk desk;

  AlertPages(PageFrame frame, AlertDesk desk) {
    this.frame = frame;
    this.desk = desk;
  }

  @GetMapping("/alerts")
  ModelAndView alerts(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    AlertQuery query = AlertQuery.of(params);
    ModelAndView page = frame.page("alerts", "alerts", view, request, locale);
    page.addObject("page", Page.of(desk.inForce(view, query), query.page(), query.size()));
    page.addObject("counts", desk.counts(query));
    page.addObject("kinds", AlertKind.values());
    page.addObject("severities", Severity.values());
    page.addObject("filtered", query.isFiltered());
    page.addObject("links", new ListLinks("/alerts", AlertQuery.FILTERS, params, ""));
    ended(page, view, query);
    return page;
  }

  /** A store that fails takes away what was, not what is. */
  private void ended(ModelAndView page, FleetView view, AlertQuery query) {
    try {
      List<AlertRow> ended = desk.ended(view, query);
      page.addObject("ended", ended.stream().limit(query.size()).toList());
      page.addObject("endedTotal", ended.size());
    } catch (StoreException e) {
      page.addObject("endedFault", e.code().id() + ": " + e.getMessage());
    }
  }
}
