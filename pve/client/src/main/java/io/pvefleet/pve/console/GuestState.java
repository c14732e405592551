package io.pvefleet.pve.console;

import java.util.Optional;

/**
 * What a host says of a guest at this moment.
 *
 * @param type empty where there is no such guest
 * @param name as the host knows it; empty text where it knows none
 */
public record GuestState(Power power, Optional<GuestType> type, String name) {

  /** Whether it runs. */
  public enum Power {
    RUNNING,
    STOPPED,
    /** It runs, and its processors stand still; its screen can be seen. */
    PAUSED,
    /** The host has no guest of that number, or the identity may see only others. */
    ABSENT,
    /** The host answered, and it does not know either. */
    UNKNOWN
  }

  static GuestState absent() {
    return new GuestState(Power.ABSENT, Optional.empty(), "");
  }
}
