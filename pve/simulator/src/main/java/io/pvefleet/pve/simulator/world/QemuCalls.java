package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.qemu.Asker;
import io.pvefleet.pve.simulator.world.qemu.QemuApi;
import io.pvefleet.pve.simulator.world.qemu.QemuContext;
import io.pvefleet.pve.simulator.world.qemu.QemuOutcome;
import io.pvefleet.pve.simulator.world.qemu.QemuRequest;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.task.Locks;
import io.pvefleet.pve.simulator.world.task.SimTask;
import io.pvefleet.pve.simulator.world.task.TaskBook;
import io.pvefleet.pve.wire.PveRequest.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls about virtual machines: takes the locks, hands each call to the rules of {@code world.qemu}, and turns what comes back
 * into a new world, an answer or a task.
 */
final class QemuCalls {

  private static final String VM = " /nodes/{node}/qemu/{vmid}";
  /** Calls whose whole work is done under the guest's file lock before they answer. */
  private static final Set<String> LOCKING =
      Set.of(
          "PUT" + VM + "/config", "POST" + VM + "/config", "PUT" + VM + "/cloudinit", "PUT" + VM + "/unlink",
          "POST" + VM + "/template");

  private static final List<String> SIMULATED =
      List.of(
          "POST /nodes/{node}/qemu", "DELETE" + VM, "GET" + VM + "/config", "PUT" + VM + "/config", "POST" + VM + "/config",
          "GET" + VM + "/pending", "GET" + VM + "/cloudinit", "PUT" + VM + "/cloudinit", "PUT" + VM + "/resize",
          "POST" + VM + "/move_disk", "PUT" + VM + "/unlink", "POST" + VM + "/template", "POST" + VM + "/clone",
          "POST" + VM + "/status/start", "POST" + VM + "/status/stop", "POST" + VM + "/status/shutdown",
          "POST" + VM + "/status/reboot", "POST" + VM + "/status/reset", "POST" + VM + "/status/suspend",
          "POST" + VM + "/status/resume", "GET" + VM + "/cloudinit/dump", "GET" + VM + "/snapshot", "POST" + VM + "/snapshot",
          "DELETE" + VM + "/snapshot/{snapname}", "POST" + VM + "/snapshot/{snapname}/rollback");

