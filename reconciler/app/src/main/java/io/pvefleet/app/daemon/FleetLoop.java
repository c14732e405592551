package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.ApplyReport;
import io.pvefleet.app.reconcile.Look;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.LastPlans;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.engine.render.PlanJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Look, plan, judge, apply, look again: for each host on its own, started by a schedule, a commit or a webhook. A wake-up
 * carries a name and nothing else; whatever is done follows from what is seen then. Thread safe; nothing blocks its caller.
 */
final class FleetLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetLoop.class);

  /** Longer than the call under way may take; a task that runs on is in the journal. */
  private static final Duration LAST_STEP = Duration.ofSeconds(20);

  private final GitWatch git;
  private final Reconciler reconciler;
  private final Store store;
  private final FleetBoard board;
  private final Clock clock;
  private final DaemonSettings.Mode mode;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fleet-", 0).factory());
  private final OneAtATime polling = new OneAtATime();
  private final ConcurrentMap<String, HostLane> lanes = new ConcurrentHashMap<>();
  private final Muster muster = new Muster(System::nanoTime, Muster.LONGEST);
  private final ClockWatch clockWatch;
  private final StoreHealth health;
  private final List<Runnable> clockListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<EngineFleet>> listeners = new CopyOnWriteArrayList<>();
  private final Holds holds;
  private final Past past;
  private final WindowWatch windows;
  private volatile Instant startedAt = Instant.MAX;
  private volatile Set<String> reachedBefore = Set.of();

  FleetLoop(
      GitWatch git, Reconciler reconciler, Store store, StoreHealth health, FleetBoard board, Clock clock,
      DaemonSettings.Mode mode) {
    this.holds = new Holds(store.events(), board, clock);
    this.git = git;
    this.health = health;
    this.clockWatch = new ClockWatch(clock, System::nanoTime);
    this.reconciler = reconciler;
    this.store = store;
    this.board = board;
    this.clock = clock;
    this.mode = mode;
    this.past = new Past(store, board);
    this.windows = new WindowWatch(clock.instant());
  }

  /** Begins: Git at once, and every host as soon as a commit is known. */
  void start() {
    startedAt = clock.instant();
    store.runs().endAbandoned(startedAt);
    holds.recall();
    poll(Trigger.COMMIT);
    submit(() -> clockWatch.watch(this::clockMoved));
  }

  /** Told when this machine's clock was set. */
  void onClockMoved(Runnable listener) {
    clockListeners.add(listener);
  }

  /** The clock was set: what rests on moments begins anew, and every host is looked at. */
  void clockMoved(Duration by) {
    store.events().append(ClockWatch.event(by, clock.instant()));
    clockListeners.forEach(Runnable::run);
    wakeAll(Trigger.SCHEDULE);
  }

  /** Told of each fleet that comes into force, and of the one in force now. */
  void onFleet(Consumer<EngineFleet> listener) {
    listeners.add(listener);
    git.inForce().ifPresent(listener);
  }

  /** Asks Git; where a commit comes into force, every host follows. */
  void poll(Trigger trigger) {
    submit(() -> polling.run(() -> git.poll().ifPresent(fleet -> {
      adopt(fleet);
      fleet.hosts().forEach(host -> wake(host.host().name(), trigger));
    })));
  }

  /** Looks at every host, now. */
  void wakeAll(Trigger trigger) {
    git.inForce().ifPresent(fleet -> fleet.hosts().forEach(host -> wake(host.host().name(), trigger)));
  }

  /** The schedule's wake-up: a host that has been silent for long is passed over now and then. */
  void tick(String host) {
    Duration interval = git.inForce().map(fleet -> fleet.fleet().settings().interval()).orElse(Duration.ZERO);
    HostLane lane = lanes.get(host);
    if (lane == null || lane.mayRest(clock.instant(), interval)) {
      return;
    }
    if (lane.isChanging()) {
      submit(() -> lane.glances.run(() -> glance(host, lane)));
    } else {
      wake(host, Trigger.SCHEDULE);
    }
  }

  /** Once a minute: hosts at which a window has opened are looked at now, and not at the end of their interval. */
  void openWindows() {
    synchronized (windows) {
      git.inForce().ifPresent(fleet ->
          windows.opened(fleet, clock.instant()).forEach(host -> wake(host, Trigger.SCHEDULE)));
    }
  }

  /** Asks for a pass; one that is under way ends first, since what it knows is from before. */
  void wake(String host, Trigger trigger) {
    HostLane lane = lanes.get(host);
    if (lane != null) {
      lane.ask(trigger);
      submit(() -> lane.passes.run(() -> pass(host, lane)));
    }
  }

  /**
   * Once an interval: which hosts answer is what the next interval's silence is measured against, unless the network is suspect.
   */
  void closeRound() {
    git.inForce()
        .ifPresent(
            fleet -> {
              if (judge(fleet).holds().isEmpty()) {
                reachedBefore = reached();
              }
            });
  }

  void tidy(Retention retention) {
    submit(() -> store.tidy(clock.instant(), retention));
  }

  private void adopt(EngineFleet fleet) {
    Set<String> names = new TreeSet<>();
    fleet.hosts().forEach(host -> names.add(host.host().name()));
    boolean isFirst = lanes.isEmpty();
    muster.begin(fleet.fleet().revision(), names, fleet.fleet().settings().limits().maxHostsUnreachablePercent());
    names.forEach(name -> lanes.computeIfAbsent(name, _ -> new HostLane()));
    // One at work stays until the next commit: were the host declared again meanwhile, it would have two.
    lanes.entrySet().removeIf(lane -> !names.contains(lane.getKey()) && !lane.getValue().passes.isRunning());
    store.plans().keepOnly(names);
    if (isFirst) {
      past.recall(lanes);
    }
    listeners.forEach(listener -> listener.accept(fleet));
  }

  /**
   * Look, plan, judge, apply, look again. A pass has its host for itself from the first look to the last, since a plan that
   * another one's work has outrun is stale.
   */
  private void pass(String name, HostLane lane) {
    Trigger trigger = lane.trigger();
    long failures = health.failures();
    Optional<EngineFleet> seen = look(name, lane);
    if (seen.isEmpty() || !musters(seen.get(), lane)) {
      return;
    }
    EngineFleet fleet = git.inForce().orElseThrow();
    // Where another commit came meanwhile, a pass for it has been asked for.
    if (!fleet.fleet().revision().equals(seen.get().fleet().revision())) {
      return;
    }
    try {
      if (apply(fleet, name, lane, trigger, failures)) {
        look(name, lane);
      }
    } catch (StoreException e) {
      dropped(name, lane, e);
    }
  }

  /** The store failed in the middle: nothing more is sent, and what is open is settled when it can be noted again. */
  private void dropped(String name, HostLane lane, StoreException e) {
    lane.busy.forEach(vmid -> board.doing(name, vmid, ""));
    lane.busy.clear();
    LOG.atError().addKeyValue("host", name).addKeyValue("code", e.code().id()).addKeyValue("why", e.getMessage())
        .log("Nothing is applied while the store fails; give it room or mend it, and the next pass goes on");
  }

  /** Reads the host, and again where something was left open that had to end first. Empty where there is nothing to go on with. */
  private Optional<EngineFleet> look(String name, HostLane lane) {
    EngineFleet fleet = git.inForce().orElseThrow();
    Optional<DesiredHost> desired = fleet.host(name);
    if (desired.isEmpty()) {
      return Optional.empty();
    }
    HostLane.Known known = known(desired.get(), fleet);
    if (known.plan().reach() instanceof Reach.Reached && settles(desired.get(), lane, known.plan())) {
      return take(fleet, lane, known(desired.get(), fleet));
    }
    return take(fleet, lane, known);
  }

  private boolean settles(DesiredHost host, HostLane lane, HostPlan plan) {
    try {
      return lane.changing(() -> reconciler.settle(host, plan));
    } catch (StoreException e) {
      dropped(host.host().name(), lane, e);
      return false;
    }
  }

  private HostLane.Known known(DesiredHost host, EngineFleet fleet) {
    Instant began = clock.instant();
    Look look = reconciler.look(host);
    return new HostLane.Known(look, fleet.fleet().revision(), Duration.between(began, clock.instant()));
  }

  private Optional<EngineFleet> take(EngineFleet fleet, HostLane lane, HostLane.Known known) {
    if (Thread.currentThread().isInterrupted()) {
      return Optional.empty(); // on its way down: what was read is not what is so
    }
    Optional<Boolean> wasReached = lane.wasReached();
    lane.learn(known);
    boolean isLast = muster.seen(known.revision(), known.plan().host(), known.plan().reach() instanceof Reach.Reached);
    publish(muster.isSound() ? judge(fleet) : alone(fleet, known), lane, known, wasReached);
    if (isLast) {
      LOG.atInfo().addKeyValue("hosts", fleet.hosts().size()).addKeyValue("reached", reached().size())
          .addKeyValue("since", startedAt)
          .log("Every host was looked at with the commit in force");
    }
    return Optional.of(fleet);
  }

  /** For the pages alone, while a long change runs: its facts would grow old. Plans made of it are never applied. */
  private void glance(String name, HostLane lane) {
    EngineFleet fleet = git.inForce().orElseThrow();
    Optional<DesiredHost> desired = fleet.host(name);
    if (desired.isPresent()) {
      int turn = lane.turn();
      HostLane.Known known = known(desired.get(), fleet);
      if (turn == lane.turn()) { // else a change ended after this was read
        take(fleet, lane, known);
      }
    }
  }

  /** Waits until what the lane's change needs is known of the others; false where another commit came or the daemon ends. */
  private boolean musters(EngineFleet fleet, HostLane lane) {
    boolean isCounted = lane.known().filter(known -> Policy.countsTowardsLimits(known.plan())).isPresent();
    return switch (muster.await(fleet.fleet().revision(), isCounted ? Muster.Need.EVERY_HOST : Muster.Need.SOUND_NETWORK)) {
      case KNOWN -> true;
      case TIME_IS_UP -> {
        LOG.atWarn().addKeyValue("hosts", lanes.size()).log("Some hosts were not looked at in time; the others go on");
        yield true;
      }
      case OVERTAKEN -> false;
    };
  }

  /** Applies what the lane's last look leads to; true where anything was tried. */
  private boolean apply(EngineFleet fleet, String name, HostLane lane, Trigger trigger, long failures) {
    String revision = fleet.fleet().revision();
    FleetPlan judged = judge(fleet);
    holds.are(judged.holds());
    Optional<HostPlan> mine = judged.hosts().stream().filter(plan -> plan.host().equals(name)).findFirst();
    // What was planned and judged while the store could not be read was so without memory; what cannot be noted is not sent.
    boolean isWhole = health.failures() == failures;
    if (!isWhole || !judged.holds().isEmpty() || mine.isEmpty() || !(mine.get().reach() instanceof Reach.Reached)) {
      return false;
    }
    HostPlan due = lane.retries.due(mine.get(), revision, clock.instant());
    HostPlan allowed =
        switch (mode) {
          case ENFORCE -> due;
          case OBSERVE -> due.with(due.changes().stream().filter(Change.Keep.class::isInstance).toList());
        };
    FleetPlan plan = new FleetPlan(revision, List.of(), List.of(allowed));
    ApplyReport report =
        lane.changing(() -> reconciler.apply(fleet, plan, name, trigger,
            new LaneListener(lane, revision, board, clock, () -> isInForce(revision))));
    report.run().ifPresent(run ->
        LOG.atInfo().addKeyValue("host", name).addKeyValue("run", run.id()).addKeyValue("succeeded", report.succeeded())
            .addKeyValue("failed", report.failed()).addKeyValue("stopped", report.stopped()).log("Applied"));
    return report.run().isPresent();
  }

  private boolean isInForce(String revision) {
    return git.inForce().filter(fleet -> fleet.fleet().revision().equals(revision)).isPresent();
  }

  private void publish(FleetPlan judged, HostLane lane, HostLane.Known known, Optional<Boolean> wasReached) {
    HostPlan plan =
        judged.hosts().stream().filter(p -> p.host().equals(known.plan().host())).findFirst().orElse(known.plan());
    Narrator.tell(lane.states(), wasReached, plan, lane.busy).forEach(store.events()::append);
    lane.judged(plan);
    board.pass(known.shown(plan));
    store.plans().put(new LastPlans.LastPlan(plan.host(), known.revision(), plan.observedAt(), PlanJson.write(plan)));
  }

  private FleetPlan judge(EngineFleet fleet) {
    Collection<HostPlan> plans =
        fleet.hosts().stream().flatMap(host -> known(host.host().name()).stream()).map(HostLane.Known::plan).toList();
    return Policy.judge(fleet, List.copyOf(plans), reconciler.memory(fleet, reachedBefore, unseen(fleet)));
  }

  /** Hosts whose last look was for another commit: what this one wants of them is not known yet. */
  private Set<String> unseen(EngineFleet fleet) {
    Set<String> names = new TreeSet<>();
    for (DesiredHost host : fleet.hosts()) {
      if (known(host.host().name()).filter(known -> known.revision().equals(fleet.fleet().revision())).isEmpty()) {
        names.add(host.host().name());
      }
    }
    return names;
  }

  private static FleetPlan alone(EngineFleet fleet, HostLane.Known known) {
    return new FleetPlan(fleet.fleet().revision(), List.of(), List.of(known.plan()));
  }

  private Optional<HostLane.Known> known(String host) {
    HostLane lane = lanes.get(host);
    return lane == null ? Optional.empty() : lane.known();
  }

  private Set<String> reached() {
    Set<String> names = new TreeSet<>();
    lanes.forEach((name, lane) -> lane.wasReached().filter(reached -> reached).ifPresent(_ -> names.add(name)));
    return names;
  }

  private void submit(Runnable work) {
    try {
      workers.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              if (!workers.isShutdown()) {
                LOG.atError().setCause(e)
                    .log("The loop failed at a host or at Git and goes on; please report this with the lines below");
              }
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.atDebug().log("A wake-up came while the daemon stops");
    }
  }

  /** Ends the call under way on each host and leaves the rest to the journal. Blocks, but not for long. */
  @Override
  public void close() {
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(LAST_STEP.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().log("Some steps did not end in time; the journal has them and the next start settles them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
