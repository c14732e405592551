package io.pvefleet.app.daemon;

import io.pvefleet.app.care.CareKeeping;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.LastPlans;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.HostPass;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.render.PlanJsonReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Map<String, Map<Integer, EventLog.NewEvent>> drifts = drifts();
    Map<String, EventLog.NewEvent> turns = turns();
    Map<String, String> answered = store.plans().answered();
    for (LastPlans.LastPlan last : store.plans().all()) {
      lanes.of(last.host()).ifPresent(lane -> {
        try {
          HostPlan newest = PlanJsonReader.host(last.json());
          Optional<HostPlan> whole = isAnswered(newest)
              ? Optional.of(newest)
              : Optional.ofNullable(answered.get(last.host())).map(PlanJsonReader::host).filter(Past::isAnswered);
          lane.remember(
              whole.map(plan -> states(plan, drifts.getOrDefault(last.host(), Map.of()))).orElse(Map.of()), isAnswered(newest));
          recall(newest, whole, Optional.ofNullable(turns.get(last.host())));
        } catch (RuntimeException e) {
          // Written by another version: it is shown less, nothing more.
          LOG.atInfo().addKeyValue("host", last.host()).log("The stored plan of a host cannot be read and is left aside");
        }
      });
    }
    CareKeeping.recall(board, store.cares());
  }

  private static boolean isAnswered(HostPlan plan) {
    return plan.reach() instanceof Reach.Reached;
  }

  private Map<Integer, VmState> states(HostPlan plan, Map<Integer, EventLog.NewEvent> drifts) {
    Map<Integer, VmState> states = new HashMap<>();
    plan.changes()
        .forEach(
            change -> {
              int vmid = change.head().vm().vmid();
              VmState state = change.head().state();
              states.put(vmid, state);
              Optional<EventLog.NewEvent> drift =
                  state == VmState.DRIFTED ? Optional.ofNullable(drifts.get(vmid)) : Optional.empty();
              Map<String, Instant> attributes = new HashMap<>();
              change.attributes().forEach(attribute -> attributes.put(
                  attribute.path(), at(drift.filter(event -> names(event, attribute.path())), plan)));
              board.remember(plan.host(), vmid, state, at(drift, plan), attributes);
            });
    return states;
  }

  /** When that was told; not later than the last look, where nothing was. */
  private static Instant at(Optional<EventLog.NewEvent> told, HostPlan last) {
    return told.map(EventLog.NewEvent::at).orElse(last.observedAt());
  }

  /** Whether the attribute differed then: what came to differ later is not named, and of very many only the first are. */
  private static boolean names(EventLog.NewEvent drift, String path) {
    return drift.message().contains(path + " is ") || drift.message().endsWith(" more.");
  }

  /** What the host last answered first, so that its silence does not hide what is known of it. */
  private void recall(HostPlan newest, Optional<HostPlan> whole, Optional<EventLog.NewEvent> turn) {
    whole.ifPresent(plan -> board.recall(pass(plan), since(turn, EventKind.REACHABLE)));
    if (!isAnswered(newest)) {
      // What is certain is that it did not answer then.
      board.recall(pass(newest), since(turn, EventKind.UNREACHABLE).or(() -> Optional.of(newest.observedAt())));
    }
  }

  private static Optional<Instant> since(Optional<EventLog.NewEvent> turn, EventKind kind) {
    return turn.filter(event -> event.kind().equals(kind.word())).map(EventLog.NewEvent::at);
  }

  private static HostPass pass(HostPlan plan) {
    return new HostPass(plan.host(), plan.observedAt(), Duration.ZERO, 0, plan, Map.of());
  }

  /** The newest event of each host that tells that it began or ceased to answer, as far as the newest events tell. */
  private Map<String, EventLog.NewEvent> turns() {
    Map<String, EventLog.NewEvent> turns = new HashMap<>();
    for (EventKind kind : List.of(EventKind.REACHABLE, EventKind.UNREACHABLE)) {
      for (EventLog.StoredEvent stored : store.events().list(EventLog.Query.newest(EventLog.Query.MAX).ofKind(kind.word()))) {
        turns.merge(stored.event().host(), stored.event(), (one, other) -> other.at().isAfter(one.at()) ? other : one);
      }
    }
    return turns;
  }

  /** How the newest drift of each VM was told, as far as the newest events go. */
  private Map<String, Map<Integer, EventLog.NewEvent>> drifts() {
    Map<String, Map<Integer, EventLog.NewEvent>> newest = new HashMap<>();
    EventLog.Query drift = EventLog.Query.newest(EventLog.Query.MAX).ofKind(EventKind.DRIFT.word());
    for (EventLog.StoredEvent stored : store.events().list(drift)) {
      EventLog.NewEvent event = stored.event();
      event.vmid().ifPresent(vmid -> newest.computeIfAbsent(event.host(), _ -> new HashMap<>()).putIfAbsent(vmid, event));
    }
    return newest;
  }
}
