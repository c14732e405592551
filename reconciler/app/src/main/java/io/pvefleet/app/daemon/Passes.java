package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.ApplyReport;
import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.policy.Judgement;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes over a host: look, plan, judge, apply, look again. Thread safe; one pass at a time on a lane is its caller's part. */
final class Passes {
  private static final Logger LOG = LoggerFactory.getLogger(Passes.class);

  private final GitWatch git;
  private final Reconciler reconciler;
  private final StoreHealth health;
  private final FleetBoard board;
  private final Clock clock;
  private final DaemonSettings.Mode mode;
  private final Lanes lanes;
  private final Muster muster;
  private final Lookout lookout;
  private final Holds holds;

  Passes(
      GitWatch git, Reconciler reconciler, StoreHealth health, FleetBoard board, Clock clock, DaemonSettings.Mode mode, Lanes lanes,
      Muster muster, Lookout lookout, Holds holds) {
    this.git = git;
    this.reconciler = reconciler;
    this.health = health;
    this.board = board;
    this.clock = clock;
    this.mode = mode;
    this.lanes = lanes;
    this.muster = muster;
    this.lookout = lookout;
    this.holds = holds;
  }

  /**
   * Look, plan, judge, apply, look again. A pass has its host for itself from the first look to the last, since a plan that
   * another one's work has outrun is stale.
   */
  void go(String name, HostLane lane) {
    Trigger trigger = lane.trigger();
    long failures = health.failures();
    Optional<EngineFleet> seen = lookout.look(name, lane);
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
        lookout.look(name, lane);
      }
    } catch (StoreException e) {
      lookout.dropped(name, lane, e);
    }
  }

  /** Waits until what the lane's change needs is known of the others; false where another commit came or the daemon ends. */
  private boolean musters(EngineFleet fleet, HostLane lane) {
    boolean isCounted = lane.known().filter(known -> !known.weight().isNothing()).isPresent();
    return switch (muster.await(fleet.fleet().revision(), isCounted ? Muster.Need.EVERY_HOST : Muster.Need.SOUND_NETWORK)) {
      case KNOWN -> true;
      case TIME_IS_UP -> {
        LOG.atWarn().addKeyValue("hosts", lanes.count()).log("Some hosts were not looked at in time; the others go on");
        yield true;
      }
      case OVERTAKEN -> false;
    };
  }

  /** Applies what the lane's last look leads to; true where anything was tried. */
  private boolean apply(EngineFleet fleet, String name, HostLane lane, Trigger trigger, long failures) {
    String revision = fleet.fleet().revision();
    Judgement judged = lanes.judge(fleet);
    holds.are(judged.holds());
    Optional<HostPlan> mine = judged.of(name);
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
}
