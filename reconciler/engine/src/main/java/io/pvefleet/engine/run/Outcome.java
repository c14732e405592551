package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.port.FaultKind;
import java.util.List;

/** How a change ended. */
public sealed interface Outcome {

  /**
   * Read back and as desired.
   *
   * @param surprises sentences that say where the plan told another impact than the change had
   * @param restarted the VM was taken down and runs again
   */
  record Succeeded(int requests, List<String> warnings, List<String> surprises, boolean restarted) implements Outcome {
    public Succeeded {
      warnings = List.copyOf(warnings);
      surprises = List.copyOf(surprises);
    }

    /** Without a restart, and as predicted. */
    public Succeeded(int requests, List<String> warnings) {
      this(requests, warnings, List.of(), false);
    }
  }

  /**
   * Written; in force after the next power cycle, which is not ours to make now.
   *
   * @param options paths that the host reports as pending
   * @param surprises as of {@link Succeeded}
   */
  record WaitsForRestart(List<String> options, List<String> surprises) implements Outcome {
    public WaitsForRestart {
      options = List.copyOf(options);
      surprises = List.copyOf(surprises);
    }

    /** As predicted. */
    public WaitsForRestart(List<String> options) {
      this(options, List.of());
    }
  }

  /** Not begun or not finished because the world moved or forbids it; nothing is wrong. */
  record Stopped(Verdict.Why why, String detail) implements Outcome {}

  /** The host said no, or what was read back is not what was asked for. */
  record Failed(FaultKind kind, String message, List<String> log) implements Outcome {
    public Failed {
      log = List.copyOf(log);
    }
  }

  /** Not known what happened, and reading did not settle it. The next plan starts from what is read then. */
  record Indeterminate(String message) implements Outcome {}
}
