package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.reconcile.ApplyReport.Result;
import io.pvefleet.app.store.LeaseLost;
import io.pvefleet.app.store.Revisions.InForce;
import io.pvefleet.app.store.Runs.Run;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.policy.FleetMemory;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.engine.run.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Observes, plans and applies. Blocks the calling thread; hosts are worked on side by side on virtual threads, each host's writes
 * one after the other. Never throws for what a host does. Thread safe.
 */
public final class Reconciler {

  private static final Outcome TAKEN =
      new Outcome.Stopped(Verdict.Why.LOCK, "Another pvefleet process is changing this host; try again when it is done.");

  private final HostLines lines;
  private final Store store;
  private final Clock clock;
  private final ReconcileSettings settings;
  private final Observer observer;
  private final Semaphore applying;
  private final Expenses expenses;
  private final ConcurrentHashMap<String, Semaphore> writing = new ConcurrentHashMap<>();

  /** Tells this process from others that share the store. */
  private final Owner owner;

  private final ChangeDriver.Time time;

  public Reconciler(HostLines lines, Store store, Clock clock, ReconcileSettings settings) {
    this(lines, store, clock, settings, Owner.ofThisProcess(), Pauses.REAL);
  }

  /** With time of the caller's. */
  Reconciler(HostLines lines, Store store, Clock clock, ReconcileSettings settings, Owner owner, Pauses pauses) {
    this.owner = owner;
    this.time = new ChangeDriver.Time(clock, pauses, settings.taskLimit());
    this.lines = lines;
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.observer = new Observer(lines, clock, settings);
    this.expenses = new Expenses(store, clock);
    // Mostly they wait for tasks: a host that falls silent in one must not keep the place of a host that could go on.
    this.applying = new Semaphore(Math.max(settings.knocking(), settings.hostsAtOnce()), true);
  }

  /** Observes one host and plans it. A host that does not answer gives a plan that is not reached and plans nothing. */
  public HostPlan plan(DesiredHost host) {
    return look(host).plan();
  }

  /** As {@link #plan(DesiredHost)}, with what it was made from: pages show power, tags and the number of requests. */
  public Look look(DesiredHost host) {
    HostMemory known = memory(host.host().name());
    HostObservation observation = observer.observe(host, known.applied().keySet());
    WaitingOfHost waiting = new WaitingOfHost(store, host.host().name());
    Map<Integer, Map<String, Instant>> waitingSince = waiting.known();
    HostMemory memory = known
        .withOwedStarts(new OwedStartsOfHost(store, host, lines.to(host.host()), clock).judge(observation))
        .withWaitingSince(waitingSince);
    HostPlan plan = Planner.plan(host, observation, memory);
    waiting.note(plan, waitingSince);
    return new Look(observation, plan);
  }

  /**
   * Settles what a process that died left open on that host, by reading; blocks as long as a task of it runs. True where
   * something was open: what was read before is old.
   *
   * @param plan of a host that was reached
   */
  public boolean settle(DesiredHost host, HostPlan plan) {
    if (!(plan.reach() instanceof Reach.Reached(String version, String node)) || store.runs().unfinished(plan.host()).isEmpty()) {
      return false;
    }
    try {
      return asOurs(host, ours -> new Settlement(store, ours, time).settle(plan.host(), node, lines.to(host.host())).found() > 0)
          .orElse(false);
    } catch (LeaseLost lost) {
      return true; // whoever has the host now settles it, and so what was read is old
    }
  }

  /** As {@link #settle(DesiredHost, HostPlan)}, for all hosts of a plan side by side. True where the plan is old now. */
  public boolean settle(EngineFleet fleet, FleetPlan plan) {
    return SideBySide.each(plan.hosts(), host -> desired(fleet, host).map(desired -> settle(desired, host)).orElse(false)).stream()
        .anyMatch(found -> found);
  }

  /**
   * Observes and plans those hosts of the fleet and judges the result.
   *
   * @param hosts all of the fleet's hosts, or those that a person picked
   */
  public FleetPlan plan(EngineFleet fleet, List<DesiredHost> hosts, FleetMemory memory, PlanListener listener) {
    return Policy.judge(fleet, looks(hosts, listener).stream().map(Look::plan).toList(), memory);
  }

  /** As {@link #look}, for many hosts side by side; in their order. */
  public List<Look> looks(List<DesiredHost> hosts, PlanListener listener) {
    return SideBySide.each(hosts, host -> {
      Instant start = clock.instant();
      Look look = look(host);
      listener.onPlanned(look.plan(), Duration.between(start, clock.instant()));
      return look;
    });
  }

