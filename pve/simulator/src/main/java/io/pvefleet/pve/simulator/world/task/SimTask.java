package io.pvefleet.pve.simulator.world.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One task of a host, running or ended. Immutable.
 *
 * @param number order of start on this host
 * @param pid process id of its worker
 * @param startTicks start of the worker in clock ticks since boot
 * @param user who started it, a token with its name
 * @param work what it does, of a type that only the world knows
 */
public record SimTask<W>(
    long number, String node, int pid, long startTicks, Instant started, String type, String id, String user,
    Locks locks, Duration duration, W work, Phase phase) {

  /** How far a task is. */
  public sealed interface Phase {

    /** Waits for the locks of guests; gives up at {@code deadline}. */
    record Waiting(Instant deadline) implements Phase {}

    /** Works, and will be done at {@code until}. */
    record Running(Instant until) implements Phase {}

    /** Is over. {@code log} has the closing TASK line too. */
    record Ended(Instant at, String exitStatus, List<String> log) implements Phase {
      public Ended {
        log = List.copyOf(log);
      }
    }
  }

  /** The unique process id, {@code UPID:node:pid:pstart:starttime:type:id:user:}. */
  public String upid() {
    return String.format(
        Locale.ROOT, "UPID:%s:%08X:%08X:%08X:%s:%s:%s:",
        node, pid, startTicks, started.getEpochSecond(), type, id, user);
  }

  public boolean isActive() {
    return !(phase instanceof Phase.Ended);
  }

  public Optional<Phase.Ended> end() {
    return phase instanceof Phase.Ended ended ? Optional.of(ended) : Optional.empty();
  }

  /** The user without the token's name. */
  public String owner() {
    int bang = user.indexOf('!');
    return bang < 0 ? user : user.substring(0, bang);
  }

  /** The token's name, where a token started it. */
  public Optional<String> token() {
    int bang = user.indexOf('!');
    return bang < 0 ? Optional.empty() : Optional.of(user.substring(bang + 1));
  }

  public SimTask<W> with(Phase next) {
    return new SimTask<>(number, node, pid, startTicks, started, type, id, user, locks, duration, work, next);
  }
}
