package io.pvefleet.app.usage;

import java.util.OptionalDouble;

/**
 * CPU and memory of a node or guest over some samples: sums and not means, so that levels join in any order to the same.
 * Immutable.
 *
 * @param count samples of CPU
 * @param cpuSum in thousandths of all its cores
 * @param cpuMax likewise
 * @param memoryCount samples of memory: a host may tell the one and not the other
 * @param memorySum MiB
 * @param memoryTotal MiB, the most that was told
 */
public record Level(int count, long cpuSum, int cpuMax, int memoryCount, long memorySum, long memoryTotal) {

  /** Nothing was told. */
  public static final Level NONE = new Level(0, 0, 0, 0, 0, 0);

  /** Finer differences say nothing about a machine that is measured once a minute, and cost room 10,000 times over. */
  private static final int WHOLE = 1000;

  /**
   * One sample.
   *
   * @param cpu 0 to 1
   * @param memory bytes; 0 where not told
   * @param memoryTotal bytes; 0 where not told
   */
  static Level of(double cpu, long memory, long memoryTotal) {
    int part = (int) Math.round(cpu * WHOLE);
    boolean isTold = memory > 0 && memoryTotal > 0;
    return isTold
        ? new Level(1, part, part, 1, Fill.mebibytes(memory), Fill.mebibytes(memoryTotal))
        : new Level(1, part, part, 0, 0, 0);
  }

  Level join(Level other) {
    return new Level(
        count + other.count,
        cpuSum + other.cpuSum,
        Math.max(cpuMax, other.cpuMax),
        memoryCount + other.memoryCount,
        memorySum + other.memorySum,
        Math.max(memoryTotal, other.memoryTotal));
  }

  /** Mean, 0 to 1; empty where not told. */
  public OptionalDouble cpu() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) cpuSum / count / WHOLE);
  }

  /** The highest sample, 0 to 1; empty where not told. */
  public OptionalDouble cpuPeak() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) cpuMax / WHOLE);
  }

  /** Mean in MiB; empty where not told. */
  public OptionalDouble memory() {
    return memoryCount == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) memorySum / memoryCount);
  }

  /** Mean, 0 to 1; empty where not told. */
  public OptionalDouble memoryShare() {
    return memoryCount == 0 || memoryTotal == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) memorySum / memoryCount / memoryTotal);
  }
}