  private QemuCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    SIMULATED.forEach(key -> handlers.put(key, QemuCalls::handed));
    handlers.put("GET /nodes/{node}/qemu", QemuCalls::list);
    handlers.put("GET" + VM + "/status/current", QemuCalls::current);
  }

  private static Turn list(Query q) {
    JsonNode rows = data(handed(q));
    for (JsonNode row : rows) {
      int vmid = row.path("vmid").asInt();
      timed(q, (ObjectNode) row, vmid);
      if (q.isSet("full")) {
        q.world().qemu().vm(vmid).ifPresent(vm -> ((ObjectNode) row).put("qmpstatus", ClusterCalls.qmpStatus(vm)));
      }
    }
    return q.answer(Reply.ok(rows));
  }

  private static Turn current(Query q) {
    return q.answer(Reply.ok(timed(q, (ObjectNode) data(handed(q)), Integer.parseInt(q.text("vmid")))));
  }

  /** Adds what only a running process has. */
  private static ObjectNode timed(Query q, ObjectNode row, int vmid) {
    row.put("uptime", q.world().uptime(vmid, q.moment().now()));
    Optional.ofNullable(q.world().processes().get(vmid)).ifPresent(p -> row.put("pid", p.pid()));
    return row;
  }

  private static JsonNode data(Turn turn) {
    Reply reply = ((Turn.Answered) turn).reply(); // reads never wait for a lock
    if (!reply.isSuccess()) {
      throw Refusal.of(reply.status(), reply.message());
    }
    return reply.data();
  }

  private static Turn handed(Query q) {
    Optional<Turn> blocked = LOCKING.contains(q.endpoint().key()) ? blocked(q) : Optional.empty();
    if (blocked.isPresent()) {
      return blocked.get();
    }
    World before = overruled(q);
    QemuOutcome outcome =
        QemuApi.answer(before.qemu(), context(before, q.caller(), q.moment()), request(q))
            .orElseThrow(() -> new IllegalStateException("no rules for " + q.endpoint().key()));
    return switch (outcome) {
      case QemuOutcome.Refused refused ->
          q.answer(
              before.with(refused.state(), q.moment().now()), Reply.error(refused.status(), refused.message(), refused.errors()));
      case QemuOutcome.Done done -> q.answer(before.with(done.state(), q.moment().now()), Reply.ok(done.data()));
      case QemuOutcome.Task task -> {
        Clockwork.Started started = started(before, task, q.caller().id(), locks(q, task), q.get("pool"), q.moment());
        yield q.answer(started.world(), Reply.ok(Json.text(started.upid())));
      }
    };
  }

  /** A task that another one leaves to be started at its end. The restart of a reboot is the host's own doing. */
  static World followUp(World world, Work.FollowUp followUp, Moment moment) {
    return switch (followUp.step().apply(world.qemu())) {
      case QemuOutcome.Refused refused -> world.with(refused.state(), moment.now());
      case QemuOutcome.Done done -> world.with(done.state(), moment.now());
      case QemuOutcome.Task task ->
          started(world, task, followUp.user(), exclusive(task.id()), Optional.empty(), moment).world();
    };
  }

  /** A backup holds no file lock while it runs: what keeps others away is the lock in the configuration. */
  static Turn backedUp(Query q, int vmid, String storage) {
    QemuOutcome.Task task =
        QemuApi.backup(q.world().qemu(), context(q.world(), q.caller(), q.moment()), vmid, storage);
    Clockwork.Started started = started(q.world(), task, q.caller().id(), Locks.NONE, Optional.empty(), q.moment());
    return q.answer(started.world(), Reply.ok(Json.text(started.upid())));
  }

  private static Clockwork.Started started(
      World before, QemuOutcome.Task task, String user, Locks locks, Optional<String> pool, Moment moment) {
    QemuState old = before.qemu();
    World begun = before.with(task.begun(), moment.now());
    Clockwork.TaskPlan plan =
        new Clockwork.TaskPlan(
            task.type(), task.id(), user, locks, task.duration(),
            (world, at) -> end(world, at, task, user, locks, pool),
            (world, at) -> undone(world, at, old, task.begun()));
    return Clockwork.start(begun, plan, moment);
  }

  private static Work.End end(World world, Instant at, QemuOutcome.Task task, String user, Locks locks, Optional<String> pool) {
    QemuOutcome.TaskEnd end = task.effect().apply(world.qemu());
    World next = world.with(end.state(), at);
    if (pool.isPresent() && end.exitStatus().equals("OK") && !locks.exclusive().isEmpty()) {
      next = next.withPools(joined(next, pool.get(), locks.exclusive().getLast()));
    }
    String follower = task.type().equals("qmreboot") ? "root@pam" : user;
    return new Work.End(
        next, end.exitStatus(), end.log(), end.followUps().stream().map(step -> new Work.FollowUp(step, follower)).toList());
  }

  private static SortedMap<String, Pool> joined(World world, String name, int vmid) {
    SortedMap<String, Pool> pools = new TreeMap<>(world.pools());
    pools.computeIfPresent(name, (id, pool) -> pool.with(vmid));
    return pools;
  }

  /** Takes back what the start of a task did to machines, and nothing that others did since. */
  private static World undone(World world, Instant at, QemuState old, QemuState begun) {
    QemuState state = world.qemu();
    Set<Integer> ids = new TreeSet<>(old.vms().keySet());
    ids.addAll(begun.vms().keySet());
    for (int vmid : ids) {
      Optional<SimVm> was = old.vm(vmid);
      if (!was.equals(begun.vm(vmid))) {
        state = was.isPresent() ? state.with(was.get()) : state.withoutVm(vmid);
      }
    }
    return world.with(state, at);
  }

  /** {@code stop} with {@code overrule-shutdown} ends a shutdown that waits for the guest. */
  private static World overruled(Query q) {
    World world = q.world();
    if (q.endpoint().path().endsWith("/status/stop") && q.isSet("overrule-shutdown")) {
      String vmid = q.text("vmid");
      for (SimTask<Work> task : world.tasks().active()) {
        if (task.type().equals("qmshutdown") && task.id().equals(vmid)) {
          world = Clockwork.interrupted(world, task, q.moment().now());
        }
      }
    }
    return world;
  }

  /** Waits for the guest's file lock, or gives up ten seconds after the call arrived. */
  private static Optional<Turn> blocked(Query q) {
    int vmid = Integer.parseInt(q.text("vmid"));
    Optional<SimTask<Work>> holder = q.world().tasks().inTheWayOf(Locks.on(vmid), Long.MAX_VALUE);
    if (holder.isEmpty()) {
      return Optional.empty();
    }
    Instant deadline = q.arrived().plus(Clockwork.LOCK_TIMEOUT);
    if (!q.moment().now().isBefore(deadline)) {
      throw Refusal.died(Clockwork.lockTimeout(vmid));
    }
    Instant free = TaskBook.at(holder.get());
    return Optional.of(new Turn.Waiting(q.world(), free.isBefore(deadline) ? free : deadline));
  }

  private static Locks locks(Query q, QemuOutcome.Task task) {
    if (!task.type().equals("qmclone")) {
      return exclusive(q.get("vmid").orElse(task.id()));
    }
    int source = Integer.parseInt(q.text("vmid"));
    SequencedSet<Integer> alone = new LinkedHashSet<>();
    SequencedSet<Integer> shared = new LinkedHashSet<>();
    boolean running = q.world().qemu().vm(source).filter(SimVm::isRunning).isPresent();
    (running ? alone : shared).add(source);
    alone.add(Integer.parseInt(q.text("newid")));
    return new Locks(alone, shared);
  }

  private static Locks exclusive(String vmid) {
    return vmid.matches("\\d{1,9}") ? Locks.on(Integer.parseInt(vmid)) : Locks.NONE;
  }

  private static QemuRequest request(Query q) {
    SequencedMap<String, String> params = new LinkedHashMap<>(q.params());
    q.endpoint().pathNames().forEach(params::remove);
    String template = q.endpoint().path().substring("/nodes/{node}/qemu".length());
    List<String> path =
        Arrays.stream(template.split("/"))
            .filter(s -> !s.isEmpty())
            .map(s -> s.startsWith("{") ? q.text(s.substring(1, s.length() - 1)) : s)
            .toList();
    return new QemuRequest(Method.valueOf(q.endpoint().method()), path, params);
  }

  private static QemuContext context(World world, Caller caller, Moment moment) {
    return new QemuContext(
        moment.now(), moment.chance(), world.facts().node(), world.facts().qemuVersion(), world.facts().bridges(),
        world.storages(), world.facts().threads(), world.containers().keySet(), world.pools().keySet(),
        new Rightful(world, caller));
  }

  /** The caller, as the rules for machines ask about it. */
  private record Rightful(World world, Caller caller) implements Asker {
    @Override
    public String user() {
      return caller.id();
    }

    @Override
    public boolean isRoot() {
      return caller.isRootItself();
    }

    @Override
    public boolean may(String path, String privilege) {
      return Rights.may(world, caller, path, privilege);
    }
  }
}
