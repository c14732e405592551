package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What a request about virtual machines leads to. */
public sealed interface QemuOutcome {

  /**
   * Refused in the call. The state may have changed nevertheless: a failed update leaves pending values behind.
   *
   * @param message as the body carries it, usually with a closing newline
   */
  record Refused(int status, String message, Map<String, String> errors, QemuState state) implements QemuOutcome {
    public Refused {
      errors = Map.copyOf(errors);
    }
  }

  /** Done in the call. */
  record Done(QemuState state, JsonNode data) implements QemuOutcome {}

  /**
   * A worker was started; its UPID is the answer.
   *
   * @param type task type such as {@code qmcreate}
   * @param id id field of the UPID; a clone has the source's
   * @param begun the state from now on, while the task runs: the locks it sets
   * @param duration nominal run time
   * @param effect the work, to be applied to the state at the end of the run
   */
  record Task(String type, String id, QemuState begun, Duration duration, Function<QemuState, TaskEnd> effect)
      implements QemuOutcome {}

  /**
   * The end of a task.
   *
   * @param exitStatus {@code OK}, {@code WARNINGS: n}, or the one-line error
   * @param log lines before the closing TASK line
   * @param followUps tasks that start when this one has ended, such as the start after a create with {@code start=1};
   *     each is given the state of that moment
   */
  record TaskEnd(QemuState state, String exitStatus, List<String> log, List<Function<QemuState, QemuOutcome>> followUps) {
    public TaskEnd {
      log = List.copyOf(log);
      followUps = List.copyOf(followUps);
    }

    static TaskEnd ok(QemuState state, List<String> log) {
      return new TaskEnd(state, "OK", log, List.of());
    }
  }
}
