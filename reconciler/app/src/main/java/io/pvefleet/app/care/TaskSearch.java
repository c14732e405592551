package io.pvefleet.app.care;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds who did it in a host's list of tasks: one reading of the host's clock and one of its list for all turns of a pass. A setting
 * that is written directly, by {@code PUT config} or in the file, leaves no task, and neither does a guest that shuts itself down.
 */
final class TaskSearch {
  /** What brings a guest up. */
  private static final Set<String> UP =
      Set.of("qmstart", "qmresume", "qmreboot", "qmrollback", "vzstart", "vzresume", "vzreboot", "vzrollback");

  /** What takes it down. */
  private static final Set<String> DOWN =
      Set.of("qmstop", "qmshutdown", "qmsuspend", "qmreboot", "qmrollback", "qmigrate", "vzstop", "vzshutdown", "vzsuspend",
          "vzreboot", "vzrollback", "vzmigrate");

  /** What writes any part of its configuration. */
  private static final Set<String> CONFIG = Set.of("qmconfig", "qmrollback", "qmtemplate", "qmrestore");

  /** What writes its disks and nothing else: whoever made one larger has not changed the memory. */
  private static final Set<String> DISKS =
      Set.of("qmconfig", "qmrollback", "qmtemplate", "qmrestore", "resize", "qmmove", "qmigrate");

  /** What takes it off the host. */
  private static final Set<String> GONE = Set.of("qmdestroy", "qmigrate");

  /** Proxmox starts a rebooted guest again in a task of its own, as root. */
  private static final Set<String> REBOOTS = Set.of("qmreboot", "vzreboot");

  /** Pass and task are moments apart, and the host's clock tells whole seconds. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** A shutdown may wait for the guest this long and be over before the guest is. */
  private static final Duration LATE = Duration.ofMinutes(5);

  /** As many as a host remembers; {@code since} leaves few of them. Were the list cut, what it does not show would look undone. */
  private static final int LIMIT = 2000;

  private final HostLine line;
  private final Clock clock;

  TaskSearch(HostLine line, Clock clock) {
    this.line = line;
    this.clock = clock;
  }

  /** What the list says. */
  sealed interface Found {
    /** We did it ourselves. */
    record Ours() implements Found {}

    /** Somebody else did, or nobody is named. */
    record By(ChangedBy who) implements Found {}
  }

  /** One finding for each turn, in their order. Blocks for two requests. */
  List<Found> of(String node, List<Turn> turns) {
    Instant lookedAt = clock.instant();
    Instant earliest = turns.stream().map(Turn::from).min(Comparator.naturalOrder()).orElse(lookedAt);
    switch (line.ask(PveRequest.get("/nodes/" + node + "/time"))) {
      case Answer.Fault(FaultKind kind, var message, var fields) -> {
        // The same privilege shows the tasks of others; without it the list is short, and looks as if nobody had done anything.
        return all(turns, kind == FaultKind.FORBIDDEN ? ChangedBy.Why.NOT_PERMITTED : ChangedBy.Why.NO_ANSWER, lookedAt);
      }
      case Answer.Data(JsonNode time) -> {
        Duration ahead = Duration.between(lookedAt, Instant.ofEpochSecond(time.path("time").asLong(lookedAt.getEpochSecond())));
        PveRequest list =
            PveRequest.get("/nodes/" + node + "/tasks").with("source", "all").with("limit", Integer.toString(LIMIT))
                .with("since", Long.toString(earliest.plus(ahead).minus(LATE).minus(SLACK).getEpochSecond()));
        return switch (line.ask(list)) {
          case Answer.Fault _ -> all(turns, ChangedBy.Why.NO_ANSWER, lookedAt);
          case Answer.Data(JsonNode rows) -> {
            List<Task> tasks = tasks(rows);
            yield turns.stream().map(turn -> found(turn, tasks, ahead, lookedAt)).toList();
          }
        };
      }
    }
  }

  private static List<Found> all(List<Turn> turns, ChangedBy.Why why, Instant at) {
    Found unknown = new Found.By(new ChangedBy.Unknown(why, at));
    return turns.stream().map(_ -> unknown).toList();
  }

  private record Task(Upid upid, String status) {
    /** A task that failed did nothing; but a guest may go down after the shutdown that asked it to was given up. */
    boolean mayHaveWorked() {
      return status.equals("RUNNING") || status.isEmpty() || upid.type().endsWith("shutdown")
          || !(TaskStatus.ofExit(status) instanceof TaskStatus.Failed);
    }
  }

  /** Newest first. */
  private static List<Task> tasks(JsonNode rows) {
    List<Task> tasks = new ArrayList<>();
    for (JsonNode row : rows) {
      Upid.parse(row.path("upid").asString("")).ifPresent(upid -> tasks.add(new Task(upid, row.path("status").asString(""))));
    }
    tasks.sort(Comparator.comparing((Task task) -> task.upid().startTime()).reversed());
    return tasks;
  }

  private Found found(Turn turn, List<Task> tasks, Duration ahead, Instant lookedAt) {
    Set<String> types = switch (turn.what()) {
      case STARTED -> UP;
      case STOPPED -> DOWN;
      case CHANGED -> CONFIG;
      case DISKS_CHANGED -> DISKS;
      case DELETED -> GONE;
    };
    Instant from = turn.from().plus(ahead).minus(turn.what() == Turn.What.STOPPED ? LATE : SLACK);
    Instant until = turn.until().plus(ahead).plus(SLACK);
    List<Task> fitting =
        tasks.stream()
            .filter(task -> task.upid().id().equals(Integer.toString(turn.vm().vmid())) && types.contains(task.upid().type()))
            .filter(task -> !task.upid().startTime().isBefore(from) && !task.upid().startTime().isAfter(until))
            .filter(Task::mayHaveWorked)
            .toList();
    Optional<Upid> newest = fitting.stream().map(Task::upid).findFirst().map(upid -> asked(upid, tasks));
    if (newest.isEmpty()) {
      return new Found.By(new ChangedBy.Unknown(ChangedBy.Why.NO_TASK, lookedAt));
    }
    Upid upid = newest.get();
    return line.user().filter(upid.user()::equals).isPresent()
        ? new Found.Ours()
        : new Found.By(new ChangedBy.Known(upid.user(), upid.startTime().minus(ahead), upid.type(), upid.text(), lookedAt));
  }

  /** The reboot that a start by root belongs to, or the task itself. */
  private static Upid asked(Upid upid, List<Task> tasks) {
    if (!upid.user().equals("root@pam") || !upid.type().endsWith("start")) {
      return upid;
    }
    return tasks.stream()
        .map(Task::upid)
        .filter(other -> other.id().equals(upid.id()) && REBOOTS.contains(other.type()))
        .filter(other -> !other.startTime().isAfter(upid.startTime()) && other.startTime().plus(LATE).isAfter(upid.startTime()))
        .findFirst()
        .orElse(upid);
  }
}
