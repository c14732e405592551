package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.wire.Upid;
import java.util.List;

/** What became of a task: succeeded, failed or not known. Immutable. */
public sealed interface TaskEnd {

  Upid upid();

  /**
   * Ended with {@code OK} or {@code WARNINGS: n}.
   *
   * @param warnings the {@code WARN:} lines of the log without that word; where the log could not be read, one line that
   *     says how many there were; empty for {@code OK}
   */
  record Succeeded(Upid upid, List<String> warnings) implements TaskEnd {
    public Succeeded {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Ended with an error. What it had done by then must be read.
   *
   * @param fault its case: {@link PveException.TaskFailed}, or a more telling one such as {@link PveException.Locked}
   * @param log the last lines of its log, oldest first; empty where it could not be read
   */
  record Failed(Upid upid, PveException fault, List<String> log) implements TaskEnd {
    public Failed {
      log = List.copyOf(log);
    }
  }

  /** Its end is lost, or it still ran (or could not be asked about) at the deadline. Settle it by reading. */
  record Unknown(Upid upid, PveException.Indeterminate fault) implements TaskEnd {}
}
