package io.pvefleet.app.usage;

import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalDouble;

/**
 * How full a storage was when it was last told. Immutable.
 *
 * @param at when; whole seconds
 * @param used MiB
 * @param total MiB
 */
public record Fill(Instant at, long used, long total) {

  /** Two of one second are the same pass told twice; which of them stays must not hang on their order. */
  private static final Comparator<Fill> LATER =
      Comparator.comparing(Fill::at).thenComparingLong(Fill::used).thenComparingLong(Fill::total);

  Fill join(Fill other) {
    return LATER.compare(this, other) >= 0 ? this : other;
  }

  /** 0 to 1; empty where not told. */
  public OptionalDouble share() {
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) used / total);
  }

  static long mebibytes(long bytes) {
    return Math.round(bytes / 1048576.0);
  }
}
