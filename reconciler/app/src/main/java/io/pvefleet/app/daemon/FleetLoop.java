package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.ApplyReport;
import io.pvefleet.app.reconcile.Look;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.LastPlans;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.web.view.EventKind;
import io.pvefleet.app.web.view.FleetBoard;
import io.pvefleet.app.web.view.HostPass;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Past this the fleet is judged by the hosts that were seen; longer than the deadline of reading a host. */
  private static final Duration FIRST_ROUND = Duration.ofSeconds(90);

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
  private final CountDownLatch everyHostSeen = new CountDownLatch(1);
  private final List<Consumer<EngineFleet>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicReference<List<String>> held = new AtomicReference<>(List.of());
  private final Past past;
  private volatile Instant startedAt = Instant.MAX;
  private volatile Set<String> reachedBefore = Set.of();

  FleetLoop(GitWatch git, Reconciler reconciler, Store store, FleetBoard board, Clock clock, DaemonSettings.Mode mode) {
    this.git = git;
    this.reconciler = reconciler;
    this.store = store;
    this.board = board;
    this.clock = clock;
    this.mode = mode;
    this.past = new Past(store, board);
  }

  /** Begins: Git at once, and every host as soon as a commit is known. */
  void start() {
    startedAt = clock.instant();
    store.runs().endAbandoned(startedAt);
    poll(Trigger.COMMIT);
  }

  /** Told of each fleet that comes into force, and of the one in force now. */
  void onFleet(Consumer<EngineFleet> listener) {
    listeners.add(listener);
    git.inForce().ifPresent(listener);
  }

  /** Asks Git; where a commit comes into force, every host follows. */
  void poll(Trigger trigger) {
    submit(
        () ->
            polling.run(
                () ->
                    git.poll()
                        .ifPresent(
                            fleet -> {
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
    Optional<EngineFleet> seen = look(name, lane);
    if (seen.isEmpty() || !awaitFirstRound()) {
      return;
    }
    EngineFleet fleet = git.inForce().orElseThrow();
    // Where another commit came meanwhile, a pass for it has been asked for.
    if (fleet.fleet().revision().equals(seen.get().fleet().revision()) && apply(fleet, name, lane, trigger)) {
      look(name, lane);
    }
  }

  /** Reads the host, and again where something was left open that had to end first. Empty where there is nothing to go on with. */
  private Optional<EngineFleet> look(String name, HostLane lane) {
    EngineFleet fleet = git.inForce().orElseThrow();
    Optional<DesiredHost> desired = fleet.host(name);
    if (desired.isEmpty()) {
      return Optional.empty();
    }
    HostLane.Known known = known(desired.get(), fleet);
    if (known.plan().reach() instanceof Reach.Reached && lane.changing(() -> reconciler.settle(desired.get(), known.plan()))) {
      return take(fleet, lane, known(desired.get(), fleet));
    }
    return take(fleet, lane, known);
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
    publish(isFirstRound() ? alone(fleet, known) : judge(fleet), lane, known, wasReached);
    endFirstRound(fleet);
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

  private boolean isFirstRound() {
    return everyHostSeen.getCount() > 0;
  }

  /** Before all have been seen once nothing is applied: half of them gone must be noticed first. False where the daemon ends. */
  private boolean awaitFirstRound() {
    try {
      Duration left = Duration.between(clock.instant(), startedAt.plus(FIRST_ROUND));
      if (!everyHostSeen.await(left.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().addKeyValue("hosts", lanes.size()).log("Some hosts were not looked at in time; the others go on");
        everyHostSeen.countDown();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void endFirstRound(EngineFleet fleet) {
    if (isFirstRound() && fleet.hosts().stream().allMatch(host -> known(host.host().name()).isPresent())) {
      everyHostSeen.countDown();
      LOG.atInfo()
          .addKeyValue("hosts", fleet.hosts().size())
          .addKeyValue("reached", reached().size())
          .addKeyValue("took", Duration.between(startedAt, clock.instant()).toMillis() + " ms")
          .log("Every host was looked at once");
    }
  }

  /** Applies what the lane's last look leads to; true where anything was tried. */
  private boolean apply(EngineFleet fleet, String name, HostLane lane, Trigger trigger) {
    String revision = fleet.fleet().revision();
    FleetPlan judged = judge(fleet);
    hold(judged.holds());
    Optional<HostPlan> mine = judged.hosts().stream().filter(plan -> plan.host().equals(name)).findFirst();
    if (!judged.holds().isEmpty() || mine.isEmpty() || !(mine.get().reach() instanceof Reach.Reached)) {
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
    report.run().ifPresent(
        run ->
            LOG.atInfo()
                .addKeyValue("host", name)
                .addKeyValue("run", run.id())
                .addKeyValue("succeeded", report.succeeded())
                .addKeyValue("failed", report.failed())
                .addKeyValue("stopped", report.stopped())
                .log("Applied"));
    return report.run().isPresent();
  }

  private boolean isInForce(String revision) {
    return git.inForce().filter(fleet -> fleet.fleet().revision().equals(revision)).isPresent();
  }

  private void hold(List<String> holds) {
    List<String> before = held.getAndSet(holds);
    board.holds(holds);
    if (before.isEmpty() && !holds.isEmpty()) {
      tell(EventLog.Severity.ERROR, "Nothing is applied: " + String.join(" ", holds));
    } else if (!before.isEmpty() && holds.isEmpty()) {
      tell(EventLog.Severity.INFO, "Plans are applied again.");
    }
  }

  private void tell(EventLog.Severity severity, String message) {
    store.events()
        .append(
            new EventLog.NewEvent(clock.instant(), severity, EventKind.FLEET.word(), "", Optional.empty(), "", "", message));
  }

  private void publish(FleetPlan judged, HostLane lane, HostLane.Known known, Optional<Boolean> wasReached) {
    HostPlan plan =
        judged.hosts().stream().filter(p -> p.host().equals(known.plan().host())).findFirst().orElse(known.plan());
    Narrator.tell(lane.states(), wasReached, plan, lane.busy).forEach(store.events()::append);
    lane.judged(plan);
    board.pass(pass(known, plan));
    store.plans().put(new LastPlans.LastPlan(plan.host(), known.revision(), plan.observedAt(), PlanJson.write(plan)));
  }

  private static HostPass pass(HostLane.Known known, HostPlan plan) {
    Map<Integer, HostPass.Guest> guests = new HashMap<>();
    known.look().observation().guests().forEach((vmid, guest) ->
        guests.put(vmid, new HostPass.Guest(guest.status(), guest.tags())));
    return new HostPass(plan.host(), plan.observedAt(), known.took(), known.look().observation().requests(), plan, guests);
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
