package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.plan.AttributeChange;
import java.util.List;

/**
 * How a declared VM and the observed one differ, attribute by attribute, in the order of the schema.
 *
 * @param attributes declared differs from effective: something is to be done
 * @param waiting declared is effective but not yet current: written, waits for a power cycle
 * @param ignored differs, but {@code drift.ignore} names it
 */
public record VmDiff(List<AttributeChange> attributes, List<AttributeChange> waiting, List<AttributeChange> ignored) {
  public VmDiff {
    attributes = List.copyOf(attributes);
    waiting = List.copyOf(waiting);
    ignored = List.copyOf(ignored);
  }

  /** Whether nothing is to be done and nothing waits. */
  public boolean isInSync() {
    return attributes.isEmpty() && waiting.isEmpty();
  }
}
