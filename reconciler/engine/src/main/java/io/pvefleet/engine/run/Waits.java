package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.port.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What a run waits for, how long in all, and what it says when that was not enough. */
enum Waits {
  /**
   * A lock of the guest. Proxmox may hold its file lock for 30 s after a start, and each try waits 10 s on the host itself, so
   * that a minute and a quarter of pauses outlasts it.
   */
  LOCK(8, why -> new Outcome.Stopped(Why.LOCK, "Still locked after several tries: " + why)),
  /** A clone or create whose task cannot be found runs as long as its disks are large: nine minutes. */
  BEING_MADE(40, why -> new Outcome.Stopped(Why.LOCK, why)),
  /** A reboot's task ends when the guest is down; another one of the host's own starts it again. */
  RESTART(8, why -> new Outcome.Failed(FaultKind.TASK_FAILED, why, List.of())),
  /** The VM could not be read. */
  READ(5, why -> new Outcome.Stopped(Why.UNKNOWN, "The VM could not be read: " + why)),
  /** A write could not be read back. */
  READ_BACK(7, why -> new Outcome.Indeterminate("What was done could not be read back: " + why)),
  /** The effect of a write whose answer was lost: longer than Proxmox needs from a request to its task. */
  EFFECT(3, Outcome.Indeterminate::new);

  /** A write that loses this often does so against something that never rests. */
  static final int CONFLICTS = 3;

  /** A change needs a handful of steps; this many looks mean that two of them undo each other. */
  static final int LOOKS = 80;

  private static final int[] SECONDS = {1, 2, 4, 8, 15};

  private final int most;
  private final Function<String, Outcome> end;

  Waits(int most, Function<String, Outcome> end) {
    this.most = most;
    this.end = end;
  }

  /** Pauses, a little longer each time, or ends the run. */
  ChangeRun pause(ChangeRun run, Progress now, String why) {
    int before = now.waitsFor(this);
    if (before >= most) {
      return run.end(end.apply(why), now);
    }
    Duration duration = Duration.ofSeconds(SECONDS[Math.min(before, SECONDS.length - 1)]);
    return run.to(new Phase.Pausing(duration, why), now.waited(this));
  }
}
