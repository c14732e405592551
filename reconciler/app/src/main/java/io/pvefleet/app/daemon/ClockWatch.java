package io.pvefleet.app.daemon;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.view.EventKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that this machine's clock was set, by a clock that nobody can set. What rests on moments, such as a schedule, would
 * otherwise wait for as long as the clock went back. Confined to one thread at a time.
 */
final class ClockWatch {
  /** Time servers slew what is less; a leap second and a busy machine are far below. */
  static final Duration TOLERANCE = Duration.ofSeconds(30);

  /** A clock that was set is noticed within this time; more often would be work for nothing. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Clock clock;
  private final LongSupplier nanos;
  private Instant lastInstant;
  private long lastNanos;

  ClockWatch(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.lastInstant = clock.instant();
    this.lastNanos = nanos.getAsLong();
  }

  /** Looks again and again until its thread is interrupted; tells how far the clock was set whenever it was. */
  void watch(Consumer<Duration> told) {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        moved().ifPresent(told);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static NewEvent event(Duration by, Instant at) {
    Duration size = by.abs();
    String much =
        size.toMinutes() < 2 ? size.toSeconds() + " s" : size.toHours() < 2 ? size.toMinutes() + " min" : size.toHours() + " h";
    return new NewEvent(at, Severity.WARNING, EventKind.FLEET.word(), "", Optional.empty(), "", DaemonCodes.CLOCK_MOVED.id(),
        "The clock of this machine was set %s by %s; every host is looked at anew."
            .formatted(by.isNegative() ? "back" : "forward", much));
  }

  /** How far the clock was set since the last look, backwards below zero; empty where it runs as it should. */
  Optional<Duration> moved() {
    Instant now = clock.instant();
    long steady = nanos.getAsLong();
    Duration by = Duration.between(lastInstant, now).minusNanos(steady - lastNanos);
    lastInstant = now;
    lastNanos = steady;
    return by.abs().compareTo(TOLERANCE) > 0 ? Optional.of(by) : Optional.empty();
  }
}
