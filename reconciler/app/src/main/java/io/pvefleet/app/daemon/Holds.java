package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.FleetHold;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.view.FleetBoard;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What holds the whole fleet: shown while it does, and told when it begins and when it ends, once over all restarts. Thread safe. */
final class Holds {
  private final EventLog events;
  private final FleetBoard board;
  private final Clock clock;
  private final AtomicReference<List<String>> held = new AtomicReference<>(List.of());

  Holds(EventLog events, FleetBoard board, Clock clock) {
    this.events = events;
    this.board = board;
    this.clock = clock;
  }

  /** Takes over what an earlier process told. */
  void recall() {
    held.set(FleetHold.in(events).stream().toList());
  }

  /** What holds it now; empty where nothing does. */
  void are(List<String> holds) {
    List<String> before = held.getAndSet(holds);
    board.holds(holds);
    if (before.isEmpty() && !holds.isEmpty()) {
      events.append(FleetHold.begun(String.join(" ", holds), clock.instant()));
    } else if (!before.isEmpty() && holds.isEmpty()) {
      events.append(FleetHold.ended(clock.instant()));
    }
  }
}
