package io.pvefleet.app.pve;

import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The way to one host. Calls block the calling thread, best a virtual one, and never throw for what a host does. Thread safe. */
public interface HostLine {

  /** Sends a request once, or more often where it is safe, and gives what came of it. */
  Answer ask(PveRequest request);

  /** Whom the host knows us as, {@code user@realm!token}; empty where that cannot be said. Asks the host nothing. */
  default Optional<String> user() {
    return Optional.empty();
  }

  /** Waits until a task is over or the limit has passed. */
  TaskOver await(Upid upid, Duration limit);

  /**
   * The end of a task.
   *
   * @param status never Running; Lost where its end could not be learned
   * @param log the last lines of its log for a failure, its warnings for a success
   */
  record TaskOver(TaskStatus status, List<String> log) {
    public TaskOver {
      log = List.copyOf(log);
    }
  }
}
