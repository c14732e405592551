package io.pvefleet.pve.simulator.world.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All tasks of a host, oldest first. Immutable.
 *
 * @param lastPid pid of the newest worker
 */
public record TaskBook<W>(List<SimTask<W>> tasks, int lastPid, long nextNumber) {

  /** A real host keeps one to two thousand; fewer, as many hosts share this memory. */
  private static final int KEPT = 500;

  /** Linux starts pids over here unless told otherwise. */
  private static final int MAX_PID = 32_768;

  public TaskBook {
    tasks = List.copyOf(tasks);
  }

  public static <W> TaskBook<W> empty() {
    return new TaskBook<>(List.of(), 1_000, 1);
  }

  public int nextPid() {
    return lastPid + 1 >= MAX_PID ? 300 : lastPid + 1;
  }

  /** With a new task at the end. Forgets the oldest ended one beyond the limit. */
  public TaskBook<W> with(SimTask<W> task) {
    List<SimTask<W>> next = new ArrayList<>(tasks);
    if (next.size() >= KEPT) {
      next.stream().filter(t -> !t.isActive()).findFirst().ifPresent(next::remove);
    }
    next.add(task);
    return new TaskBook<>(next, task.pid(), nextNumber + 1);
  }

  /** With one task at another phase. */
  public TaskBook<W> changed(SimTask<W> task) {
    return new TaskBook<>(tasks.stream().map(t -> t.number() == task.number() ? task : t).toList(), lastPid, nextNumber);
  }

  public Optional<SimTask<W>> find(String upid) {
    return tasks.stream().filter(t -> t.upid().equals(upid)).findFirst();
  }

  public List<SimTask<W>> active() {
    return tasks.stream().filter(SimTask::isActive).toList();
  }

  /** The task that holds locks in the way of these, or that waits for such before them. */
  public Optional<SimTask<W>> inTheWayOf(Locks locks, long before) {
    return active().stream().filter(t -> t.number() < before && t.locks().conflictsWith(locks)).findFirst();
  }

  /** When the next running task is done or the next waiting one gives up. */
  public Optional<SimTask<W>> nextEvent() {
    SimTask<W> next = null;
    for (SimTask<W> task : tasks) {
      if (task.isActive() && (next == null || at(task).isBefore(at(next)))) {
        next = task;
      }
    }
    return Optional.ofNullable(next);
  }

  /** When something happens to an active task next. */
  public static Instant at(SimTask<?> task) {
    return switch (task.phase()) {
      case SimTask.Phase.Waiting waiting -> waiting.deadline();
      case SimTask.Phase.Running running -> running.until();
      case SimTask.Phase.Ended ended -> ended.at();
    };
  }
}
