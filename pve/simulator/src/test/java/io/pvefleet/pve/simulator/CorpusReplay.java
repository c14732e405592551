package io.pvefleet.pve.simulator;

import io.pvefleet.pve.simulator.http.HttpReplay;
import io.pvefleet.pve.simulator.world.Api;
import io.pvefleet.pve.simulator.world.Call;
import io.pvefleet.pve.simulator.world.Moment;
import io.pvefleet.pve.simulator.world.Pool;
import io.pvefleet.pve.simulator.world.Reply;
import io.pvefleet.pve.simulator.world.Turn;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.access.Gate;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.Views;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Sends one recorded request to the simulated host and tells the first difference to what the real one did. */
final class CorpusReplay {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

  /** What of {@code status/current} follows from the configuration. */
  private static final List<String> STATUS =
      List.of("agent", "lock", "maxdisk", "maxmem", "name", "serial", "tags", "template", "vmid");

  private static final int CPUS = 8;

  private CorpusReplay() {}

  /** Empty where the simulator did what the real host did. */
  static Optional<String> difference(CorpusCase one, HttpReplay http) throws Exception {
    return one.isDecidedByHttp() ? byHttp(one, http) : byApi(one);
  }

  /** Sent over a connection: HTTP itself decides, so that neither door nor world has a say. */
  private static Optional<String> byHttp(CorpusCase one, HttpReplay http) throws Exception {
    JsonNode request = one.line().path("request");
    JsonNode response = one.line().path("response");
    boolean json = request.path("encoding").asString().equals("json");
    String body = request.hasNonNull("raw") ? request.path("raw").asString()
        : request.path("params").properties().stream()
            .map(p -> p.getKey() + "=" + p.getValue().asString())
            .collect(Collectors.joining("&"));
    return http.difference(one.method(), request.path("path").asString(),
        json ? "application/json" : "application/x-www-form-urlencoded", body,
        new HttpReplay.Recorded(
            response.path("status").asInt(), response.path("reason").asString(), response.path("body").path("_raw").asString("").strip()));
  }

  private static Optional<String> byApi(CorpusCase one) {
    World world = CorpusWorld.before(one);
    Moment now = moment(Duration.ZERO);
    Optional<String> digest = world.qemu().vm(one.vmid()).map(SimVm::digest);
    Gate.Verdict verdict =
        new Gate(world.access()).check(one.method(), one.path(), CorpusWorld.credentials(one, world), CorpusWorld.NOW);
    if (!(verdict instanceof Gate.Verdict.Known(Caller caller))) {
      return unlessEqual("door", one.line().path("response").path("reason").asString(), reason(verdict));
    }
    Call call = new Call(one.method(), one.path(), one.params(digest), caller, CorpusWorld.NOW);
    if (!(Api.answer(world, call, now) instanceof Turn.Answered(World next, Reply reply))) {
      return Optional.of("waits for a lock");
    }
    World later = Api.advance(next, moment(LONG_ENOUGH));
    return answer(one, reply).or(() -> task(one, reply, later)).or(() -> after(one, later));
  }

  private static String reason(Gate.Verdict verdict) {
    return switch (verdict) {
      case Gate.Verdict.Known ignored -> "";
      case Gate.Verdict.Unknown(String reason) -> reason;
      case Gate.Verdict.Refused(String message) -> message;
    };
  }

  private static Moment moment(Duration after) {
    return new Moment(CorpusWorld.NOW.plus(after), new Random(42), type -> Optional.empty());
  }

  private static Optional<String> answer(CorpusCase one, Reply reply) {
    JsonNode expected = one.line().path("response");
    JsonNode body = expected.path("body");
    int status = expected.path("status").asInt();
    if (status != reply.status()) {
      String got = reply.status() + " " + reply.message().strip() + reply.errors();
      return Optional.of("status: real <" + status + "> simulated <" + got + ">");
    }
    if (reply.isSuccess()) {
      return one.method().equals("GET") ? data(one, body.path("data"), reply.data()) : Optional.empty();
    }
    TreeMap<String, String> errors = new TreeMap<>();
    body.path("errors").properties().forEach(e -> errors.put(e.getKey(), e.getValue().asString()));
    return unlessEqual("errors", errors.toString(), reply.errors().toString())
        .or(() -> unlessEqual("message", body.path("message").asString("").strip(), reply.message().strip()));
  }

  private static Optional<String> data(CorpusCase one, JsonNode expected, JsonNode actual) {
    Set<String> skipped = Set.of("digest", "meta");
    if (one.path().endsWith("/config")) {
      return values("data", expected, actual, skipped);
    }
    return one.path().endsWith("/pending") ? values("data", byKey(expected), byKey(actual), skipped) : Optional.empty();
  }

  private static Optional<String> task(CorpusCase one, Reply reply, World later) {
    JsonNode task = one.line().path("task");
    if (!task.isObject()) {
      return Optional.empty();
    }
    JsonNode found = status(later, reply.data().asString(""));
    return unlessEqual("task type", task.path("type").asString() + " " + task.path("id").asString(),
            found.path("type").asString("") + " " + found.path("id").asString(""))
        .or(() -> unlessEqual(
            "exitstatus", task.path("exitstatus").asString(), found.path("exitstatus").asString("still running")));
  }

