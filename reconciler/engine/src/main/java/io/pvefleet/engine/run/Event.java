package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What happened to a change under way; the journal stores these, and the run is a fold over them. */
public sealed interface Event {

  Instant at();

  /** About to send: durable before the call. */
  record Intended(Instant at, Step step) implements Event {}

  /** The answer to a sent step: a UPID in the data means that a task runs. */
  record Sent(Instant at, Step step, Answer answer) implements Event {}

  /**
   * The task is over.
   *
   * @param status never Running; Lost where the host no longer knows or could not be asked any more
   * @param log last lines of the task's log, for a failure or warnings
   */
  record TaskEnded(Instant at, Step step, Upid upid, TaskStatus status, List<String> log) implements Event {
    public TaskEnded {
      log = List.copyOf(log);
    }
  }

  /** The VM was read. */
  record WasRead(Instant at, Map<PveRequest, Answer> answers) implements Event {
    public WasRead {
      answers = Map.copyOf(answers);
    }
  }

  /** A pause is over. */
  record Waited(Instant at) implements Event {}
}
