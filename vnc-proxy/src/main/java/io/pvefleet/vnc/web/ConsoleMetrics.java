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

  /** Where nothing is shown yet: what happens before the server is there is nothing. */
  private volatile MeterRegistry registry = new CompositeMeterRegistry();

  /** Counts from now on, there. */
  void showIn(MeterRegistry shown, Sessions sessions) {
    for (Refusal refusal : Refusal.values()) {
      shown.counter(PREFIX + "refused", "code", refusal.code().id());
    }
    for (CloseReason reason : CloseReason.values()) {
      shown.counter(PREFIX + "closed", "reason", reason.word());
    }
    Gauge.builder(PREFIX + "open", sessions, Sessions::open).description("Consoles that are not over").register(shown);
    bytes(shown, sessions, "browser", all -> all.traffic().bytesToBrowser());
    bytes(shown, sessions, "guest", all -> all.traffic().bytesToGuest());
    registry = shown;
  }

  private static void bytes(MeterRegistry shown, Sessions sessions, String towards, ToDoubleFunction<Sessions> count) {
    FunctionCounter.builder(PREFIX + "bytes", sessions, count)
        .tag("to", towards)
        .description("Bytes relayed")
        .register(shown);
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
