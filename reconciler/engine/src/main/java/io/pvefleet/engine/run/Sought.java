package io.pvefleet.engine.run;

import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The task of a request whose answer was lost, as the host's list of tasks would show it: of that type, about that guest, by that
 * user, not begun before the intent.
 *
 * @param user with the token's name; empty where it is not known
 */
record Sought(Step step, int vmid, Optional<String> user) {

  private static final Pattern GUEST = Pattern.compile("/qemu/(\\d{1,9})(/|$)");
  private static final Pattern NEW_ID = Pattern.compile("creating a clone of VM \\d+ with ID (\\d+)");

  /** A task that fits. */
  record Task(Upid upid, boolean isRunning) {}

  PveRequest request(String node) {
    return Reads.tasks(node, subject(), TaskTypes.of(step));
  }

  /** What is to be asked beside: of clones of one template only the log says which is whose. */
  List<PveRequest> doubts(String node, @Nullable Answer list) {
    return TaskTypes.of(step).equals("qmclone")
        ? fitting(list, Instant.EPOCH).stream().map(task -> Reads.firstLine(task.upid())).toList()
        : List.of();
  }

  /** The newest that fits, one that runs before one that is over. */
  Optional<Task> find(String node, Map<PveRequest, Answer> answers, Instant earliest) {
    List<Task> fitting = fitting(answers.get(request(node)), earliest).stream().filter(task -> !makesAnother(task, answers)).toList();
    return fitting.stream().filter(Task::isRunning).findFirst().or(() -> fitting.stream().findFirst());
  }

  /** The host lists the newest first. */
  private List<Task> fitting(@Nullable Answer list, Instant earliest) {
    List<Task> tasks = new ArrayList<>();
    if (list instanceof Answer.Data(JsonNode rows)) {
      for (JsonNode row : rows) {
        Upid.parse(row.path("upid").asString(""))
            .filter(upid -> upid.type().equals(TaskTypes.of(step)) && upid.id().equals(Integer.toString(subject())))
            .filter(upid -> user.isEmpty() || upid.user().equals(user.get()))
            .filter(upid -> !upid.startTime().isBefore(earliest))
            .ifPresent(upid -> tasks.add(new Task(upid, isRunning(row))));
      }
    }
    return tasks;
  }

  /** Running ones are listed as RUNNING, or without an end. */
  static boolean isRunning(JsonNode row) {
    return !row.has("endtime") && row.path("status").asString("RUNNING").equals("RUNNING");
  }

  private boolean makesAnother(Task task, Map<PveRequest, Answer> answers) {
    if (!(answers.get(Reads.firstLine(task.upid())) instanceof Answer.Data(JsonNode lines))) {
      return false;
    }
    Matcher line = NEW_ID.matcher(lines.path(0).path("t").asString(""));
    return line.find() && Integer.parseInt(line.group(1)) != vmid;
  }

  /** Whose tasks the request's are filed with: a clone's with its source, a new VM's with itself. */
  private int subject() {
    Matcher path = GUEST.matcher(step.request().path());
    return path.find() ? Integer.parseInt(path.group(1)) : vmid;
  }
}
