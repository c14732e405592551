package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLine.TaskOver;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Journal.Entry;
import io.pvefleet.app.store.Journal.Stage;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.run.Action;
import io.pvefleet.engine.run.ChangeRun;
import io.pvefleet.engine.run.Event;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Performs what a change under way asks for, and journals around each write: the intent before the call, the task after it, the
 * end after that. Decides nothing.
 */
final class ChangeDriver {

  private final HostLine line;
  private final Journal journal;
  private final long change;
  private final Clock clock;
  private final Duration taskLimit;
  private final Consumer<Step> sending;

  ChangeDriver(HostLine line, Journal journal, long change, Clock clock, Duration taskLimit, Consumer<Step> sending) {
    this.line = line;
    this.journal = journal;
    this.change = change;
    this.clock = clock;
    this.taskLimit = taskLimit;
    this.sending = sending;
  }

  /** Blocks until the change has ended. Where the thread is interrupted the journal is left open, for the next start to settle. */
  Driven drive(ChangeRun begun) throws InterruptedException {
    ChangeRun run = begun;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      switch (run.next()) {
        case Action.Look(var requests) -> run = run.on(new Event.WasRead(clock.instant(), Observer.ask(line, requests)));
        case Action.Send(Step step) -> run = send(run, step);
        case Action.Await(Step step, Upid upid) -> run = await(run, step, upid);
        case Action.Pause(Duration duration, String why) -> {
          Thread.sleep(duration);
          run = run.on(new Event.Waited(clock.instant()));
        }
        case Action.Finish(Outcome outcome) -> {
          return new Driven(outcome, run.identity());
        }
      }
    }
  }

  /** How the change ended, and which VM was seen last. */
  record Driven(Outcome outcome, Identity identity) {}

  private ChangeRun send(ChangeRun run, Step step) {
    sending.accept(step);
    journal(Stage.INTENDED, step, Optional.empty(), "");
    ChangeRun intended = run.on(new Event.Intended(clock.instant(), step));
    Answer answer = line.ask(step.request());
    Optional<Upid> task =
        answer instanceof Answer.Data(var data) && data.isString() ? Upid.parse(data.asString()) : Optional.empty();
    journal(Stage.SENT, step, task, answer instanceof Answer.Fault(var kind, String message, var fields) ? text(message, fields) : "");
    return intended.on(new Event.Sent(clock.instant(), step, answer));
  }

  private ChangeRun await(ChangeRun run, Step step, Upid upid) throws InterruptedException {
    TaskOver over = line.await(upid, taskLimit);
    if (Thread.interrupted()) {
      throw new InterruptedException(); // the task goes on without us; the next start waits for it
    }
    journal(Stage.ENDED, step, Optional.of(upid), text(over.status(), over.log()));
    return run.on(new Event.TaskEnded(clock.instant(), step, upid, over.status(), over.log()));
  }

  private void journal(Stage stage, Step step, Optional<Upid> upid, String detail) {
    journal.append(new Entry(change, clock.instant(), stage, step.key(), step.request().toString(), upid, detail));
  }

  private static String text(String message, Map<String, String> fields) {
    return fields.isEmpty() || message.contains(fields.values().iterator().next()) ? message : message + " " + fields;
  }

  static String text(TaskStatus status, List<String> log) {
    return switch (status) {
      case TaskStatus.Running() -> "runs";
      case TaskStatus.Succeeded(int warnings) -> warnings == 0 ? "OK" : "OK, warnings: " + String.join("; ", log);
      case TaskStatus.Failed(String exit) -> exit;
      case TaskStatus.Lost(String exit) -> "not known: " + exit;
    };
  }
}
