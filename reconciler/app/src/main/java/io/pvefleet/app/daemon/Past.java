package io.pvefleet.app.daemon;

import io.pvefleet.app.care.CareKeeping;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.LastPlans;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.HostPass;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.render.PlanJsonReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recalls what an earlier process knew, so that a restart neither tells old news again nor makes old drift look new. */
final class Past {
  private static final Logger LOG = LoggerFactory.getLogger(Past.class);

  private final Store store;
  private final FleetBoard board;

  Past(Store store, FleetBoard board) {
    this.store = store;
    this.board = board;
  }

  /** For hosts that are declared. */
  void recall(Lanes lanes) {
    Map<String, Map<Integer, Instant>> driftSince = driftSince();
    for (LastPlans.LastPlan last : store.plans().all()) {
      lanes.of(last.host()).ifPresent(lane -> {
        try {
          recall(lane, PlanJsonReader.host(last.json()), driftSince.getOrDefault(last.host(), Map.of()));
        } catch (RuntimeException e) {
          // Written by another version: it is shown less, nothing more.
          LOG.atInfo().addKeyValue("host", last.host()).log("The stored plan of a host cannot be read and is left aside");
        }
      });
    }
    CareKeeping.recall(board, store.cares());
  }

  private void recall(HostLane lane, HostPlan plan, Map<Integer, Instant> driftSince) {
    Map<Integer, VmState> states = new HashMap<>();
    plan.changes()
        .forEach(
            change -> {
              int vmid = change.head().vm().vmid();
              VmState state = change.head().state();
              states.put(vmid, state);
              Instant since = state == VmState.DRIFTED ? driftSince.getOrDefault(vmid, plan.observedAt()) : plan.observedAt();
              board.remember(plan.host(), vmid, state, since);
            });
    lane.remember(states);
    board.recall(new HostPass(plan.host(), plan.observedAt(), Duration.ZERO, 0, plan, Map.of()));
  }

  /** When the newest drift of each VM was found, as far as the newest events tell. */
  private Map<String, Map<Integer, Instant>> driftSince() {
    Map<String, Map<Integer, Instant>> since = new HashMap<>();
    EventLog.Query drift = EventLog.Query.newest(EventLog.Query.MAX).ofKind(EventKind.DRIFT.word());
    for (EventLog.StoredEvent stored : store.events().list(drift)) {
      EventLog.NewEvent event = stored.event();
      event.vmid().ifPresent(vmid -> since.computeIfAbsent(event.host(), _ -> new HashMap<>()).putIfAbsent(vmid, event.at()));
    }
    return since;
  }
}
