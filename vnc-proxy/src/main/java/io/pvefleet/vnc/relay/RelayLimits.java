package io.pvefleet.vnc.relay;

import java.time.Duration;

/**
 * How long a console may last, and how much it may hold. Immutable.
 *
 * @param idle without input of a person; for what is only looked at as well
 * @param absolute from the browser's arrival
 * @param stall how long a browser may take for one chunk, so how long it may make no progress
 * @param clipboardBytes of one text towards the guest
 */
public record RelayLimits(Duration idle, Duration absolute, Duration stall, int clipboardBytes) {

  /** Enough for a phone that changes networks; a host's stream waits no longer, since a Proxmox host buffers without limit. */
  public static final Duration DEFAULT_STALL = Duration.ofSeconds(20);

  public RelayLimits {
    if (!idle.isPositive() || !absolute.isPositive() || !stall.isPositive()) {
      throw new IllegalArgumentException("a limit of a console must be longer than nothing");
    }
  }
}
