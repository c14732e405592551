package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * The backup of one machine, as {@code vzdump} makes it: the configuration is locked for the whole of it, and a stopped machine gets a
 * process that waits before its first instruction. Source: pve-manager {@code VZDump.pm}, qemu-server {@code VZDump/QemuServer.pm}.
 */
final class Backup {

  private static final Duration TIME = Duration.ofSeconds(40);
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss").withZone(ZoneOffset.UTC);

  private Backup() {}

  static QemuOutcome.Task answer(QemuState state, QemuContext context, int vmid, String storage) {
    Optional<String> bad = obstacle(state, context, vmid, storage);
    QemuState begun = bad.isPresent() ? state : state.with(locked(state.vm(vmid).orElseThrow()));
    return new QemuOutcome.Task("vzdump", String.valueOf(vmid), begun, TIME, later -> end(later, context, vmid, storage, bad));
  }

  private static Optional<String> obstacle(QemuState state, QemuContext context, int vmid, String storage) {
    SimStorage target = context.storages().get(storage);
    if (target == null || !target.takes("backup")) {
      String why = target == null
          ? "storage '" + storage + "' does not exist"
          : "can't use storage '" + storage + "' for backups - wrong content type";
      return Optional.of("could not get storage information for '" + storage + "': " + why);
    }
    Optional<SimVm> vm = state.vm(vmid);
    // A guest that cannot be backed up fails alone; the job tells of it in its log and ends so.
    return vm.isEmpty() || vm.get().lock().isPresent() ? Optional.of("job errors") : Optional.empty();
  }

  private static SimVm locked(SimVm vm) {
    SimVm held = vm.with("lock", "backup");
    return vm.isRunning() ? held : held.with(SimVm.Power.PRELAUNCH);
  }

  private static QemuOutcome.TaskEnd end(QemuState later, QemuContext context, int vmid, String storage, Optional<String> bad) {
    return bad.isPresent()
        ? new QemuOutcome.TaskEnd(later, bad.get(), List.of(), List.of())
        : Work.task(later, context, work -> {
          SimVm vm = work.vm(vmid);
          SimVm free = vm.get("lock").filter("backup"::equals).isPresent() ? vm.without("lock") : vm;
          work.write(free.power() == SimVm.Power.PRELAUNCH ? free.with(SimVm.Power.STOPPED) : free);
          String name = "vzdump-qemu-" + vmid + "-" + STAMP.format(context.now()) + ".vma";
          work.set(work.state().with(
              new SimVolume(storage + ":backup/" + name, "backup", vmid, 1L << 20, "vma", Optional.empty())));
          work.log.add("INFO: Finished Backup of VM " + vmid);
          work.log.add("INFO: Backup job finished successfully");
        });
  }
}
