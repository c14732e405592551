package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.FaultClassifier;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Asks a host for a task's state until it has ended. Each look is a protected call, so they become rarer. */
final class TaskWait {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final double GROWTH = 1.5;

  /** Lines a request; an explicit number, since 0 does not mean "all" in every version. */
  private static final int LOG_PAGE = 1000;

  /** Pages read at most: errors stand at the end, and no guest task writes 20,000 lines. */
  private static final int LOG_PAGES = 20;

  /** Lines kept. */
  private static final int LOG_TAIL = 200;

  private static final String WARN = "WARN: ";

  private final Function<PveRequest, PveResponse> send;
  private final Surroundings surroundings;

  TaskWait(Function<PveRequest, PveResponse> send, Surroundings surroundings) {
    this.send = send;
    this.surroundings = surroundings;
  }

  TaskEnd await(Upid upid, Duration timeout, Consumer<TaskProgress> progress) {
    Instant start = surroundings.clock().instant();
    Duration pause = FIRST;
    while (true) {
      Duration left = timeout.minus(Duration.between(start, surroundings.clock().instant()));
      try {
        surroundings.sleeper().sleep(left.compareTo(pause) < 0 ? left.isNegative() ? Duration.ZERO : left : pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return unknown(upid, "the wait for it was interrupted");
      }
      Optional<PveException> trouble = Optional.empty();
      try {
        TaskStatus status = status(send.apply(PveRequest.get(path(upid) + "/status")).data());
        if (!(status instanceof TaskStatus.Running)) {
          return ended(upid, status);
        }
      } catch (PveException.NotFound gone) {
        return unknown(upid, gone.message());
      } catch (PveException fault) {
        trouble = Optional.of(fault); // the task goes on without us; only the deadline ends the wait
      }
      Duration elapsed = Duration.between(start, surroundings.clock().instant());
      if (elapsed.compareTo(timeout) >= 0) {
        return unknown(upid, trouble.map(PveException::message).orElse("it still ran after " + timeout.toSeconds() + " s"));
      }
      progress.accept(new TaskProgress(upid, elapsed, trouble));
      Duration grown = Duration.ofMillis((long) (pause.toMillis() * GROWTH));
      pause = grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
    }
  }

  private static TaskStatus status(JsonNode data) {
    // exitstatus is there only once it is stopped; a task that is stopped without one has lost it.
    return data.path("status").asString("").equals("stopped")
        ? TaskStatus.ofExit(data.path("exitstatus").asString(""))
        : new TaskStatus.Running();
  }

  private TaskEnd ended(Upid upid, TaskStatus status) {
    return switch (status) {
      case TaskStatus.Succeeded(int warnings) ->
          new TaskEnd.Succeeded(upid, warnings == 0 ? List.of() : warnings(upid, warnings));
      case TaskStatus.Failed(String exitStatus) -> {
        List<String> log = log(upid);
        yield new TaskEnd.Failed(upid, FaultClassifier.ofTask(upid, exitStatus, log), log);
      }
      case TaskStatus.Lost(String exitStatus) -> unknown(upid, exitStatus.isEmpty() ? "it left no exit status" : exitStatus);
      case TaskStatus.Running ignored -> throw new IllegalStateException("a running task has not ended");
    };
  }

  private List<String> warnings(Upid upid, int count) {
    List<String> lines = log(upid).stream().filter(l -> l.startsWith(WARN)).map(l -> l.substring(WARN.length())).toList();
    return lines.isEmpty() ? List.of(count + (count == 1 ? " warning" : " warnings") + " in the log of " + upid) : lines;
  }

  /** The end of the log; what could be read of it. */
  private List<String> log(Upid upid) {
    List<String> lines = new ArrayList<>();
    try {
      for (int page = 0; page < LOG_PAGES; page++) {
        JsonNode data =
            send.apply(
                    PveRequest.get(path(upid) + "/log")
                        .with("start", String.valueOf(page * LOG_PAGE))
                        .with("limit", String.valueOf(LOG_PAGE)))
                .data();
        data.forEach(line -> lines.add(line.path("t").asString("")));
        if (data.size() < LOG_PAGE) {
          break;
        }
      }
    } catch (PveException ignored) {
      // A log is a help, not an outcome; the exit status has told that already.
    }
    // Proxmox's own words for "nothing written yet".
    if (lines.size() == 1 && lines.getFirst().equals("no content")) {
      return List.of();
    }
    return List.copyOf(lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
  }

  private static TaskEnd unknown(Upid upid, String why) {
    return new TaskEnd.Unknown(upid, new Indeterminate("the end of task " + upid.type() + " is not known: " + why, upid));
  }

  private static String path(Upid upid) {
    return "/nodes/" + FormEncoding.encode(upid.node()) + "/tasks/" + upid.pathSegment();
  }
}
