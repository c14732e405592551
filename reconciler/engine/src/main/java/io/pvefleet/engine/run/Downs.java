package io.pvefleet.engine.run;

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
}
