package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.store.AppliedVms.AppliedVm;
import io.pvefleet.app.store.Journal.Stage;
import io.pvefleet.app.store.LeaseLost;
import io.pvefleet.app.store.OwedStarts;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.PowerCycle;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.engine.run.ChangeRun;
import io.pvefleet.engine.run.Downs;
import io.pvefleet.engine.run.Goal;
import io.pvefleet.engine.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes of one host, one after the other. */
final class HostApply {

  /** Of a change whose host another process took over while it ran. */
  private static final Outcome LOST =
      new Outcome.Stopped(
          Verdict.Why.LOCK,
          "Another pvefleet process took this host over while this one stood still; it settles what was under way (%s)."
              .formatted(ReconcileCodes.LEASE_LOST.id()));

  private final DesiredHost desired;
  private final String node;
  private final String revision;
  private final HostLine line;
  private final Store store;
  private final ChangeDriver.Time time;
  private final ApplyListener listener;
  private final Expenses expenses;

  HostApply(
      DesiredHost desired, String node, String revision, HostLine line, Store store, ChangeDriver.Time time, ApplyListener listener,
      Expenses expenses) {
    this.desired = desired;
    this.node = node;
    this.revision = revision;
    this.line = line;
    this.store = store;
    this.time = time;
    this.listener = listener;
    this.expenses = expenses;
  }

  /** Settles what was left open, then makes the changes. */
  List<ApplyReport.Result> apply(Tenure tenure, long run, List<Change> changes) throws InterruptedException {
    List<ApplyReport.Result> results = new ArrayList<>();
    Optional<Outcome> over = settle(tenure);
    Optional<Outcome> noRestart = Optional.empty();
    for (Change change : changes) {
      Optional<Outcome> instead = over.isEmpty() && isRestart(change) ? noRestart : over;
      Outcome outcome = instead.isPresent() ? instead.get() : orLost(tenure, run, change);
      results.add(new ApplyReport.Result(change, outcome));
      over = over.or(() -> next(outcome));
      noRestart = noRestart.isPresent() ? noRestart : failedRestart(change, outcome);
    }
    return List.copyOf(results);
  }

  private static boolean isRestart(Change change) {
    return PowerCycle.in(change.steps()) instanceof PowerCycle.Allowed;
  }

  /** Where one VM did not come back as it should, the next one of the same site is not taken down in the same pass. */
  private static Optional<Outcome> failedRestart(Change change, Outcome outcome) {
    boolean failed = outcome instanceof Outcome.Failed || outcome instanceof Outcome.Indeterminate;
    return failed && isRestart(change)
        ? Optional.of(new Outcome.Stopped(Verdict.Why.RESTART,
            "Not tried in this pass, since the restart of VM %d before it failed.".formatted(change.head().vm().vmid())))
        : Optional.empty();
  }

  /** Why nothing may be changed now; empty where all is closed. */
  private Optional<Outcome> settle(Tenure tenure) throws InterruptedException {
    try {
      return new Settlement(store, tenure, time).settle(desired.host().name(), node, line).stillOpen().map(HostApply::notTried);
    } catch (LeaseLost lost) {
      return Optional.of(LOST);
    }
  }

  /** A change that lost its host is not closed: whoever has the host settles it. */
  private Outcome orLost(Tenure tenure, long run, Change change) throws InterruptedException {
    try {
      return one(tenure, run, change);
    } catch (LeaseLost lost) {
      store.events().append(Endings.lost(change, time.now()));
      return LOST;
    }
  }

  private Outcome one(Tenure tenure, long run, Change change) throws InterruptedException {
    Optional<Goal> goal = goal(change);
    if (goal.isEmpty()) {
      return new Outcome.Stopped(Verdict.Why.CONFLICT, "Another pvefleet process has removed this VM meanwhile. Plan again.");
    }
    Instant start = time.now();
    Runs.Change row =
        store.runs().beginChange(run, change.head().vm(), Changes.action(change), Changes.summary(change), start);
    listener.onBegun(change);
    if (change instanceof Change.Create) {
      forgetIdentity(change);
    }
    approvalIsUsed(change);
    ChangeDriver.Work work =
        new ChangeDriver.Work(
            row.id(), change.head().vm().vmid(), Stage.VERIFIED, step -> Downs.owesStart(change, step), step -> before(change, step));
    ChangeDriver.Driven driven =
        new ChangeDriver(line, store.journal(), tenure, work, time).drive(ChangeRun.begin(goal.get(), node, change), List.of());
    Outcome outcome = driven.outcome();
    Instant end = time.now();
    // Before the change is closed, so that no stop in between lets our own work look like drift.
    if (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.WaitsForRestart) {
      remember(goal.get(), change, end, driven.course().identity());
    }
    store.runs().endChange(row.id(), Endings.of(outcome, end));
    store.events().append(Endings.event(change, outcome, end));
    listener.onEnded(change, outcome, Duration.between(start, end));
    return outcome;
  }

  /** Empty where the record that a removal rests on has gone. */
  private Optional<Goal> goal(Change change) {
    boolean removes = change instanceof Change.Release || change instanceof Change.Delete;
    return removes
        ? lastApplied(change).map(applied -> new Goal.Removed(applied.what()))
        : Optional.of(new Goal.Declared(declared(change)
            .orElseThrow(() -> new IllegalStateException("an allowed change of a VM that is not declared: " + change))));
  }

