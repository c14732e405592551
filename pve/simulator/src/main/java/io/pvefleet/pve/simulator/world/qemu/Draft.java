package io.pvefleet.pve.simulator.world.qemu;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A machine's configuration being edited, as a worker holds it between reading and writing the file. */
final class Draft {

  final int vmid;
  final TreeMap<String, String> config;
  final TreeMap<String, String> pending;
  final TreeMap<String, SimVm.Delete> deletes;

  Draft(SimVm vm) {
    vmid = vm.vmid();
    config = new TreeMap<>(vm.config());
    pending = new TreeMap<>(vm.pending());
    deletes = new TreeMap<>(vm.deletes());
  }

  /** The value in effect, else the pending one. */
  Optional<String> any(String key) {
    return Optional.ofNullable(config.getOrDefault(key, pending.get(key)));
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(config.get(key));
  }

  boolean isProtected() {
    return "1".equals(config.get("protection"));
  }

  /** Drops pending values equal to those in effect and pending deletes of what is not there. */
  void cleanPending() {
    pending.entrySet().removeIf(e -> e.getValue().equals(config.get(e.getKey())));
    deletes.keySet().removeIf(key -> !config.containsKey(key));
  }

  /** Files a volume under the lowest free {@code unusedN}, unless one has it already. */
  void addUnused(String volid) {
    boolean known = config.entrySet().stream().anyMatch(e -> Options.isUnused(e.getKey()) && e.getValue().equals(volid));
    for (int i = 0; i < 256 && !known; i++) {
      if (!config.containsKey("unused" + i)) {
        config.put("unused" + i, volid);
        return;
      }
    }
  }

  /** The machine as the file holds it after a write and a read; {@link Die} where the write refuses a value. */
  SimVm stored(SimVm vm) {
    Map<String, String> values = ConfigText.stored(config);
    Map<String, String> waiting = ConfigText.pending(pending);
    Set<String> used = new HashSet<>();
    collectVolumes(values, used);
    collectVolumes(waiting, used);
    values.entrySet().removeIf(e -> Options.isUnused(e.getKey()) && used.contains(e.getValue()));
    return vm.withConfig(values).withPending(waiting, deletes);
  }

  private static void collectVolumes(Map<String, String> values, Set<String> used) {
    values.forEach((key, value) -> {
      if (Options.isDrive(key)) {
        Drive.parse(key, value).ifPresent(drive -> used.add(drive.file()));
      }
    });
  }
}
