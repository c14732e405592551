package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.engine.plan.HoldCodes;
import io.pvefleet.engine.plan.Verdict;
import java.time.Instant;
import java.util.Optional;

/** What holds the whole fleet, as an event and read back from the events: they are what outlives the process. */
public final class FleetHold {
  private static final String KIND = "fleet";
  private static final String HELD = "Nothing is applied: ";
  private static final String AGAIN = "Plans are applied again.";

  /** Other events of the fleet may stand before it. */
  private static final int NEWEST = 50;

  private FleetHold() {}

  /** From now on nothing is applied on any host, and why. */
  public static NewEvent begun(String why, Instant at) {
    return event(at, Severity.ERROR, HoldCodes.of(Verdict.Why.LIMIT).id(), HELD + why);
  }

  public static NewEvent ended(Instant at) {
    return event(at, Severity.INFO, "", AGAIN);
  }

  /** Why nothing is applied, by the newest event that says anything of it; empty where plans are applied. */
  public static Optional<String> in(EventLog events) {
    return events.list(EventLog.Query.newest(NEWEST).ofKind(KIND)).stream()
        .map(stored -> stored.event().message())
        .filter(message -> message.startsWith(HELD) || message.equals(AGAIN))
        .findFirst()
        .filter(message -> message.startsWith(HELD))
        .map(message -> message.substring(HELD.length()));
  }

  private static NewEvent event(Instant at, Severity severity, String code, String message) {
    return new NewEvent(at, severity, KIND, "", Optional.empty(), "", code, message);
  }
}
