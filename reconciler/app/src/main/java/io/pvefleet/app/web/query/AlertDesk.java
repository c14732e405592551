package io.pvefleet.app.web.query;

import io.pvefleet.app.alert.Alert;
import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.alert.AlertKind;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Answers what is asked of alerts: those in force from memory, those that have ended from the store. Thread safe. */
public final class AlertDesk {
  /** What ended longer ago is among the events. */
  public static final Duration REMEMBERED = Duration.ofDays(7);

  private final AlertBoard board;
  private final Store store;

  public AlertDesk(AlertBoard board, Store store) {
    this.board = board;
    this.store = store;
  }

  /** The critical ones first, then the oldest. */
  public List<AlertRow> inForce(FleetView view, AlertQuery query) {
    return board.inForce().stream().filter(query::isFor).map(alert -> AlertRow.of(alert, view)).toList();
  }

  /**
   * Those of the last seven days, the last one to end first.
   *
   * @throws io.pvefleet.app.store.StoreException if the store does not answer
   */
  public List<AlertRow> ended(FleetView view, AlertQuery query) {
    return store.alerts().ended(query.stored(view.now().minus(REMEMBERED))).stream()
        .flatMap(stored -> Alert.of(stored).stream())
        .map(alert -> AlertRow.of(alert, view))
        .toList();
  }

  /** How many there are of each kind, only kinds that there are. */
  public Map<AlertKind, Integer> counts(AlertQuery query) {
    Map<AlertKind, Integer> counts = new EnumMap<>(AlertKind.class);
    board.inForce().stream().filter(query.ofAnyKind()::isFor).forEach(alert -> counts.merge(alert.kind(), 1, Integer::sum));
    return counts;
  }

  /** What every page shows of the alerts in force. */
  public Now now(FleetView view) {
    return new Now(board.inForce(), view);
  }

  /** The alerts in force at the moment of a view. */
  public record Now(List<Alert> all, FleetView view) {

    public int count() {
      return all.size();
    }

    public long count(String severity) {
      return all.stream().filter(alert -> alert.severity().word().equals(severity)).count();
    }

    public boolean isCritical() {
      return all.stream().anyMatch(alert -> alert.severity() == Severity.CRITICAL);
    }

    /** The first of all, as many as fit a screen. */
    public List<AlertRow> first(int most) {
      return all.stream().limit(most).map(alert -> AlertRow.of(alert, view)).toList();
    }

    /** Of a host and of its VMs. */
    public List<AlertRow> of(String host) {
      return all.stream().filter(alert -> alert.host().equals(host)).map(alert -> AlertRow.of(alert, view)).toList();
    }

    public List<AlertRow> of(String host, int vmid) {
      return of(host).stream().filter(row -> row.alert().vmid().filter(id -> id == vmid).isPresent()).toList();
    }
  }
}
