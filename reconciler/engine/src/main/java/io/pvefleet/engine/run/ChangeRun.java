package io.pvefleet.engine.run;

import io.pvefleet.engine.kinds.vm.PowerCycle;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmReader;
import io.pvefleet.engine.kinds.vm.VmSteps;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One approved change under way, as a fold over what happened. Live running and recovery share it: {@link #fold} over the
 * journal stands where the run stood. Level-triggered: the VM is read, what is left to do is planned from what was read, the
 * first approved step of that is sent, and so on; the look after a step is its verification. Immutable.
 *
 * <p>The first look must find what the plan was made from. A step that the host reported as done, or whose effect is not known,
 * is never sent a second time; only one that was refused for a lock is. The number of looks and pauses is bounded.
 */
public final class ChangeRun implements Course {

  private final Goal goal;
  private final String node;
  private final Change approved;
  private final Phase phase;
  private final Progress progress;
  private final Identity identity;

  ChangeRun(Goal goal, String node, Change approved, Phase phase, Progress progress, Identity identity) {
    this.goal = goal;
    this.node = node;
    this.approved = approved;
    this.phase = phase;
    this.progress = progress;
    this.identity = identity;
  }

  /** The run of a change before anything happened. A change that is held, or that asks for nothing, ends at once. */
  public static ChangeRun begin(Vm desired, String node, Change approved) {
    return begin(new Goal.Declared(desired), node, approved);
  }

  /** The run of a change towards that goal. */
  public static ChangeRun begin(Goal goal, String node, Change approved) {
    Goal wanted = switch (goal) {
      case Goal.Declared(Vm vm) -> new Goal.Declared(Downs.wanted(vm, approved));
      case Goal.Removed removed -> removed;
    };
    return new ChangeRun(wanted, node, approved, first(approved), Progress.NONE, Identity.NONE);
  }

  /** The run after these events, in the order in which they happened. */
  public static ChangeRun fold(Vm desired, String node, Change approved, List<Event> events) {
    return fold(new Goal.Declared(desired), node, approved, events);
  }

  /** The run towards that goal after these events. */
  public static ChangeRun fold(Goal goal, String node, Change approved, List<Event> events) {
    ChangeRun run = begin(goal, node, approved);
    for (Event event : events) {
      run = run.on(event);
    }
    return run;
  }

  /** What to do next. After an intent without an answer this is a look, never the same request again. */
  @Override
  public Action next() {
    return switch (phase) {
      case Phase.Looking() -> new Action.Look(look().requests());
      case Phase.Ready(Step step) -> new Action.Send(step);
      case Phase.Awaiting(Step step, Upid upid) -> new Action.Await(step, upid);
      case Phase.Pausing(var duration, String why) -> new Action.Pause(duration, why);
      case Phase.Ended(Outcome outcome) -> new Action.Finish(outcome);
    };
  }

  /** The run after one more event. Events after the end change nothing. */
  @Override
  public ChangeRun on(Event event) {
    if (phase instanceof Phase.Ended) {
      return this;
    }
    return switch (event) {
      case Event.Intended ignored -> to(new Phase.Looking(), progress.after(event));
      case Event.Sent(var at, Step step, Answer answer) -> sent(step, answer, progress.after(event));
      case Event.TaskEnded(var at, Step step, Upid upid, TaskStatus status, List<String> log) ->
          ended(status, log, progress.after(event));
      case Event.WasRead(var at, var answers) -> look().follow(progress.looked(answers.size(), at), answers).having(answers);
      case Event.Waited(var at) -> to(new Phase.Looking(), progress);
    };
  }

  /**
   * This run taken up again after a stop of unknown length: a step that was about to be sent rests on an old look, so that the
   * run looks first.
   */
  public ChangeRun resumed() {
    return switch (phase) {
      case Phase.Ready ignored -> to(new Phase.Looking(), progress);
      case Phase.Pausing ignored -> to(new Phase.Looking(), progress);
      case Phase.Looking ignored -> this;
      case Phase.Awaiting ignored -> this;
      case Phase.Ended ignored -> this;
    };
  }

  /** How it ended; empty while it is under way. */
  public Optional<Outcome> outcome() {
    return phase instanceof Phase.Ended(Outcome outcome) ? Optional.of(outcome) : Optional.empty();
  }

  /** Which VM the looks saw last; none where none was seen. */
  @Override
  public Identity identity() {
    return identity;
  }

  /** Where its writes stand; the journal alone folds to the same after each write. */
  Writes writes() {
    return progress.writes();
  }

  /** The change that was approved. */
  public Change approved() {
    return approved;
  }

  private static Phase first(Change approved) {
    return switch (approved.head().verdict()) {
      case Verdict.Held(Why why, String detail) -> new Phase.Ended(new Outcome.Stopped(why, detail));
      case Verdict.Allowed() when approved.steps().isEmpty() -> new Phase.Ended(new Outcome.Succeeded(0, List.of()));
      case Verdict.Allowed() -> new Phase.Looking();
    };
  }

  private ChangeRun sent(Step step, Answer answer, Progress now) {
    return switch (answer) {
      case Answer.Data ignored -> now.writes().open() instanceof Writes.Open.Runs(Step ran, Upid upid)
          ? to(new Phase.Awaiting(ran, upid), now)
          : to(new Phase.Looking(), now.stepped(List.of()));
      case Answer.Fault(FaultKind kind, String message, var fields) -> refused(kind, Sentences.of(message, fields), now);
    };
  }

  private ChangeRun refused(FaultKind kind, String message, Progress now) {
    return switch (kind) {
      case LOCKED -> Sentences.saysNoQuorum(message)
          ? end(new Outcome.Failed(kind,
              "The host refuses every change because its cluster has no quorum. Proxmox: " + message, List.of()), now)
          : Waits.LOCK.pause(this, now, message);
      case CONFLICT -> now.conflicts() < Waits.CONFLICTS
          ? to(new Phase.Looking(), now.lost())
          : end(new Outcome.Stopped(Why.CONFLICT, "Somebody else keeps changing the VM: " + message), now);
      // None of these had an effect, and none gets better by looking; a VM that is down because of us is worth some patience.
      case UNREACHABLE, UNAUTHENTICATED, FORBIDDEN -> kind == FaultKind.UNREACHABLE && now.owed().ending().isPresent()
          ? Waits.READ_BACK.pause(this, now, message)
          : end(new Outcome.Failed(kind, message, List.of()), now);
      case ALREADY_EXISTS -> end(
          new Outcome.Stopped(Why.CONFLICT, message + ". It was not there when the plan was made; plan again."), now);
      case INDETERMINATE, NOT_FOUND, REJECTED, TASK_FAILED -> to(new Phase.Looking(), now);
    };
  }

  private ChangeRun ended(TaskStatus status, List<String> log, Progress now) {
    return switch (status) {
      case TaskStatus.Succeeded(int warnings) ->
          to(new Phase.Looking(), now.stepped(warnings == 0 ? List.of() : Sentences.warnings(log)));
      case TaskStatus.Failed(String exit) when Sentences.saysLocked(exit) -> Waits.LOCK.pause(this, now, exit);
      case TaskStatus.Failed ignored -> to(new Phase.Looking(), now);
      case TaskStatus.Lost ignored -> to(new Phase.Looking(), now);
      case TaskStatus.Running() -> to(new Phase.Looking(), now);
    };
  }

  private Sight look() {
    return switch (goal) {
      case Goal.Declared(Vm vm) -> new Look(this, vm, node, approved, progress);
      case Goal.Removed(var applied) -> new RemovalLook(this, applied, node, approved, progress);
    };
  }

  ChangeRun to(Phase next, Progress now) {
    return new ChangeRun(goal, node, approved, next, now, identity);
  }

  private ChangeRun having(Map<PveRequest, Answer> answers) {
    Identity seen = look().observation(answers).present().map(Identity::of).orElse(identity);
    return new ChangeRun(goal, node, approved, phase, progress, seen);
  }

  /** The end; but a VM that this run took down, and that is not to stay so, is started first. */
  ChangeRun end(Outcome outcome, Progress now) {
    int vmid = approved.head().vm().vmid();
    Optional<Outcome> ending = now.owed().ending();
    if (ending.isPresent()) {
      return to(new Phase.Ended(Owed.told(ending.get(), vmid, now.owed().isDown())), now);
    }
    return now.owed().isDown() && PowerCycle.in(approved.steps()) instanceof PowerCycle.Allowed
        ? to(new Phase.Ready(VmSteps.start(node, vmid)), now.endsWith(outcome))
        : to(new Phase.Ended(outcome), now);
  }
}
