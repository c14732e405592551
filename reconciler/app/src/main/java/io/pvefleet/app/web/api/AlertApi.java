package io.pvefleet.app.web.api;

import io.pvefleet.app.alert.Alert;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.web.query.AlertDesk;
import io.pvefleet.app.web.query.AlertQuery;
import io.pvefleet.app.web.query.AlertRow;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What deserves attention now, and what did this week. */
@RestController
final class AlertApi {
  private final FleetBoard board;
  private final AlertDesk desk;

  AlertApi(FleetBoard board, AlertDesk desk) {
    this.board = board;
    this.desk = desk;
  }

  /** An alert as others read it. */
  record AlertItem(
      long id, String kind, String severity, String state, String note, String host, Optional<Integer> vmid, String vm, String site,
      String siteName, String object, Instant began, Optional<Instant> ended, Optional<Instant> asOf, String message) {
    static AlertItem of(AlertRow row) {
      Alert a = row.alert();
      return new AlertItem(
          a.id(), a.kind().word(), a.severity().word(), a.isInForce() ? AlertQuery.IN_FORCE : AlertQuery.ENDED, row.note().word(),
          a.host(), a.vmid(), a.vmName(), row.site(), row.siteName(), a.object(), a.began(), a.ended(), row.asOf(), a.message());
    }
  }

  @GetMapping("/api/v1/alerts")
  ApiModel.Paged<AlertItem> alerts(@RequestParam Map<String, String> params) {
    AlertQuery query = AlertQuery.of(params);
    return ApiModel.Paged.of(Page.of(rows(query), query.page(), query.size()), AlertItem::of);
  }

  @GetMapping("/api/v1/alerts.csv")
  void csv(@RequestParam Map<String, String> params, HttpServletResponse response) throws IOException {
    CsvApi.send(response, "alerts", AlertItem.class, rows(AlertQuery.of(params)).stream().map(AlertItem::of));
  }

  private List<AlertRow> rows(AlertQuery query) {
    FleetView view = board.view();
    List<AlertRow> rows = new ArrayList<>();
    if (!query.state().equals(AlertQuery.ENDED)) {
      rows.addAll(desk.inForce(view, query));
    }
    if (!query.state().equals(AlertQuery.IN_FORCE)) {
      rows.addAll(desk.ended(view, query));
    }
    return rows;
  }
}
