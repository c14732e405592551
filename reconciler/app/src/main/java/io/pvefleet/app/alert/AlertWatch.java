package io.pvefleet.app.alert;

import io.pvefleet.app.store.Alerts;
import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetBoard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the fleet as it is known each time it is asked to, brings the ruling to the board and keeps it. A store that fails costs
 * history only: what could not be kept is kept as soon as it can be. Thread safe; blocks for one small transaction at most.
 */
public final class AlertWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

  /** A store that fails for long is not to fill the memory: all of 10,000 VMs, twice; the oldest give way. */
  private static final int MOST_UNSAVED = 20_000;

  private final FleetBoard fleet;
  private final AlertBoard board;
  private final Alerts kept;

  // Guarded by this.
  private final SequencedMap<Long, StoredAlert> unsaved = new LinkedHashMap<>();
  private Judge.Known known = Judge.Known.NOTHING;

  AlertWatch(FleetBoard fleet, AlertBoard board, Alerts kept) {
    this.fleet = fleet;
    this.board = board;
    this.kept = kept;
  }

  /** One that takes over what an earlier process left in force, and tells the events what changes from now on. */
  public static AlertWatch begin(FleetBoard fleet, AlertBoard board, Store store) {
    AlertWatch watch = new AlertWatch(fleet, board, store.alerts());
    watch.recall();
    board.onChange(new AlertEvents(store.events()));
    return watch;
  }

  /** What one look at the fleet comes to, with what a daemon has left in force; nothing is kept and nobody is told. */
  public static AlertBoard once(FleetBoard fleet, Store store) {
    AlertBoard board = new AlertBoard();
    AlertWatch watch = new AlertWatch(fleet, board, store.alerts());
    watch.recall();
    Judge.Ruling ruling = Facts.rule(watch.known, fleet.view());
    board.recall(List.copyOf(ruling.known().inForce().values()));
    return board;
  }

  /** Nobody is told of it again. */
  private synchronized void recall() {
    try {
      List<Alert> before = kept.inForce().stream().flatMap(stored -> Alert.of(stored).stream()).toList();
      known = Judge.Known.of(before);
      board.recall(before);
    } catch (StoreException e) {
      LOG.atWarn().addKeyValue("code", e.code().id()).addKeyValue("why", e.getMessage())
          .log("The alerts in force cannot be read and are judged anew, so that they may be told twice");
    }
  }

  /** Judges what is known now. */
  public synchronized void look() {
    Judge.Ruling ruling = Facts.rule(known, fleet.view());
    known = ruling.known();
    Stream.concat(ruling.begun().stream(), ruling.ended().stream()).forEach(alert -> unsaved.put(alert.id(), stored(alert)));
    save();
    board.change(List.copyOf(known.inForce().values()), ruling.begun(), ruling.ended());
  }

  private void save() {
    while (unsaved.size() > MOST_UNSAVED) {
      unsaved.pollFirstEntry();
    }
    if (unsaved.isEmpty()) {
      return;
    }
    try {
      kept.put(List.copyOf(unsaved.values()));
      unsaved.clear();
    } catch (StoreException e) {
      LOG.atWarn().addKeyValue("code", e.code().id()).addKeyValue("why", e.getMessage()).addKeyValue("alerts", unsaved.size())
          .log("Alerts cannot be stored and wait");
    }
  }

  private static StoredAlert stored(Alert a) {
    return new StoredAlert(
        a.id(), a.kind().word(), a.severity(), a.host(), a.vmid(), a.vmName(), a.object(), a.began(), a.ended(), a.message());
  }
}
