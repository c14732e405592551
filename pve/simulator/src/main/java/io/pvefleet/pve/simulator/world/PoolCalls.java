package io.pvefleet.pve.simulator.world;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Resource pools, as far as rights need them. */
final class PoolCalls {

  private PoolCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("GET /pools", PoolCalls::list);
    handlers.put("GET /pools/{poolid}", q -> q.answer(Reply.ok(shown(q, q.text("poolid")))));
    handlers.put("POST /pools", PoolCalls::create);
    handlers.put("PUT /pools", PoolCalls::change);
    handlers.put("DELETE /pools", PoolCalls::delete);
  }

  private static Turn list(Query q) {
    if (q.get("poolid").isPresent()) {
      // seen: members of any pool, without any right on it
      return q.answer(Reply.ok(Json.array().add(shown(q, q.text("poolid")))));
    }
    ArrayNode rows = Json.array();
    q.world().pools().forEach((id, pool) -> {
      if (q.may("/pool/" + id, "Pool.Audit")) {
        rows.add(head(id, pool));
      }
    });
    return q.answer(Reply.ok(rows));
  }

  private static ObjectNode head(String id, Pool pool) {
    ObjectNode row = Json.object().put("poolid", id);
    if (!pool.comment().isEmpty()) {
      row.put("comment", pool.comment());
    }
    return row;
  }

  private static Pool pool(Query q, String id) {
    Pool pool = q.world().pools().get(id);
    if (pool == null) {
      throw Refusal.died("no such pool '" + id + "'");
    }
    return pool;
  }

  private static ObjectNode shown(Query q, String id) {
    Pool pool = pool(q, id);
    ObjectNode data = head(id, pool);
    ArrayNode members = data.putArray("members");
    String node = q.world().facts().node();
    pool.vmids().forEach(vmid ->
        q.world().qemu().vm(vmid).ifPresent(vm ->
            members.addObject()
                .put("id", "qemu/" + vmid).put("type", "qemu").put("vmid", vmid).put("node", node)
                .put("status", vm.isRunning() ? "running" : "stopped")));
    return data;
  }

  private static Turn create(Query q) {
    String id = q.text("poolid");
    if (q.world().pools().containsKey(id)) {
      throw Refusal.died("create pool failed: pool '" + id + "' already exists");
    }
    return q.answer(with(q, id, Pool.empty(q.get("comment").orElse(""))), Reply.done());
  }

  private static Turn change(Query q) {
    String id = q.text("poolid");
    SortedMap<String, Pool> pools = new TreeMap<>(q.world().pools());
    if (!pools.containsKey(id)) {
      throw notUpdated("pool '" + id + "' does not exist");
    }
    q.get("comment").ifPresent(comment -> pools.computeIfPresent(id, (name, pool) -> pool.withComment(comment)));
    for (String text : list(q, "vms")) {
      guest(q, pools, id, Integer.parseInt(text));
    }
    for (String storage : list(q, "storage")) {
      storage(q, pools, id, storage);
    }
    return q.answer(q.world().withPools(pools), Reply.done());
  }

  private static String[] list(Query q, String parameter) {
    return q.get(parameter).map(v -> v.split("[,;\\s]+")).orElse(new String[0]);
  }

  /** A guest is in one pool at most; whether it exists is not asked. */
  private static void guest(Query q, SortedMap<String, Pool> pools, String id, int vmid) {
    needModify(q, "/vms/" + vmid, "VM.Allocate");
    boolean member = pools.getOrDefault(id, Pool.empty("")).vmids().contains(vmid);
    if (q.isSet("delete")) {
      if (!member) {
        throw notUpdated("VM " + vmid + " is not a pool member");
      }
      pools.computeIfPresent(id, (name, pool) -> pool.without(vmid));
      return;
    }
    if (member) {
      throw notUpdated("VM " + vmid + " is already a pool member");
    }
    q.world().poolOf(vmid).ifPresent(other -> {
      if (!q.isSet("allow-move")) {
        throw notUpdated("VM " + vmid + " belongs already to pool '" + other + "' and 'allow-move' is not set");
      }
      if (!q.may("/pool/" + other, "Pool.Allocate")) {
        throw Refusal.forbidden("/pool/" + other + ", Pool.Allocate");
      }
      pools.computeIfPresent(other, (name, pool) -> pool.without(vmid));
    });
    pools.computeIfPresent(id, (name, pool) -> pool.with(vmid));
  }

  private static void storage(Query q, SortedMap<String, Pool> pools, String id, String storage) {
    needModify(q, "/storage/" + storage, "Datastore.Allocate");
    boolean member = pools.getOrDefault(id, Pool.empty("")).storages().contains(storage);
    if (q.isSet("delete") != member) {
      throw notUpdated("Storage '" + storage + (member ? "' is already a pool member" : "' is not a pool member"));
    }
    pools.computeIfPresent(id, (name, pool) -> member ? pool.withoutStorage(storage) : pool.withStorage(storage));
  }

  /** Who changes membership changes rights, so that the right to change rights will do as well. */
  private static void needModify(Query q, String path, String privilege) {
    if (!q.mayAny(path, List.of("Permissions.Modify", privilege))) {
      throw Refusal.forbidden(path + ", Permissions.Modify|" + privilege);
    }
  }

  private static Refusal notUpdated(String why) {
    return Refusal.died("update pools failed: " + why);
  }

  private static Turn delete(Query q) {
    String id = q.text("poolid");
    if (!pool(q, id).vmids().isEmpty()) {
      int member = pool(q, id).vmids().getFirst();
      throw Refusal.died("delete pool failed: pool '" + id + "' is not empty (contains VM " + member + ")");
    }
    SortedMap<String, Pool> left = new TreeMap<>(q.world().pools());
    left.remove(id);
    return q.answer(q.world().withPools(left).with(q.access().withoutPath("/pool/" + id)), Reply.done());
  }

  private static World with(Query q, String id, Pool pool) {
    SortedMap<String, Pool> pools = new TreeMap<>(q.world().pools());
    pools.put(id, pool);
    return q.world().withPools(pools);
  }
}
