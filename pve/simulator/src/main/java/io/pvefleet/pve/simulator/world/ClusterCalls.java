package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.Views;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls below {@code /cluster}: the overview of everything, free ids, cluster state. */
final class ClusterCalls {

  private static final int FIRST_ID = 100;
  private static final int LAST_ID = 999_999;

  private ClusterCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("GET /cluster/resources", ClusterCalls::resources);
    handlers.put("GET /cluster/nextid", ClusterCalls::nextId);
    handlers.put("GET /cluster/status", ClusterCalls::status);
    handlers.put("GET /cluster/options", ClusterCalls::options);
  }

  private static Turn resources(Query q) {
    Optional<String> type = q.get("type");
    ArrayNode rows = Json.array();
    if (type.isEmpty()) {
      pools(q, rows);
    }
    if (type.isEmpty() || type.get().equals("vm")) {
      guests(q, rows);
    }
    if (type.isEmpty() || type.get().equals("node")) {
      rows.add(node(q));
    }
    if (type.isEmpty() || type.get().equals("storage")) {
      storages(q, rows);
    }
    if (type.isEmpty() || type.get().equals("sdn")) {
      zone(q, rows);
    }
    return q.answer(Reply.ok(rows));
  }

  private static void pools(Query q, ArrayNode rows) {
    q.world().pools().keySet().stream()
        .filter(pool -> q.may("/pool/" + pool, "Pool.Audit"))
        .forEach(pool -> rows.addObject().put("id", "/pool/" + pool).put("type", "pool").put("pool", pool));
  }

  /**
   * Existence, tags, lock and pool are of this moment; everything else is what was last broadcast, and of a new guest nothing
   * was.
   */
  private static void guests(Query q, ArrayNode rows) {
    World world = q.world();
    world.qemu().vms().forEach((vmid, vm) -> {
      if (q.may("/vms/" + vmid, "VM.Audit")) {
        ObjectNode row = rows.addObject();
        row.put("id", "qemu/" + vmid).put("type", "qemu").put("vmid", vmid).put("node", world.facts().node());
        vm.get("tags").ifPresent(tags -> row.put("tags", tags));
        vm.lock().ifPresent(lock -> row.put("lock", lock));
        world.poolOf(vmid).ifPresent(pool -> row.put("pool", pool));
        RrdView.Row told = world.stale().rows().get(vmid);
        if (told == null) {
          row.put("status", "unknown");
        } else {
          broadcast(row, told, world.facts().threads());
        }
      }
    });
    world.containers().values().stream().filter(c -> q.may("/vms/" + c.vmid(), "VM.Audit")).forEach(container -> {
      ObjectNode row = rows.addObject();
      row.put("id", "lxc/" + container.vmid()).put("type", "lxc").put("vmid", container.vmid()).put("node", world.facts().node());
      LxcCalls.figures(q, container, row).put("template", 0).put("maxcpu", 1).remove(List.of("maxswap", "swap"));
    });
  }

  private static void broadcast(ObjectNode row, RrdView.Row told, int threads) {
    SimVm vm = told.vm();
    ObjectNode entry = Views.listEntry(vm, threads);
    long used = vm.isRunning() ? memory(vm) / 2 : 0;
    row.put("status", qmpStatus(vm)).put("name", entry.path("name").asString()).put("template", vm.isTemplate() ? 1 : 0);
    row.put("uptime", told.uptime()).put("maxcpu", entry.path("cpus").asInt()).put("cpu", vm.isRunning() ? 0.01 : 0);
    row.put("maxmem", entry.path("maxmem").asLong()).put("mem", used).put("memhost", used);
    row.put("maxdisk", entry.path("maxdisk").asLong()).put("disk", 0);
    row.put("netin", 0).put("netout", 0).put("diskread", 0).put("diskwrite", 0);
  }

  /** State of the process, finer than running or stopped. */
  static String qmpStatus(SimVm vm) {
    return switch (vm.power()) {
      case STOPPED -> "stopped";
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case PRELAUNCH -> "prelaunch";
    };
  }

  /** Bytes of RAM a machine may have. */
  static long memory(SimVm vm) {
    return Views.listEntry(vm, 1).path("maxmem").asLong();
  }

  private static ObjectNode node(Query q) {
    String node = q.world().facts().node();
    ObjectNode row = Json.object();
    row.put("id", "node/" + node).put("type", "node").put("node", node);
    row.put("status", q.world().stale().isSilent() ? "unknown" : "online");
    row.put("level", "").put("cgroup-mode", 2);
    if (q.may("/nodes/" + node, "Sys.Audit")) {
      NodeCalls.figures(q, row);
    }
    return row;
  }

  private static void storages(Query q, ArrayNode rows) {
    String node = q.world().facts().node();
    for (SimStorage storage : q.world().storages().values()) {
      if (q.mayAny("/storage/" + storage.id(), List.of("Datastore.Audit", "Datastore.AllocateSpace"))) {
        rows.addObject()
            .put("id", "storage/" + node + "/" + storage.id()).put("type", "storage")
            .put("storage", storage.id()).put("node", node)
            .put("plugintype", StorageCalls.type(storage)).put("content", StorageCalls.content(storage)).put("shared", 0)
            .put("status", "available").put("disk", StorageCalls.used(q.world(), storage.id())).put("maxdisk", storage.total());
      }
    }
  }

  private static void zone(Query q, ArrayNode rows) {
    if (q.mayAny("/sdn/zones/localnetwork", List.of("SDN.Audit", "SDN.Use", "SDN.Allocate"))) {
      String node = q.world().facts().node();
      rows.addObject()
          .put("id", "network/" + node + "/zone/localnetwork").put("type", "network").put("network", "localnetwork")
          .put("network-type", "zone").put("zone-type", "localnetwork").put("node", node).put("status", "ok");
    }
  }

  /** Without Sys.Audit only the tags in use. */
  private static Turn options(Query q) {
    ObjectNode data = Json.object();
    data.set(
        "allowed-tags",
        Json.texts(
            q.world().qemu().vms().values().stream()
                .flatMap(vm -> vm.get("tags").stream())
                .flatMap(tags -> Arrays.stream(tags.split(";")))
                .collect(Collectors.toCollection(TreeSet::new))));
    if (q.may("/", "Sys.Audit")) {
      data.put("mac_prefix", "BC:24:11").put("description", "");
    }
    return q.answer(Reply.ok(data));
  }

  private static Turn nextId(Query q) {
    Optional<Integer> asked = q.get("vmid").map(Integer::parseInt);
    if (asked.isPresent()) {
      if (isTaken(q.world(), asked.get())) {
        throw Refusal.parameter("vmid", "VM " + asked.get() + " already exists");
      }
      return q.answer(Reply.ok(Json.text(asked.get().toString())));
    }
    int free = FIRST_ID;
    while (free < LAST_ID && isTaken(q.world(), free)) {
      free++;
    }
    return q.answer(Reply.ok(Json.text(Integer.toString(free))));
  }

  private static boolean isTaken(World world, int vmid) {
    return world.qemu().vm(vmid).isPresent() || world.containers().containsKey(vmid);
  }

  private static Turn status(Query q) {
    String node = q.world().facts().node();
    ObjectNode row = Json.object();
    row.put("id", "node/" + node).put("name", node).put("type", "node").put("level", "").put("online", 1).put("nodeid", 0);
    row.put("ip", "192.0.2.10").put("local", 1);
    return q.answer(Reply.ok(Json.array().add(row)));
  }
}