  private Optional<AppliedVm> lastApplied(Change change) {
    return Optional.ofNullable(store.applied().of(desired.host().name()).get(change.head().vm().vmid()));
  }

  /** A VM that came back to Git is not removed any further: the plan of the new commit takes it as it is. */
  private Optional<Outcome> before(Change change, Step step) {
    boolean removes = change instanceof Change.Release || change instanceof Change.Delete;
    if (removes && !listener.isInForce()) {
      return Optional.of(new Outcome.Stopped(
          Verdict.Why.CONFLICT, "Another commit came into force while the VM was being removed; its plan decides what becomes of it."));
    }
    listener.onStep(change, step);
    expenses.note(revision, change);
    return Optional.empty();
  }

  private void approvalIsUsed(Change change) {
    if (Policy.isRemoval(change) || Policy.isDestructive(change)) {
      Approval.Standing standing = Approval.of(store.approvals().all(), change.head(), revision, time.now());
      if (standing instanceof Approval.Standing.Holds(Approval approval)) {
        store.events().append(Endings.used(approval, change, time.now()));
      }
    }
  }

  private void remember(Goal goal, Change change, Instant end, Identity identity) {
    switch (goal) {
      case Goal.Declared(Vm vm) -> {
        AppliedVm now = applied(vm, end, identity);
        store.applied().put(isOnlyAdopted(change) ? now.withSpec("") : now);
        if (Policy.isDestructive(change)) {
          store.approvals().remove(vm.ref().host(), vm.ref().vmid());
        }
      }
      case Goal.Removed ignored -> lastApplied(change).ifPresent(new Farewells(store, time.clock())::forget);
    }
    runsAgain(change.head().vm().vmid());
  }

  /** The last look has seen it as it is to be. */
  private void runsAgain(int vmid) {
    OwedStarts.Owed owed = store.owedStarts().of(desired.host().name()).get(vmid);
    if (owed != null) {
      store.owedStarts().settle(owed);
    }
  }

  /** The VM that was there is gone, and the one that comes is another: that must be known however this change ends. */
  private void forgetIdentity(Change change) {
    lastApplied(change)
        .filter(known -> !known.what().identity().isNone())
        .ifPresent(known -> store.applied().put(known.with(Identity.NONE)));
  }

  /** It has its tag, and what else the document wants is still to be applied: until then that is no drift. */
  private static boolean isOnlyAdopted(Change change) {
    return change instanceof Change.Adopt && change.attributes().stream().anyMatch(attribute -> !attribute.isOwnership());
  }

  /** Notes VMs that are as declared although this store did not know: it was lost, or they always were. */
  void rememberThoseInSync(List<Change> changes) {
    Map<Integer, AppliedVm> known = store.applied().of(desired.host().name());
    for (Change change : changes) {
      if (change instanceof Change.Keep && isSettled(change.head().state())) {
        declared(change)
            .map(vm -> applied(vm, time.now(), identity(change.head().identity(), known.get(vm.ref().vmid()))))
            .filter(now -> !isKnown(now, known.get(now.vm().vmid())))
            .ifPresent(store.applied()::put);
      }
    }
  }

  private static boolean isSettled(VmState state) {
    return state == VmState.IN_SYNC || state == VmState.PENDING_RESTART;
  }

  private static boolean isKnown(AppliedVm now, @Nullable AppliedVm known) {
    return known != null
        && known.what().specHash().equals(now.what().specHash())
        && known.what().lifecycle().equals(now.what().lifecycle())
        && known.what().restart().equals(now.what().restart())
        && known.what().identity().equals(now.what().identity());
  }

  /** A uuid that went away is remembered: should another one come, that is not the VM that was applied. */
  private static Identity identity(Identity read, @Nullable AppliedVm known) {
    return read.uuid().isEmpty() && known != null ? new Identity(known.what().identity().uuid(), read.name()) : read;
  }

  private Optional<Vm> declared(Change change) {
    return desired.vms().stream().filter(vm -> vm.ref().vmid() == change.head().vm().vmid()).findFirst();
  }

  private AppliedVm applied(Vm vm, Instant at, Identity identity) {
    return new AppliedVm(vm.ref(), Applied.of(vm, revision).with(identity), at);
  }

  /** What is in store for the changes after this one. */
  private static Optional<Outcome> next(Outcome outcome) {
    return outcome.equals(LOST) ? Optional.of(LOST) : silenceIn(outcome).map(HostApply::notTried);
  }

  private static Outcome notTried(String silence) {
    return new Outcome.Stopped(Verdict.Why.UNKNOWN, "Not tried, since the host would answer the same: " + silence);
  }

  /** Faults that the next VM of the same host would meet as well; the one lock that ends a change as failed is the cluster's. */
  private static Optional<String> silenceIn(Outcome outcome) {
    return outcome instanceof Outcome.Failed(FaultKind kind, String message, var log)
            && (kind == FaultKind.UNREACHABLE || kind == FaultKind.UNAUTHENTICATED || kind == FaultKind.LOCKED)
        ? Optional.of(message)
        : Optional.empty();
  }
}
