package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.run.Progress.Refusal;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Where the writes of a change stand, as a fold over what happened to them. The one answer that both a live run and the taking up of
 * a dead process's journal rest on. Immutable.
 *
 * @param done keys of the steps that the host reported as done; none of them is sent twice
 * @param refused the step that the host refused or whose task failed, until a look shows what became of it
 */
record Writes(Set<String> done, Open open, Optional<Refusal> refused) {

  static final Writes NONE = new Writes(Set.of(), new Open.Nothing(), Optional.empty());

  Writes {
    done = Set.copyOf(done);
  }

  /** What of the last write is not over. */
  sealed interface Open {
    /** All that was sent has been answered, and no task runs. */
    record Nothing() implements Open {}

    /** It was about to be sent, its answer was lost, or the end of its task: only the host knows whether it was carried out. */
    record InDoubt(Step step) implements Open {}

    /** Its task runs, or ran when last heard of. */
    record Runs(Step step, Upid upid) implements Open {}
  }

  /** After these events, in the order in which they happened; those that are no write change nothing. */
  static Writes fold(List<Event> events) {
    Writes writes = NONE;
    for (Event event : events) {
      writes = writes.on(event);
    }
    return writes;
  }

  Writes on(Event event) {
    return switch (event) {
      case Event.Intended(var at, Step step) -> new Writes(done, new Open.InDoubt(step), Optional.empty());
      case Event.Sent(var at, Step step, Answer.Data(JsonNode data)) -> Upid.parse(data.asString(""))
          .map(upid -> new Writes(done, new Open.Runs(step, upid), refused))
          .orElseGet(() -> did(step));
      case Event.Sent(var at, Step step, Answer.Fault(FaultKind kind, String message, var fields)) ->
          fault(step, kind, Sentences.of(message, fields));
      case Event.TaskEnded(var at, Step step, Upid upid, TaskStatus status, List<String> log) -> ended(step, status, log);
      case Event.WasRead ignored -> this;
      case Event.Waited ignored -> this;
    };
  }

  /** A look has shown what became of it. */
  Writes settled() {
    return new Writes(done, new Open.Nothing(), Optional.empty());
  }

  /** The step whose effect is not known. */
  Optional<Step> unsure() {
    return open instanceof Open.InDoubt(Step step) ? Optional.of(step) : Optional.empty();
  }

  private Writes did(Step step) {
    Set<String> all = new TreeSet<>(done);
    all.add(step.key());
    return new Writes(all, new Open.Nothing(), Optional.empty());
  }

  private Writes fault(Step step, FaultKind kind, String message) {
    return switch (kind) {
      case INDETERMINATE -> new Writes(done, new Open.InDoubt(step), Optional.empty());
      case NOT_FOUND, REJECTED, TASK_FAILED -> refused(step, kind, message, List.of());
      case CONFLICT -> settled();
      // The host did nothing, or was not even asked.
      case LOCKED, UNREACHABLE, UNAUTHENTICATED, FORBIDDEN, ALREADY_EXISTS -> new Writes(done, new Open.Nothing(), refused);
    };
  }

  private Writes ended(Step step, TaskStatus status, List<String> log) {
    return switch (status) {
      case TaskStatus.Succeeded ignored -> did(step);
      case TaskStatus.Failed(String exit) when Sentences.saysLocked(exit) -> new Writes(done, new Open.Nothing(), refused);
      case TaskStatus.Failed(String exit) -> refused(step, FaultKind.TASK_FAILED, exit, log);
      // Power was lost, the worker was killed, or the log is gone: the task's end says nothing of its effect.
      case TaskStatus.Lost ignored -> new Writes(done, new Open.InDoubt(step), Optional.empty());
      case TaskStatus.Running() -> new Writes(done, new Open.InDoubt(step), Optional.empty());
    };
  }

  private Writes refused(Step step, FaultKind kind, String message, List<String> log) {
    return new Writes(done, new Open.Nothing(), Optional.of(new Refusal(step, kind, message, log)));
  }
}
