package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLine.TaskOver;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Journal.Entry;
import io.pvefleet.app.store.Journal.Stage;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.run.Action;
import io.pvefleet.engine.run.Course;
import io.pvefleet.engine.run.Event;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.StringNode;

/**
 * Performs what a change under way asks for, and journals around each write: the intent before the call, the task after it, its end
 * after that, and in the end what was read. Live changes and those that a dead process left are driven alike. Decides nothing.
 */
final class ChangeDriver {

  private final HostLine line;
  private final Journal journal;
  private final Tenure tenure;
  private final Work work;
  private final Time time;
  private final Set<Upid> journalled = new HashSet<>();
  private Optional<Step> last = Optional.empty();

  ChangeDriver(HostLine line, Journal journal, Tenure tenure, Work work, Time time) {
    this.line = line;
    this.journal = journal;
    this.tenure = tenure;
    this.work = work;
    this.time = time;
  }

  /**
   * Which change is driven.
   *
   * @param change as numbered in the store
   * @param closing stage of the last entry: what the looks have shown
   * @param owesStart whether this step takes the VM down for a start that is to follow
   * @param before told of each step before it is sent; an outcome ends the change and the step is not sent
   */
  record Work(long change, int vmid, Stage closing, Predicate<Step> owesStart, Function<Step, Optional<Outcome>> before) {}

  /** Time as this process has it. */
  record Time(Clock clock, Pauses pauses, Duration taskLimit) {
    Instant now() {
      return clock.instant();
    }
  }

  /** How the change ended. */
  record Driven(Outcome outcome, Course course) {}

  /**
   * Blocks until the change has ended. Where the thread is interrupted the journal is left open, for the next start to settle.
   *
   * @throws io.pvefleet.app.store.LeaseLost where another process took the host over: nothing was sent since, and nothing is noted
   */
  Driven drive(Course begun, List<Event> journal) throws InterruptedException {
    journal.forEach(this::knows);
    Course course = begun;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      switch (course.next()) {
        case Action.Look(var requests) -> course = course.on(new Event.WasRead(time.now(), Observer.ask(line, requests)));
        case Action.Send(Step step) -> {
          Optional<Outcome> ends = work.before().apply(step);
          if (ends.isPresent()) {
            return new Driven(ends.get(), course);
          }
          course = send(course, step);
        }
        case Action.Await(Step step, Upid upid) -> course = await(course, step, upid);
        case Action.Pause(Duration duration, String why) -> {
          time.pauses().pause(duration);
          course = course.on(new Event.Waited(time.now()));
        }
        case Action.Finish(Outcome outcome) -> {
          last.ifPresent(step -> note(work.closing(), step, Endings.of(outcome, time.now()).detail()));
          return new Driven(outcome, course);
        }
      }
    }
  }

  private void knows(Event event) {
    switch (event) {
      case Event.Intended intended -> last = Optional.of(intended.step());
      case Event.Sent(var at, Step step, Answer answer) -> task(answer).ifPresent(journalled::add);
      case Event.TaskEnded ended -> journalled.add(ended.upid());
      case Event.WasRead ignored -> {}
      case Event.Waited ignored -> {}
    }
  }

  private Course send(Course course, Step step) {
    Event.Intended intended = new Event.Intended(time.now(), step);
    append(Stage.INTENDED, step, Optional.empty(), "", intended);
    tenure.confirm();
    Answer answer = line.ask(step.request());
    Event.Sent sent = new Event.Sent(time.now(), step, answer);
    append(
        Stage.SENT, step, task(answer),
        answer instanceof Answer.Fault(var kind, String message, var fields) ? text(message, fields) : "", sent);
    return course.on(intended).on(sent);
  }

  private Course await(Course course, Step step, Upid upid) throws InterruptedException {
    if (!journalled.contains(upid)) {
      // Its answer was lost, and the host's list of tasks gave it back.
      append(
          Stage.SENT, step, Optional.of(upid), "found on the host",
          new Event.Sent(time.now(), step, new Answer.Data(StringNode.valueOf(upid.text()))));
    }
    TaskOver over = line.await(upid, time.taskLimit());
    if (Thread.interrupted()) {
      throw new InterruptedException(); // the task goes on without us; the next start waits for it
    }
    Event.TaskEnded ended = new Event.TaskEnded(time.now(), step, upid, over.status(), over.log());
    append(Stage.ENDED, step, Optional.of(upid), text(over.status(), over.log()), ended);
    return course.on(ended);
  }

  private void append(Stage stage, Step step, Optional<Upid> upid, String detail, Event event) {
    Entry entry =
        new Entry(
            work.change(), event.at(), stage, step.key(), step.request().toString(), upid, detail, Optional.of(event));
    if (event instanceof Event.Intended && work.owesStart().test(step)) {
      journal.appendOwing(entry, tenure.fence(), work.vmid());
    } else {
      journal.append(entry, tenure.fence());
    }
    knows(event);
  }

  /** An entry for people, which fences off what is noted of the change after it. */
  private void note(Stage stage, Step step, String detail) {
    journal.append(
        new Entry(work.change(), time.now(), stage, step.key(), step.request().toString(), Optional.empty(), detail), tenure.fence());
  }

  private static Optional<Upid> task(Answer answer) {
    return answer instanceof Answer.Data(var data) && data.isString() ? Upid.parse(data.asString()) : Optional.empty();
  }

  private static String text(String message, Map<String, String> fields) {
    return fields.isEmpty() || message.contains(fields.values().iterator().next()) ? message : message + " " + fields;
  }

  private static String text(TaskStatus status, List<String> log) {
    return switch (status) {
      case TaskStatus.Running() -> "runs";
      case TaskStatus.Succeeded(int warnings) -> warnings == 0 ? "OK" : "OK, warnings: " + String.join("; ", log);
      case TaskStatus.Failed(String exit) -> exit;
      case TaskStatus.Lost(String exit) -> "not known: " + exit;
    };
  }
}
