package io.pvefleet.engine.pass;

import java.util.Map;

/**
 * What is remembered of a host between passes, beside what Git says and what the host says. A memory that was lost makes a plan more
 * careful, never bolder. Immutable.
 *
 * @param applied what was last applied to each VM, by vmid; where there is nothing every difference counts as a change in Git
 */
public record HostMemory(Map<Integer, Applied> applied) {

  /** Nothing is remembered: the first pass, or a store that was lost. */
  public static final HostMemory NONE = new HostMemory(Map.of());

  public HostMemory {
    applied = Map.copyOf(applied);
  }

  /** Only what was applied. */
  public static HostMemory of(Map<Integer, Applied> applied) {
    return new HostMemory(applied);
  }
}
