package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.Look;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.LastPlans;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.render.PlanJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a host and takes in what it saw: for its lane, for the pages, for the events. Thread safe. */
final class Lookout {
  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  private final GitWatch git;
  private final Reconciler reconciler;
  private final Store store;
  private final FleetBoard board;
  private final Clock clock;
  private final Lanes lanes;
  private final Muster muster;
  private final Instant since;

  Lookout(GitWatch git, Reconciler reconciler, Store store, FleetBoard board, Clock clock, Lanes lanes, Muster muster) {
    this.git = git;
    this.reconciler = reconciler;
    this.store = store;
    this.board = board;
    this.clock = clock;
    this.lanes = lanes;
    this.muster = muster;
    this.since = clock.instant();
  }

  /** Reads the host, and again where something was left open that had to end first. Empty where there is nothing to go on with. */
  Optional<EngineFleet> look(String name, HostLane lane) {
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

  /** For the pages alone, while a long change runs: its facts would grow old. Plans made of it are never applied. */
  void glance(String name, HostLane lane) {
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

  /** The store failed in the middle: nothing more is sent, and what is open is settled when it can be noted again. */
  void dropped(String name, HostLane lane, StoreException e) {
    lane.busy.forEach(vmid -> board.doing(name, vmid, ""));
    lane.busy.clear();
    LOG.atError().addKeyValue("host", name).addKeyValue("code", e.code().id()).addKeyValue("why", e.getMessage())
        .log("Nothing is applied while the store fails; give it room or mend it, and the next pass goes on");
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
    Optional<Boolean> wasReached = lane.lastAnswered();
    lane.learn(known);
    boolean isLast = muster.seen(known.revision(), known.plan().host(), known.plan().reach() instanceof Reach.Reached);
    Optional<HostPlan> judged = muster.isSound() ? lanes.judge(fleet).of(known.plan().host()) : Optional.empty();
    publish(judged.orElse(known.plan()), lane, known, wasReached);
    if (isLast) {
      LOG.atInfo().addKeyValue("hosts", fleet.hosts().size()).addKeyValue("reached", lanes.reached().size())
          .addKeyValue("since", since)
          .log("Every host was looked at with the commit in force");
    }
    return Optional.of(fleet);
  }

  private void publish(HostPlan plan, HostLane lane, HostLane.Known known, Optional<Boolean> wasReached) {
    Narrator.tell(lane.states(), wasReached, plan, lane.busy).forEach(store.events()::append);
    lane.judged(plan);
    board.pass(known.shown(plan));
    LastPlans.LastPlan last = new LastPlans.LastPlan(plan.host(), known.revision(), plan.observedAt(), PlanJson.write(plan));
    switch (plan.reach()) {
      case Reach.Reached _ -> store.plans().put(last);
      case Reach.NotReached _ -> store.plans().putSilent(last);
    }
  }
}
