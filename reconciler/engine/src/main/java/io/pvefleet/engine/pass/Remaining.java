package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.PowerCycle;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiff;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmSteps;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Step;
import java.util.List;

/**
 * What is left to do on a VM that exists: the one answer that both the plan and every look of a run rest on.
 *
 * @param steps in order; empty where nothing is left or nothing can be done
 */
public record Remaining(VmDiff diff, List<Step> steps) {
  public Remaining {
    steps = List.copyOf(steps);
  }

  /** Compares and plans; a restart is among the steps only where it is allowed. */
  public static Remaining of(Vm desired, VmObservation observed, String node, PowerCycle cycle) {
    VmDiff diff = VmDiffer.diff(desired, observed);
    // Nearly every VM of a fleet is in sync, and asking for its steps would compare it once more.
    return new Remaining(diff, diff.isInSync() ? List.of() : VmSteps.update(desired, observed, diff, node, cycle));
  }

  /** What adopting leaves to do: the ownership tag and nothing else, whatever differs besides. */
  public static Remaining ofAdoption(Vm desired, VmObservation observed, String node) {
    List<AttributeChange> tag = VmDiffer.diff(desired, observed).attributes().stream().filter(AttributeChange::isOwnership).toList();
    return new Remaining(
        new VmDiff(tag, List.of(), List.of()), tag.isEmpty() ? List.of() : List.of(VmSteps.adopt(desired, observed, node)));
  }
}
