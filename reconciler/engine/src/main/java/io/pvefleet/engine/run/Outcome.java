package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.port.FaultKind;
import java.util.List;

/** How a change ended. */
public sealed interface Outcome {

  /** Read back and as desired. */
  record Succeeded(int requests, List<String> warnings) implements Outcome {
    public Succeeded {
      warnings = List.copyOf(warnings);
    }
  }

  /** Written; in force after the next power cycle, which is not ours to make. */
  record WaitsForRestart(List<String> options) implements Outcome {
    public WaitsForRestart {
      options = List.copyOf(options);
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
