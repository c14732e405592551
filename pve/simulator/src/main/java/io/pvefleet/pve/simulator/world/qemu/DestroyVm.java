package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/** {@code DELETE} of a machine. Source: qemu-server {@code API2/Qemu.pm}, {@code destroy_vm}. */
final class DestroyVm {

  private static final Duration TIME = Duration.ofMillis(700);

  private final Work work;
  private final int vmid;

  DestroyVm(Work work, int vmid) {
    this.work = work;
    this.vmid = vmid;
  }

  static QemuOutcome answer(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      Work checks = new Work(state, context);
      boolean skipsLock = "1".equals(params.get("skiplock"));
      Power.checkRootOnly(context, params);
      SimVm vm = checks.vm(vmid);
      if (vm.isProtected()) {
        throw Die.of("can't remove VM " + vmid + " - protection mode enabled");
      }
      if (vm.isRunning()) {
        throw Die.of("VM " + vmid + " is running - destroy failed");
      }
      return new QemuOutcome.Task("qmdestroy", String.valueOf(vmid), state, TIME, later -> Work.task(later, context, work -> {
        SimVm now = work.vm(vmid);
        if (!skipsLock && !now.isHibernated()) {
          work.checkLock(now);
        }
        if (now.isRunning()) {
          throw Die.of("VM " + vmid + " is running - destroy failed");
        }
        new DestroyVm(work, vmid).run("1".equals(params.get("destroy-unreferenced-disks")));
        if ("1".equals(params.get("purge"))) {
          work.log.add("purging VM " + vmid + " from related configurations..");
        }
      }));
    });
  }

  private void run(boolean unreferencedToo) {
    Storages storages = new Storages(work);
    TreeSet<String> volumes = new TreeSet<>();
    SimVm vm = work.vm(vmid);
    collect(vm.config(), volumes);
    collect(vm.pending(), volumes);
    vm.snapshots().forEach(snapshot -> collect(snapshot.config(), volumes));
    if (vm.isTemplate()) {
      volumes.stream().filter(storages::isBaseInUse).findFirst().ifPresent(volid -> {
        throw Die.of("base volume '" + volid + "' is still in use by linked cloned");
      });
    }
    volumes.stream().filter(volid -> storages.isOwner(vmid, volid)).forEach(volid -> {
      if (storages.isBaseInUse(volid)) {
        work.warn("Could not remove disk '" + volid + "', check manually: base volume is still in use by linked clones");
      } else {
        work.set(work.state().withoutVolume(volid));
      }
    });
    if (unreferencedToo) {
      clearVolumes();
    }
    work.set(work.state().withoutVm(vmid));
  }

  /** Takes away whatever a failed create or clone has left. */
  void clear() {
    clearVolumes();
    work.set(work.state().withoutVm(vmid));
  }

  private void clearVolumes() {
    new TreeSet<>(work.state().volumes().keySet()).forEach(volid -> {
      boolean own = work.state().volume(volid).filter(v -> v.owner() == vmid).isPresent();
      if (own && !new Storages(work).isBaseInUse(volid)) {
        work.set(work.state().withoutVolume(volid));
      }
    });
  }

  private static void collect(Map<String, String> config, TreeSet<String> volumes) {
    config.forEach((key, value) -> {
      if (Options.isDrive(key)) {
        Drive.parse(key, value).filter(drive -> !drive.isPlainCdrom()).ifPresent(drive -> volumes.add(drive.file()));
      } else if (Options.isUnused(key) || key.equals("vmstate")) {
        volumes.add(value);
      }
    });
  }
}
