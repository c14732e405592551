package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Snapshots without memory: their configuration is kept, the content of disks is not simulated. */
final class Snapshots {

  private static final Duration TIME = Duration.ofMillis(600);

  private Snapshots() {}

  static QemuOutcome create(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      String name = params.getOrDefault("snapname", "");
      if (name.equals("current") || name.equals("pending")) {
        throw Die.of("unable to use snapshot name '" + name + "' (reserved name)");
      }
      return new QemuOutcome.Task("qmsnapshot", String.valueOf(vmid), state, TIME, later -> Work.task(later, context, work -> {
        SimVm vm = work.vm(vmid);
        work.checkLock(vm);
        if (vm.snapshots().stream().anyMatch(s -> s.name().equals(name))) {
          throw Die.of("snapshot name '" + name + "' already used");
        }
        checkFeature(work, vm);
        TreeMap<String, String> kept = new TreeMap<>(vm.config());
        kept.keySet().removeIf(Options::isUnused);
        kept.put("snaptime", String.valueOf(context.now().getEpochSecond()));
        String description = params.getOrDefault("description", "");
        if (!description.isEmpty()) {
          kept.put("description", description);
        }
        List<SimVm.Snapshot> snapshots = new ArrayList<>(vm.snapshots());
        snapshots.add(new SimVm.Snapshot(name, kept));
        work.write(vm.with(snapshots).with("parent", name));
      }));
    });
  }

  private static void checkFeature(Work work, SimVm vm) {
    Storages storages = new Storages(work);
    boolean possible = vm.config().entrySet().stream().filter(e -> Options.isDrive(e.getKey()))
        .map(e -> Drive.of(e.getKey(), e.getValue())).filter(drive -> !drive.isPlainCdrom())
        .map(drive -> storages.volume(drive.file()))
        .allMatch(v -> v.format().equals("qcow2") || storages.storage(v.storage()).type() == SimStorage.Type.LVMTHIN);
    if (!possible) {
      throw Die.of("snapshot feature is not available");
    }
  }

  static QemuOutcome delete(QemuState state, QemuContext context, int vmid, String name) {
    return new QemuOutcome.Task("qmdelsnapshot", String.valueOf(vmid), state, TIME, later -> Work.task(later, context, work -> {
      SimVm vm = work.vm(vmid);
      work.checkLock(vm);
      SimVm.Snapshot gone = find(vm, name);
      List<SimVm.Snapshot> rest = vm.snapshots().stream().filter(s -> !s.name().equals(name)).toList();
      SimVm next = vm.with(rest);
      boolean wasParent = name.equals(vm.config().get("parent"));
      String older = gone.config().get("parent");
      work.write(!wasParent ? next : older == null ? next.without("parent") : next.with("parent", older));
    }));
  }

  static QemuOutcome rollback(QemuState state, QemuContext context, int vmid, String name, Map<String, String> params) {
    return new QemuOutcome.Task("qmrollback", String.valueOf(vmid), state, TIME, later -> Work.task(later, context, work -> {
      SimVm vm = work.vm(vmid);
      work.checkLock(vm);
      TreeMap<String, String> config = new TreeMap<>(find(vm, name).config());
      config.remove("snaptime");
      config.put("parent", name);
      work.write(vm.withConfig(config).withPending(Map.of(), Map.of()).with(SimVm.Power.STOPPED));
      if ("1".equals(params.get("start"))) {
        work.followUps.add(after -> Power.start(after, context, vmid, Map.of()));
      }
    }));
  }

  private static SimVm.Snapshot find(SimVm vm, String name) {
    return vm.snapshots().stream().filter(s -> s.name().equals(name)).findFirst()
        .orElseThrow(() -> Die.of("snapshot '" + name + "' does not exist"));
  }

  static JsonNode list(SimVm vm) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (SimVm.Snapshot snapshot : vm.snapshots()) {
      var entry = list.addObject().put("name", snapshot.name());
      entry.put("snaptime", Long.parseLong(snapshot.config().getOrDefault("snaptime", "0")));
      entry.put("description", snapshot.config().getOrDefault("description", ""));
      String parent = snapshot.config().get("parent");
      if (parent != null) {
        entry.put("parent", parent);
      }
    }
    var current = list.addObject().put("name", "current").put("description", "You are here!").put("digest", vm.digest());
    current.put("running", vm.isRunning() ? 1 : 0);
    String parent = vm.config().get("parent");
    if (parent != null) {
      current.put("parent", parent);
    }
    return list;
  }
}
