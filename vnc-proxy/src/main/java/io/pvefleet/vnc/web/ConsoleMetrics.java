package io.pvefleet.vnc.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.pvefleet.vnc.session.CloseReason;
import io.pvefleet.vnc.session.Refusal;
import io.pvefleet.vnc.session.SessionListener;
import io.pvefleet.vnc.session.Sessions;
import io.pvefleet.vnc.session.Traffic;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Sessions as figures: {@code pvefleet_console_*}. No label holds a person or a guest. */
final class ConsoleMetrics implements SessionListener {
  private static final String PREFIX = "pvefleet.console.";

  /** Counts from the start on; where the figures are shown is there later. */
  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();

  ConsoleMetrics() {
    for (Refusal refusal : Refusal.values()) {
      registry.counter(PREFIX + "refused", "code", refusal.code().id());
    }
    for (CloseReason reason : CloseReason.values()) {
      registry.counter(PREFIX + "closed", "reason", reason.word());
    }
  }

  /** Shows the figures there too. */
  void showIn(MeterRegistry shown) {
    registry.add(shown);
  }

  /** Figures that are asked for when somebody looks. */
  void watch(Sessions sessions) {
    Gauge.builder(PREFIX + "open", sessions, Sessions::open).description("Consoles that are not over").register(registry);
    bytes(sessions, "browser", all -> all.traffic().bytesToBrowser());
    bytes(sessions, "guest", all -> all.traffic().bytesToGuest());
  }

  private void bytes(Sessions sessions, String towards, ToDoubleFunction<Sessions> count) {
    FunctionCounter.builder(PREFIX + "bytes", sessions, count)
        .tag("to", towards)
        .description("Bytes relayed")
        .register(registry);
  }

  @Override
  public void dialled(Duration opening, Duration authenticating) {
    registry.timer(PREFIX + "dial", "step", "opening").record(opening);
    registry.timer(PREFIX + "dial", "step", "authenticating").record(authenticating);
  }

  @Override
  public void refused(Refusal refusal) {
    registry.counter(PREFIX + "refused", "code", refusal.code().id()).increment();
  }

  @Override
  public void closed(CloseReason reason, Traffic traffic) {
    registry.counter(PREFIX + "closed", "reason", reason.word()).increment();
  }
}
