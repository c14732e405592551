package io.pvefleet.pve.simulator.world;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code POST vzdump} for one guest. Two of them run side by side here, where a real node lets the second wait for the first; backups
 * of all guests, of pools and of containers are not simulated.
 */
final class BackupCalls {

  private static final List<String> ROOT_ONLY = List.of("dumpdir", "job-id", "script", "tmpdir");

  private BackupCalls() {}

  static void register(Map<String, Function<Query, Turn>> handlers) {
    handlers.put("POST /nodes/{node}/vzdump", BackupCalls::backup);
  }

  private static Turn backup(Query q) {
    ROOT_ONLY.stream().filter(name -> q.get(name).isPresent() && !q.caller().isRootItself()).findFirst().ifPresent(name -> {
      throw Refusal.parameter(name, "Only root may set this option.");
    });
    String vmid = q.get("vmid").orElseThrow(() -> Refusal.parameter("vmid", "property is missing"));
    if (!vmid.matches("[0-9]{3,9}")) {
      throw Refusal.of(501, "Method 'POST /nodes/{node}/vzdump' of several guests not implemented");
    }
    if (!q.may("/vms/" + vmid, "VM.Backup")) {
      throw Refusal.forbidden("/vms/" + vmid + ", VM.Backup");
    }
    String storage = q.get("storage").orElse("local");
    if (!q.may("/storage/" + storage, "Datastore.AllocateSpace")) {
      throw Refusal.forbidden("/storage/" + storage + ", Datastore.AllocateSpace");
    }
    return QemuCalls.backedUp(q, Integer.parseInt(vmid), storage);
  }
}
