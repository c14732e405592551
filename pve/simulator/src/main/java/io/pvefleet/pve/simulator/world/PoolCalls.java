package io.pvefleet.pve.simulator.world;

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
    Pool pool = q.world().pools().get(id);
    if (pool == null) {
      throw Refusal.died("update pools failed: pool '" + id + "' does not exist");
    }
    for (String text : q.get("vms").map(v -> v.split("[,;\\s]+")).orElse(new String[0])) {
      int vmid = Integer.parseInt(text);
      if (!q.may("/vms/" + vmid, "VM.Allocate")) {
        throw Refusal.forbidden("/vms/" + vmid + ", VM.Allocate");
      }
      boolean member = pool.vmids().contains(vmid);
      if (q.isSet("delete") && member) {
        pool = pool.without(vmid);
      } else if (q.isSet("delete")) {
        throw Refusal.died("update pools failed: VM " + vmid + " is not a pool member");
      } else if (member) {
        throw Refusal.died("update pools failed: VM " + vmid + " is already a pool member");
      } else {
        pool = pool.with(vmid);
      }
    }
    return q.answer(with(q, id, pool), Reply.done());
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