  private static JsonNode status(World world, String upid) {
    Call call = new Call("GET", "/nodes/pve1/tasks/" + upid + "/status", new LinkedHashMap<>(), new Caller.Ticket("root@pam"),
        CorpusWorld.NOW);
    return Api.answer(world, call, moment(LONG_ENOUGH)) instanceof Turn.Answered(World same, Reply reply)
        ? reply.data()
        : NullNode.getInstance();
  }

  private static Optional<String> after(CorpusCase one, World later) {
    JsonNode after = one.line().path("after");
    if (!after.isObject()) {
      return Optional.empty();
    }
    Optional<SimVm> vm = later.qemu().vm(one.observed());
    // Where a create or clone met a machine that was there before, the recording shows the new one as missing.
    boolean foreign = one.line().path("before").isNull() || one.observed() != one.vmid();
    Optional<String> volumes = volumes(one, later);
    if (volumes.isPresent()) {
      return volumes;
    }
    Optional<String> pool = pool(one, later);
    if (pool.isPresent()) {
      return pool;
    }
    if (after.path("config").isNull()) {
      return vm.isPresent() && !foreign ? Optional.of("machine is still there") : Optional.empty();
    }
    if (vm.isEmpty()) {
      return Optional.of("machine is missing");
    }
    Set<String> skipped = skipped(one);
    return values("config", after.path("config"), Views.effective(vm.get()), skipped)
        .or(() -> values("pending", byKey(after.path("pending")), byKey(Views.pending(vm.get())), skipped))
        .or(() -> one.line().has("sandboxNote") ? Optional.empty() : power(after.path("current"), vm.get()))
        .or(() -> status(after.path("current"), Views.status(vm.get(), CPUS)));
  }

  private static Optional<String> status(JsonNode expected, JsonNode actual) {
    for (String key : STATUS) {
      Optional<String> difference = unlessEqual("status." + key, shown(expected.path(key)), shown(actual.path(key)));
      if (expected.isObject() && difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** Members of the pool, where the recording lists them. */
  private static Optional<String> pool(CorpusCase one, World later) {
    JsonNode recorded = one.line().path("afterPool");
    if (!recorded.isArray() || recorded.isEmpty()) {
      return Optional.empty();
    }
    TreeSet<Integer> expected = new TreeSet<>();
    recorded.get(0).path("members").forEach(member -> expected.add(member.path("vmid").asInt()));
    Pool pool = later.pools().get(recorded.get(0).path("poolid").asString());
    return unlessEqual("pool", expected.toString(), pool == null ? "none" : shown(pool, later).toString());
  }

  /** A member that does not exist is kept and not shown. */
  private static TreeSet<Integer> shown(Pool pool, World world) {
    return pool.vmids().stream().filter(vmid -> world.qemu().vm(vmid).isPresent()).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Images that are left of a machine, where the recording lists them. */
  private static Optional<String> volumes(CorpusCase one, World later) {
    TreeSet<String> expected = new TreeSet<>();
    one.line().path("afterStorage").forEach(v -> {
      if (v.path("content").asString().equals("images") && v.path("volid").asString().contains(":" + one.vmid() + "/")) {
        expected.add(v.path("volid").asString());
      }
    });
    TreeSet<String> actual = new TreeSet<>();
    later.qemu().volumes().values().stream().filter(v -> v.owner() == one.vmid()).forEach(v -> actual.add(v.volid()));
    return one.line().path("afterStorage").isArray()
        ? unlessEqual("volumes", expected.toString(), actual.toString())
        : Optional.empty();
  }

  private static Optional<String> power(JsonNode current, SimVm vm) {
    String state = current.path("qmpstatus").asString("");
    SimVm.Power expected = switch (state) {
      case "stopped" -> SimVm.Power.STOPPED;
      case "paused", "prelaunch" -> SimVm.Power.PAUSED;
      default -> SimVm.Power.RUNNING;
    };
    return state.isEmpty() ? Optional.empty() : unlessEqual("power", expected.name(), vm.power().name());
  }

  private static Set<String> skipped(CorpusCase one) {
    Set<String> skipped = new TreeSet<>(Set.of("digest", "meta"));
    one.volatilePaths().stream().filter(path -> path.startsWith("after.config."))
        .forEach(path -> skipped.add(path.substring("after.config.".length())));
    return skipped;
  }

  private static JsonNode byKey(JsonNode entries) {
    var node = tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    entries.forEach(entry -> {
      TreeMap<String, String> texts = new TreeMap<>();
      entry.properties().forEach(p -> texts.put(p.getKey(), shown(p.getValue())));
      node.put(entry.path("key").asString(), texts.toString());
    });
    return node;
  }

  private static Optional<String> values(String what, JsonNode expected, JsonNode actual, Set<String> skipped) {
    TreeSet<String> keys = new TreeSet<>();
    expected.properties().forEach(p -> keys.add(p.getKey()));
    actual.properties().forEach(p -> keys.add(p.getKey()));
    keys.removeAll(skipped);
    for (String key : keys) {
      Optional<String> difference = unlessEqual(what + "." + key, shown(expected.path(key)), shown(actual.path(key)));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "(absent)" : node.isString() ? "'" + node.asString() + "'" : node.asString();
  }

  private static Optional<String> unlessEqual(String what, String expected, String actual) {
    return expected.equals(actual)
        ? Optional.empty()
        : Optional.of(what + ": real <" + expected + "> simulated <" + actual + ">");
  }
}
