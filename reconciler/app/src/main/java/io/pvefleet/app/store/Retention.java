package io.pvefleet.app.store;

import java.time.Duration;

/**
 * How long history is kept. What was applied and the last plans are never too old.
 *
 * @param events and what hangs on them
 * @param runs with their changes and journal; one that has not ended is kept
 */
public record Retention(Duration events, Duration runs) {

  /** A year of events of 1,000 VMs is some 100 MB; runs answer "what happened last quarter". */
  public static final Retention DEFAULT = new Retention(Duration.ofDays(365), Duration.ofDays(100));
}