  /**
   * Carries out what the judged plan allows, hosts side by side, and stores it as one run; where nothing is allowed no run begins.
   * Blocks until all has ended. An interrupt stops after the call under way and leaves the journal open for the next start.
   *
   * @param judged of all hosts, or of those that are to be worked on
   * @param scope name of the host where the run is about one, else empty
   */
  public ApplyReport apply(EngineFleet fleet, FleetPlan judged, String scope, Trigger trigger, ApplyListener listener) {
    if (judged.holds().isEmpty()) {
      rememberCommit(fleet);
    }
    if (Changes.toApply(judged).isEmpty()) {
      judged.hosts().forEach(plan -> desired(fleet, plan).ifPresent(host -> remember(fleet, host, plan)));
      return new ApplyReport(Optional.empty(), List.of());
    }
    Run run = store.runs().begin(judged.revision(), trigger, scope, clock.instant());
    store.runs().noteHeld(run.id(), Changes.heldNotes(judged));
    List<List<Result>> results =
        SideBySide.each(judged.hosts(), plan -> desired(fleet, plan)
            .map(host -> apply(fleet, run, host, plan, listener))
            .orElse(List.of()));
    return new ApplyReport(
        Optional.of(store.runs().end(run.id(), clock.instant())), results.stream().flatMap(List::stream).toList());
  }

  private List<Result> apply(EngineFleet fleet, Run run, DesiredHost host, HostPlan plan, ApplyListener listener) {
    remember(fleet, host, plan);
    List<Change> changes = Changes.toApply(plan);
    if (changes.isEmpty() || !(plan.reach() instanceof Reach.Reached(String version, String node))) {
      return List.of();
    }
    return asOurs(host, ours -> work(fleet, host, node, listener).apply(ours, run.id(), changes))
        .orElseGet(() -> changes.stream().map(change -> new Result(change, TAKEN)).toList());
  }

  /** Does the work while no other writer has the host; empty where another process has it. */
  private <T> Optional<T> asOurs(DesiredHost host, Work<T> work) {
    Semaphore one = writing.computeIfAbsent(host.host().name(), name -> new Semaphore(1, true));
    try (Turn ignored = Turn.take(one); Turn alsoIgnored = Turn.take(applying)) {
      Optional<Tenure> tenure = Tenure.of(store.leases(), host.host().name(), owner, clock, settings.lease());
      if (tenure.isEmpty()) {
        return Optional.empty();
      }
      try (Tenure ours = tenure.get()) {
        return Optional.of(work.work(ours));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SideBySide.Interrupted(e);
    }
  }

  private interface Work<T> {
    T work(Tenure ours) throws InterruptedException;
  }

  private void remember(EngineFleet fleet, DesiredHost host, HostPlan plan) {
    if (plan.reach() instanceof Reach.Reached(String version, String node)) {
      work(fleet, host, node, ApplyListener.NONE).rememberThoseInSync(plan.changes());
      new Farewells(store, clock).forgetThoseGone(host, plan);
    }
  }

  private HostApply work(EngineFleet fleet, DesiredHost host, String node, ApplyListener listener) {
    return new HostApply(
        host, node, fleet.fleet().revision(), lines.to(host.host()), store, time, listener, expenses);
  }

  private static Optional<DesiredHost> desired(EngineFleet fleet, HostPlan plan) {
    return fleet.host(plan.host());
  }

  private void rememberCommit(EngineFleet fleet) {
    Set<String> hosts = fleet.hosts().stream().map(host -> host.host().name()).collect(Collectors.toSet());
    InForce now = InForce.of(fleet.fleet().revision(), clock.instant(), hosts, fleet.vmCount());
    boolean isKnown = store.revisions().last()
        .filter(last -> last.revision().equals(now.revision()) && last.hosts().equals(now.hosts()) && last.vms() == now.vms())
        .isPresent();
    if (!isKnown) {
      new Farewells(store, clock).tellOfHostsThatLeft(now);
      store.revisions().put(now);
    }
  }

  /**
   * What the store remembers for policy.
   *
   * @param fleet that is to be judged
   * @param reached hosts that answered in the last sound pass
   * @param unseen hosts that will be, but have not been looked at since this fleet came into force
   */
  public FleetMemory memory(EngineFleet fleet, Set<String> reached, Set<String> unseen) {
    FleetMemory memory = store.revisions().last()
        .map(last -> new FleetMemory(last.hosts(), last.vms(), reached))
        .orElseGet(() -> new FleetMemory(Set.of(), 0, reached));
    return memory.with(expenses.of(fleet, unseen));
  }

  private HostMemory memory(String host) {
    Map<Integer, Applied> applied = new HashMap<>();
    store.applied().of(host).forEach((vmid, vm) -> applied.put(vmid, vm.what()));
    return HostMemory.of(applied)
        .withUnfinished(store.runs().unfinishedCreations(host))
        .withApprovals(store.approvals().all().stream().filter(approval -> approval.vm().host().equals(host)).toList());
  }
}
