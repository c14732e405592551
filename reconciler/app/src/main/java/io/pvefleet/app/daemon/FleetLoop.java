package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.engine.kinds.EngineFleet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes: each host on its own gets its passes, one after the other, started by a schedule, a commit or a webhook. A wake-up
 * carries a name and nothing else; whatever is done follows from what is seen then. Thread safe; nothing blocks its caller.
 */
final class FleetLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetLoop.class);

  /** Longer than the call under way may take; a task that runs on is in the journal. */
  private static final Duration LAST_STEP = Duration.ofSeconds(20);

  private final GitWatch git;
  private final Store store;
  private final Clock clock;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fleet-", 0).factory());
  private final OneAtATime polling = new OneAtATime();
  private final Muster muster = new Muster(System::nanoTime, Muster.LONGEST);
  private final Lanes lanes;
  private final Lookout lookout;
  private final Passes passes;
  private final ClockWatch clockWatch;
  private final List<Runnable> clockListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<EngineFleet>> listeners = new CopyOnWriteArrayList<>();
  private final Holds holds;
  private final Past past;
  private final WindowWatch windows;

  FleetLoop(
      GitWatch git, Reconciler reconciler, Store store, StoreHealth health, FleetBoard board, Clock clock,
      DaemonSettings.Mode mode) {
    this.git = git;
    this.store = store;
    this.clock = clock;
    this.lanes = new Lanes(reconciler);
    this.holds = new Holds(store.events(), board, clock);
    this.lookout = new Lookout(git, reconciler, store, board, clock, lanes, muster);
    this.passes = new Passes(git, reconciler, health, board, clock, mode, lanes, muster, lookout, holds);
    this.clockWatch = new ClockWatch(clock, System::nanoTime);
    this.past = new Past(store, board);
    this.windows = new WindowWatch(clock.instant());
  }

  /** Begins: Git at once, and every host as soon as a commit is known. */
  void start() {
    store.runs().endAbandoned(clock.instant());
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
    lanes.of(host).filter(lane -> !lane.mayRest(clock.instant(), interval)).ifPresent(lane -> {
      if (lane.isChanging()) {
        submit(() -> lane.glances.run(() -> lookout.glance(host, lane)));
      } else {
        wake(host, Trigger.SCHEDULE);
      }
    });
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
    lanes.of(host).ifPresent(lane -> {
      lane.ask(trigger);
      submit(() -> lane.passes.run(() -> passes.go(host, lane)));
    });
  }

  /** Once an interval: what the next interval is measured against. */
  void closeRound() {
    git.inForce().ifPresent(lanes::closeRound);
  }

  void tidy(Retention retention) {
    submit(() -> store.tidy(clock.instant(), retention));
  }

  private void adopt(EngineFleet fleet) {
    Set<String> names = new TreeSet<>();
    fleet.hosts().forEach(host -> names.add(host.host().name()));
    boolean isFirst = lanes.isEmpty();
    muster.begin(fleet.fleet().revision(), names, fleet.fleet().settings().limits().maxHostsUnreachablePercent());
    lanes.keep(names);
    store.plans().keepOnly(names);
    store.cares().keepOnly(names);
    if (isFirst) {
      past.recall(lanes);
    }
    listeners.forEach(listener -> listener.accept(fleet));
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
