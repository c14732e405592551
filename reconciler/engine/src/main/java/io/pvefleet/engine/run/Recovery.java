package io.pvefleet.engine.run;

import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The taking up of a change in which a process died: the same {@link Writes} as the live run's, folded from the journal, and then
 * carried on until nothing of it is open. It looks and waits and never sends. A write without an answer is looked for among the
 * host's tasks, running and finished; what it came to is for the next plan to read. Immutable.
 */
public final class Recovery implements Course {

  /**
   * How long after the intent a request of a dead process is still expected to show: it was in the host's hands when its connection
   * closed, and the host begins a task within a second, or after the ten for which a call waits for a guest's lock.
   */
  static final Duration PATIENCE = Duration.ofSeconds(12);

  /** Looks without a find, whatever the clocks say. */
  private static final int LOOKS = 6;

  private final String node;
  private final VmRef vm;
  private final Optional<String> user;
  private final Writes writes;
  private final Instant intended;
  private final Set<Upid> ended;
  private final Map<PveRequest, Answer> answers;
  private final int looks;
  private final Phase phase;

  private Recovery(
      String node, VmRef vm, Optional<String> user, Writes writes, Instant intended, Set<Upid> ended,
      Map<PveRequest, Answer> answers, int looks, Phase phase) {
    this.node = node;
    this.vm = vm;
    this.user = user;
    this.writes = writes;
    this.intended = intended;
    this.ended = Set.copyOf(ended);
    this.answers = Map.copyOf(answers);
    this.looks = looks;
    this.phase = phase;
  }

  /**
   * Of what the journal holds.
   *
   * @param user whom the host knows the sender as, with the token's name; empty where that is not known, and anybody's task counts
   * @param journal of that change, oldest first
   */
  public static Recovery of(String node, VmRef vm, Optional<String> user, List<Event> journal) {
    Set<Upid> ended = new HashSet<>();
    Instant intended = Instant.EPOCH;
    for (Event event : journal) {
      if (event instanceof Event.TaskEnded end) {
        ended.add(end.upid());
      }
      if (event instanceof Event.Intended intent) {
        intended = intent.at();
      }
    }
    return new Recovery(node, vm, user, Writes.fold(journal), intended, ended, Map.of(), 0, new Phase.Looking()).onwards();
  }

  @Override
  public Action next() {
    return switch (phase) {
      case Phase.Looking() -> new Action.Look(requests());
      case Phase.Awaiting(Step step, Upid upid) -> new Action.Await(step, upid);
      case Phase.Pausing(Duration duration, String why) -> new Action.Pause(duration, why);
      case Phase.Ended(Outcome outcome) -> new Action.Finish(outcome);
      case Phase.Ready ready -> throw new IllegalStateException("a recovery sends nothing: " + ready);
    };
  }

  @Override
  public Recovery on(Event event) {
    return switch (event) {
      case Event.WasRead(Instant at, var read) -> read(at, read);
      case Event.Waited ignored -> with(writes, ended, Map.of(), new Phase.Looking());
      case Event.TaskEnded end -> {
        Set<Upid> all = new HashSet<>(ended);
        // One that outlasts our waiting may still run, and is waited for again if it does.
        all.add(end.upid());
        yield with(writes.on(end), all, Map.of(), new Phase.Looking()).onwards();
      }
      case Event.Intended ignored -> with(writes.on(event), ended, Map.of(), phase).onwards();
      case Event.Sent ignored -> with(writes.on(event), ended, Map.of(), phase).onwards();
    };
  }

  /** From where the writes stand to what is to be done about it. */
  private Recovery onwards() {
    return switch (writes.open()) {
      case Writes.Open.Nothing() -> end(settled());
      case Writes.Open.Runs(Step step, Upid upid) -> with(writes, ended, Map.of(), new Phase.Awaiting(step, upid));
      case Writes.Open.InDoubt ignored -> with(writes, ended, Map.of(), new Phase.Looking());
    };
  }

  private Step doubtful() {
    return writes.unsure().orElseThrow(() -> new IllegalStateException("looks only for a step in doubt"));
  }

  private List<PveRequest> requests() {
    Sought sought = new Sought(doubtful(), vm.vmid(), user);
    List<PveRequest> first = List.of(Reads.time(node), sought.request(node));
    return answers.isEmpty() ? first : sought.doubts(node, answers.get(sought.request(node)));
  }

  private Recovery read(Instant at, Map<PveRequest, Answer> read) {
    Map<PveRequest, Answer> all = new LinkedHashMap<>(answers);
    all.putAll(read);
    Sought sought = new Sought(doubtful(), vm.vmid(), user);
    Answer list = all.get(sought.request(node));
    if (list instanceof Answer.Fault(FaultKind kind, String message, var fields) && isPassing(kind)) {
      return end(new Outcome.Stopped(Why.UNKNOWN, message));
    }
    if (answers.isEmpty() && !sought.doubts(node, list).isEmpty()) {
      return with(writes, ended, all, new Phase.Looking());
    }
    Instant earliest = Reads.timeOf(all.get(Reads.time(node)))
        // Both clocks as they are now tell what the host's showed then; it counts whole seconds.
        .map(hosts -> intended.plus(Duration.between(at, hosts)).minusSeconds(2))
        .orElse(Instant.EPOCH);
    Optional<Sought.Task> task = sought.find(node, all, earliest).filter(found -> found.isRunning() || !ended.contains(found.upid()));
    if (task.isPresent()) {
      return with(writes, ended, Map.of(), new Phase.Awaiting(doubtful(), task.get().upid()));
    }
    Duration age = Duration.between(intended, at);
    boolean mayCome = ended.isEmpty() && !age.isNegative() && age.compareTo(PATIENCE) < 0 && looks < LOOKS;
    return mayCome
        ? new Recovery(node, vm, user, writes, intended, ended, Map.of(), looks + 1,
            new Phase.Pausing(Duration.ofSeconds(2), "a task of \"%s\" may still begin".formatted(doubtful().title())))
        : end(lost());
  }

  /** Faults that say nothing of the tasks, and that another try may not meet. */
  private static boolean isPassing(FaultKind kind) {
    return switch (kind) {
      case UNREACHABLE, UNAUTHENTICATED, INDETERMINATE, LOCKED -> true;
      case FORBIDDEN, NOT_FOUND, ALREADY_EXISTS, CONFLICT, REJECTED, TASK_FAILED -> false;
    };
  }

  private Outcome settled() {
    return writes.refused()
        .map(refusal -> says("the host had refused \"%s\": %s".formatted(refusal.step().title(), refusal.message())))
        .orElseGet(() -> says(writes.done().isEmpty()
            ? "nothing had been sent"
            : "what it had sent was carried out (%s)".formatted(String.join(", ", writes.done()))));
  }

  private Outcome lost() {
    return says(ended.isEmpty()
        ? "the answer to \"%s\" was lost, and the host runs no task for it".formatted(doubtful().title())
        : "\"%s\" was begun, and the host does not know how it ended".formatted(doubtful().title()));
  }

  private static Outcome says(String what) {
    return new Outcome.Indeterminate(
        "pvefleet ended in the middle of this change; " + what + ". The next plan starts from what is read then.");
  }

  private Recovery end(Outcome outcome) {
    return with(writes, ended, Map.of(), new Phase.Ended(outcome));
  }

  private Recovery with(Writes next, Set<Upid> allEnded, Map<PveRequest, Answer> read, Phase nextPhase) {
    return new Recovery(node, vm, user, next, intended, allEnded, read, looks, nextPhase);
  }
}
