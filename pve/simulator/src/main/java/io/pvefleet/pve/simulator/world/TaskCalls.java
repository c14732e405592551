package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.task.SimTask;
import io.pvefleet.pve.simulator.world.task.SimTask.Phase;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks: lists, status, log, cancelling. */
final class TaskCalls {

  private static final int DEFAULT_LIMIT = 50;
  /** {@code cluster/tasks} shows what runs and about so many of those that ended. */
  private static final int BROADCAST = 25;

  private TaskCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("GET /cluster/tasks", TaskCalls::cluster);
    handlers.put("GET /nodes/{node}/tasks", TaskCalls::list);
    handlers.put("GET /nodes/{node}/tasks/{upid}/status", q -> q.answer(Reply.ok(status(visible(q, "Sys.Audit")))));
    handlers.put("GET /nodes/{node}/tasks/{upid}/log", TaskCalls::log);
    handlers.put("DELETE /nodes/{node}/tasks/{upid}", TaskCalls::stop);
  }

  private static Turn cluster(Query q) {
    ArrayNode rows = Json.array();
    List<SimTask<Work>> own = newestFirst(q).filter(t -> seen(q, t)).toList();
    Stream.concat(own.stream().filter(SimTask::isActive), own.stream().filter(t -> !t.isActive()).limit(BROADCAST))
        .forEach(task -> {
          ObjectNode row = head(task).put("user", task.owner());
          task.token().ifPresent(token -> row.put("tokenid", token));
          Optional<Phase.Ended> end = task.end();
          if (end.isPresent()) {
            row.put("endtime", end.get().at().getEpochSecond()).put("status", end.get().exitStatus()).put("saved", "1");
          } else {
            row.put("pid", task.pid());
          }
          rows.add(row);
        });
    return q.answer(Reply.ok(rows));
  }

  private static Turn list(Query q) {
    String source = q.get("source").orElse("archive");
    List<SimTask<Work>> matching =
        newestFirst(q)
            .filter(t -> seen(q, t))
            .filter(t -> source.equals("all") || t.isActive() == source.equals("active"))
            .filter(t -> q.get("vmid").map(t.id()::equals).orElse(true))
            .filter(t -> q.get("typefilter").map(t.type()::equals).orElse(true))
            .filter(t -> q.get("userfilter").map(t.owner()::contains).orElse(true))
            .filter(t -> t.started().getEpochSecond() >= q.number("since", Long.MIN_VALUE))
            .filter(t -> t.started().getEpochSecond() <= q.number("until", Long.MAX_VALUE))
            .filter(t -> !q.isSet("errors") || kind(t).equals("error"))
            .filter(t -> q.get("statusfilter").map(f -> List.of(f.split("[,;\\s]+")).contains(kind(t))).orElse(true))
            .toList();
    ArrayNode rows = Json.array();
    matching.stream().skip(q.number("start", 0)).limit(q.number("limit", DEFAULT_LIMIT)).forEach(t -> rows.add(row(t)));
    return q.answer(Reply.paged(rows, matching.size()));
  }

  private static Stream<SimTask<Work>> newestFirst(Query q) {
    return q.world().tasks().tasks().stream().sorted(Comparator.comparingLong((SimTask<Work> t) -> t.number()).reversed());
  }

  private static boolean seen(Query q, SimTask<Work> task) {
    return task.user().equals(q.caller().id()) || q.may("/nodes/" + q.world().facts().node(), "Sys.Audit");
  }

  private static String kind(SimTask<Work> task) {
    if (task.end().isEmpty()) {
      return "unknown";
    }
    return switch (TaskStatus.ofExit(task.end().get().exitStatus())) {
      case TaskStatus.Succeeded(int warnings) when warnings == 0 -> "ok";
      case TaskStatus.Succeeded ignored -> "warning";
      case TaskStatus.Failed ignored -> "error";
      case TaskStatus.Lost ignored -> "unknown";
      case TaskStatus.Running ignored -> "unknown";
    };
  }

  private static ObjectNode head(SimTask<Work> task) {
    return Json.object()
        .put("upid", task.upid()).put("node", task.node()).put("type", task.type()).put("id", task.id())
        .put("starttime", task.started().getEpochSecond());
  }

  /** Running entries are of another form than ended ones: the user is whole, numbers and {@code saved} mix. */
  private static ObjectNode row(SimTask<Work> task) {
    ObjectNode row = head(task).put("pid", task.pid()).put("pstart", task.startTicks());
    Optional<Phase.Ended> end = task.end();
    if (end.isEmpty()) {
      return row.put("user", task.user()).put("status", "RUNNING").put("saved", "0");
    }
    row.put("user", task.owner()).put("endtime", end.get().at().getEpochSecond()).put("status", end.get().exitStatus());
    task.token().ifPresent(token -> row.put("tokenid", token));
    return row;
  }

  private static SimTask<Work> visible(Query q, String privilege) {
    String upid = q.text("upid");
    if (Upid.parse(upid).isEmpty()) {
      throw Refusal.parameter("upid", "unable to parse worker upid");
    }
    SimTask<Work> task = q.world().tasks().find(upid).orElseThrow(() -> Refusal.parameter("upid", "no such task"));
    String node = "/nodes/" + q.world().facts().node();
    if (!task.user().equals(q.caller().id()) && !q.may(node, privilege)) {
      throw Refusal.forbidden(node + ", " + privilege);
    }
    return task;
  }

  private static ObjectNode status(SimTask<Work> task) {
    ObjectNode data = head(task).put("pid", task.pid()).put("pstart", task.startTicks()).put("user", task.owner());
    task.token().ifPresent(token -> data.put("tokenid", token));
    data.put("status", task.isActive() ? "running" : "stopped");
    task.end().ifPresent(end -> data.put("exitstatus", end.exitStatus()));
    return data;
  }

  private static Turn log(Query q) {
    SimTask<Work> task = visible(q, "Sys.Audit");
    List<String> lines = task.end().map(Phase.Ended::log).orElse(List.of());
    if (lines.isEmpty()) {
      lines = List.of("no content");
    }
    long limit = q.number("limit", DEFAULT_LIMIT);
    long start = q.number("start", 0);
    ArrayNode rows = Json.array();
    for (long n = start; n < lines.size() && (limit == 0 || n < start + limit); n++) {
      rows.addObject().put("n", n + 1).put("t", lines.get((int) n));
    }
    return q.answer(Reply.paged(rows, lines.size()));
  }

  private static Turn stop(Query q) {
    SimTask<Work> task = visible(q, "Sys.Modify");
    return q.answer(
        task.isActive() ? Clockwork.interrupted(q.world(), task, q.moment().now()) : q.world(), Reply.done());
  }
}
