package io.pvefleet.engine.run;

import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.run.Progress.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a VM that a run took down is owed: to be started again, whatever else went wrong. Immutable.
 *
 * @param isDown this run took it down, and it was not seen to run since
 * @param ending how the run ends once it has been started; empty as long as the run goes its way
 */
record Owed(boolean isDown, Optional<Outcome> ending) {

  static final Owed NOTHING = new Owed(false, Optional.empty());

  private static final Set<String> TAKE_DOWN = Set.of("shutdown", "reboot");

  /** After an event that led from some writes to others. */
  Owed after(Writes before, Writes now) {
    if (now.done().contains("start") && !before.done().contains("start")) {
      return new Owed(false, ending);
    }
    boolean wentDown = TAKE_DOWN.stream().anyMatch(key -> now.done().contains(key) && !before.done().contains(key));
    return new Owed(isDown || wentDown, ending);
  }

  /** A guest may also go down after its shutdown was given up, or where the answer to it was lost. */
  Owed seen(Power power, Writes writes) {
    return switch (power) {
      case RUNNING, PAUSED -> new Owed(false, ending);
      case HIBERNATED -> this;
      case STOPPED -> new Owed(isDown || asked(writes) && !writes.done().contains("start"), ending);
    };
  }

  Owed before(Outcome outcome) {
    return new Owed(isDown, Optional.of(outcome));
  }

  private static boolean asked(Writes writes) {
    return Stream.of(writes.unsure(), writes.refused().map(Refusal::step))
        .flatMap(Optional::stream)
        .map(Step::key)
        .anyMatch(TAKE_DOWN::contains);
  }

  /** How the run ended, and what became of the VM. */
  static Outcome told(Outcome ending, int vmid, boolean isDown) {
    String then = isDown
        ? " VM %d is down and could not be started again; the next pass tries.".formatted(vmid)
        : " VM %d was started again.".formatted(vmid);
    return switch (ending) {
      case Outcome.Failed(var kind, String message, var log) -> new Outcome.Failed(kind, ended(message) + then, log);
      case Outcome.Stopped(var why, String detail) when isDown ->
          new Outcome.Failed(io.pvefleet.engine.port.FaultKind.TASK_FAILED, ended(detail) + then, java.util.List.of());
      case Outcome.Stopped(var why, String detail) -> new Outcome.Stopped(why, ended(detail) + then);
      case Outcome.Indeterminate(String message) -> new Outcome.Indeterminate(ended(message) + then);
      case Outcome.Succeeded ignored -> ending;
      case Outcome.WaitsForRestart ignored -> ending;
    };
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
