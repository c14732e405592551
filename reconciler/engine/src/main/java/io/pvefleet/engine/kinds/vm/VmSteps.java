package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Step;
import java.util.List;
import java.util.Optional;

/**
 * The requests that bring a VM to what is declared, in order. Only the first step is exact in every byte: the others are made
 * again from what is read after the one before, and those that depend on it are marked as predicted.
 */
public final class VmSteps {

  private VmSteps() {}

  /** Makes the VM from nothing: one create with everything, then power. */
  public static List<Step> create(Vm desired, String node) {
    throw new UnsupportedOperationException("not yet: " + desired + node);
  }

  /**
   * Makes the VM by cloning its template, then the rounds that follow. {@code desired.source()} must be present.
   *
   * @param template the template as observed; empty where it was not read, which makes the prediction coarser
   */
  public static List<Step> clone(Vm desired, String node, Optional<VmObservation> template) {
    throw new UnsupportedOperationException("not yet: " + desired + node + template);
  }

  /** Brings an existing VM into line: options, boot order, sizes, power. Attributes that are impossible get no step. */
  public static List<Step> update(Vm desired, VmObservation observed, VmDiff diff, String node) {
    throw new UnsupportedOperationException("not yet: " + desired + observed + diff + node);
  }

  /** Brings pending changes of a running VM into force. Whether that may be is the caller's decision. */
  public static List<Step> restart(Vm desired, VmObservation observed, String node) {
    throw new UnsupportedOperationException("not yet: " + desired + observed + node);
  }
}
