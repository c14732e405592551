package io.pvefleet.engine.render;

import java.time.Duration;

/** How long something has been so, in one unit: what a reader needs to tell hours from weeks. */
public final class Age {

  private Age() {}

  /** {@code 40 s}, {@code 12 min}, {@code 5 h}, {@code 3 d}. */
  public static String of(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }
}
