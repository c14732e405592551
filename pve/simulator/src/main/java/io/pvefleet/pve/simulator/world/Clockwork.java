package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.task.Locks;
import io.pvefleet.pve.simulator.world.task.SimTask;
import io.pvefleet.pve.simulator.world.task.SimTask.Phase;
import io.pvefleet.pve.simulator.world.task.TaskBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Lets time pass in a world: tasks begin, wait, end and are followed by others, each at its own instant, in order. The world
 * has no timer; it is brought up to date whenever somebody looks.
 */
final class Clockwork {

  /** How long a task waits for a guest's file lock. Seen: {@code got timeout} after 10.0 s. */
  static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  /** Run times differ by up to this share of the nominal one, drawn from the seed. */
  private static final double SPREAD = 0.2;

  /** How the exit status of a task begins that did its work and has something to say. */
  private static final String WARNINGS = "WARNINGS: ";

  private Clockwork() {}

  /** The world as it is now. */
  static World advance(World world, Moment moment) {
    World at = world;
    while (true) {
      Optional<SimTask<Work>> next = at.tasks().nextEvent().filter(t -> !TaskBook.at(t).isAfter(moment.now()));
      if (next.isEmpty()) {
        return broadcast(at, moment.now());
      }
      Instant when = TaskBook.at(next.get());
      at = broadcast(at, when);
      at =
          next.get().phase() instanceof Phase.Waiting
              ? failed(at, next.get(), lockTimeout(next.get()), when)
              : finished(at, next.get(), moment.at(when));
      at = admitted(at, when);
    }
  }

  /** Starts a task; it runs at once, or waits for its locks. */
  static Started start(World world, TaskPlan plan, Moment moment) {
    double spread = 1 + SPREAD * (moment.chance().nextDouble() * 2 - 1);
    Duration duration = Duration.ofNanos((long) (plan.duration().toNanos() * spread / world.pace().taskSpeed()));
    SimTask<Work> task = task(world, plan, duration, new Phase.Waiting(moment.now().plus(LOCK_TIMEOUT)), moment);
    World started = admitted(world.with(world.tasks().with(task)), moment.now());
    return new Started(started, task.upid());
  }

  /** Starts a worker that holds no lock and whose work falls due at that moment, whatever the pace of this world. */
  static Started startUntil(World world, TaskPlan plan, Moment moment) {
    Instant due = moment.now().plus(plan.duration());
    World started = world.with(world.tasks().with(task(world, plan, plan.duration(), new Phase.Running(due), moment)));
    return new Started(started, started.tasks().tasks().getLast().upid());
  }

  private static SimTask<Work> task(World world, TaskPlan plan, Duration duration, Phase phase, Moment moment) {
    long ticks = Duration.between(world.facts().bootedAt(), moment.now()).toMillis() / 10;
    TaskBook<Work> book = world.tasks();
    Work work = new Work(plan.effect(), plan.undo(), moment.misfortune().apply(plan.type()));
    return new SimTask<>(
        book.nextNumber(), world.facts().node(), book.nextPid(), ticks, moment.now(), plan.type(), plan.id(), plan.user(),
        plan.locks(), duration, work, phase);
  }

  /** A task to start. */
  record TaskPlan(
      String type,
      String id,
      String user,
      Locks locks,
      Duration duration,
      BiFunction<World, Instant, Work.End> effect,
      BiFunction<World, Instant, World> undo) {}

  /** A world in which a task was started, and its UPID. */
  record Started(World world, String upid) {}

  /** Ends an active task from outside, as DELETE does. */
  static World interrupted(World world, SimTask<Work> task, Instant at) {
    // Seen: the copying of a clone tells of the signal in its own words.
    boolean copying = task.type().equals("qmclone");
    String exit = copying ? "clone failed: block job (mirror) error: interrupted by signal" : "received interrupt";
    return admitted(failed(world, task, exit, at), at);
  }

  /** Lets waiting tasks run whose locks are free now. */
  private static World admitted(World world, Instant at) {
    World next = world;
    for (SimTask<Work> task : world.tasks().active()) {
      if (task.phase() instanceof Phase.Waiting && next.tasks().inTheWayOf(task.locks(), task.number()).isEmpty()) {
        next = next.with(next.tasks().changed(task.with(new Phase.Running(at.plus(task.duration())))));
      }
    }
    return next;
  }

  private static World finished(World world, SimTask<Work> task, Moment moment) {
    Optional<String> bad = task.work().bad();
    if (bad.isPresent() && !bad.get().startsWith(WARNINGS)) {
      return failed(world, task, bad.get(), moment.now());
    }
    Work.End end = task.work().effect().apply(world, moment.now());
    List<String> log = new ArrayList<>(end.log());
    if (bad.isPresent() && end.exitStatus().equals("OK")) {
      log.add("WARN: simulated warning of " + task.type());
    }
    String exit = bad.filter(b -> end.exitStatus().equals("OK")).orElse(end.exitStatus());
    World next = ended(end.world(), task, exit, log, moment.now());
    for (Work.FollowUp followUp : end.followUps()) {
      next = QemuCalls.followUp(next, followUp, moment);
    }
    return next;
  }

  /** A worker that was killed leaves everything as it was then; one that fails cleans up after itself. */
  private static World failed(World world, SimTask<Work> task, String exitStatus, Instant at) {
    boolean killed = exitStatus.equals("unexpected status");
    return ended(killed ? world : task.work().undo().apply(world, at), task, exitStatus, List.of(), at);
  }

  static World ended(World world, SimTask<Work> task, String exitStatus, List<String> log, Instant at) {
    List<String> lines = new ArrayList<>(log);
    if (!exitStatus.equals("unexpected status")) {
      boolean good = exitStatus.equals("OK") || exitStatus.startsWith(WARNINGS);
      lines.add(good ? "TASK " + exitStatus : "TASK ERROR: " + exitStatus);
    }
    return world.with(world.tasks().changed(task.with(new Phase.Ended(at, exitStatus, lines))));
  }

  private static String lockTimeout(SimTask<Work> task) {
    int vmid = task.locks().exclusive().isEmpty() ? 0 : task.locks().exclusive().getFirst();
    return lockTimeout(vmid);
  }

  static String lockTimeout(int vmid) {
    return "can't lock file '/var/lock/qemu-server/lock-" + vmid + ".conf' - got timeout";
  }

  /** Refreshes what pvestatd told, where one of its rounds has passed by then. */
  private static World broadcast(World world, Instant now) {
    if (world.stale().isSilent()) {
      return world;
    }
    Duration interval = world.pace().staleness();
    if (interval.isZero()) {
      return world.with(RrdView.of(world, now));
    }
    long rounds = Duration.between(world.stale().at(), now).dividedBy(interval);
    return rounds <= 0 ? world : world.with(RrdView.of(world, world.stale().at().plus(interval.multipliedBy(rounds))));
  }
}
