package io.pvefleet.engine.run;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;

/** Which steps take a VM down that is to run again, so that a start is owed from their intent on. */
public final class Downs {

  private Downs() {}

  /** Whether this step of the change owes a start. */
  public static boolean owesStart(Change approved, Step step) {
    return switch (step.key()) {
      case "reboot" -> true;
      // Of the VM's own accord where nothing is to follow: power: stopped, or a removal.
      case "shutdown", "stop" -> approved.steps().stream().anyMatch(later -> later.key().equals("start") || later.key().equals("reboot"));
      default -> false;
    };
  }

  /** The VM as this change wants it: one whose power Git leaves alone is to run where the change holds the start that is owed. */
  static Vm wanted(Vm desired, Change approved) {
    boolean holdsStart = approved.attributes().stream().anyMatch(attribute -> attribute.path().equals("spec.power"));
    return desired.power() == Vm.DesiredPower.UNMANAGED && holdsStart ? desired.running() : desired;
  }
}
