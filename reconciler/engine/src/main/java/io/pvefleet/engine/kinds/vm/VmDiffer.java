package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import java.util.List;

/** Compares what is declared with what is observed, on parsed values; what is not declared takes no part. */
public final class VmDiffer {

  private VmDiffer() {}

  /** Every declared attribute that differs. Power is one of them, as {@code spec.power}. */
  public static VmDiff diff(Vm desired, VmObservation observed) {
    throw new UnsupportedOperationException("not yet: " + desired + observed);
  }

  /** Every declared attribute, as a new VM gets it. */
  public static List<AttributeChange> creation(Vm desired) {
    throw new UnsupportedOperationException("not yet: " + desired);
  }

  /** Whether the VM carries the ownership tag. */
  public static boolean isOwned(VmObservation observed) {
    throw new UnsupportedOperationException("not yet: " + observed);
  }
}
