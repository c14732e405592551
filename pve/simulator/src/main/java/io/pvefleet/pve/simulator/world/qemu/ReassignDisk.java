package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code POST move_disk} with {@code target-vmid}: gives a disk to another machine. */
final class ReassignDisk {

  private static final Duration TIME = Duration.ofMillis(400);

  private ReassignDisk() {}

  static QemuOutcome answer(Work work, int vmid, int target, Map<String, String> params) {
    String slot = params.getOrDefault("disk", "");
    String targetSlot = params.getOrDefault("target-disk", slot);
    if (target == vmid) {
      throw Die.parameter("target-vmid", "must be different than source VMID to reassign disk");
    }
    new ConfigPrivileges(work, target).need("VM.Config.Disk");
    if (work.state().vm(target).isEmpty()) {
      throw Die.of("could not find target VM " + target);
    }
    check(work, vmid, target, slot, targetSlot, params);
    QemuContext context = work.context;
    return new QemuOutcome.Task("qmmove", vmid + "-" + slot + ">" + target + "-" + targetSlot, work.state(), TIME,
        later -> Work.task(later, context, run -> {
          check(run, vmid, target, slot, targetSlot, Map.of());
          run(run, vmid, target, slot, targetSlot);
        }));
  }

  private static void check(Work work, int vmid, int target, String slot, String targetSlot, Map<String, String> params) {
    SimVm from = work.vm(vmid);
    SimVm to = work.vm(target);
    work.checkLock(from);
    work.checkLock(to);
    if (from.isTemplate() || to.isTemplate()) {
      throw Die.of("Can't move disks from or to template VMs");
    }
    String digest = params.getOrDefault("digest", "");
    if (!digest.isEmpty() && !digest.equals(from.digest())) {
      throw Die.of("VM " + vmid + ": detected modified configuration - file changed by other user? Try again.");
    }
    String value =
        from.get(slot).orElseThrow(() -> Die.of("Disk '" + slot + "' for VM '" + vmid + "' does not exist"));
    if (to.get(targetSlot).isPresent()) {
      throw Die.of("Target disk key '" + targetSlot + "' is already in use for VM '" + target + "'");
    }
    Drive drive = Options.isUnused(slot) ? new Drive(slot, Map.of("file", value)) : Drive.of(slot, value);
    if (drive.isPlainCdrom()) {
      throw Die.of("CD drive contents can't be moved to another VM");
    }
    if (from.isRunning() && !Options.isUnused(slot)) {
      throw Die.of("Cannot move disk to another VM while the source VM is running - detach first");
    }
    SimVolume volume = new Storages(work).volume(drive.file());
    new ConfigPrivileges(work, vmid).need("/storage/" + volume.storage(), "Datastore.AllocateSpace");
  }

  private static void run(Work work, int vmid, int target, String slot, String targetSlot) {
    work.log.add("reassign disk '" + slot + "' from VM '" + vmid + "' as '" + targetSlot + "' to VM '" + target + "'");
    String value = work.vm(vmid).config().getOrDefault(slot, "");
    Drive drive = Options.isUnused(slot) ? new Drive(slot, Map.of("file", value)) : Drive.of(slot, value);
    Storages storages = new Storages(work);
    SimVolume volume = storages.volume(drive.file());
    String next = storages.allocate(volume.storage(), target, volume.format(), volume.size());
    work.log.removeLast();
    work.set(work.state().withoutVolume(volume.volid()));
    Draft from = work.draft(vmid);
    List<String> order = BootOrder.devices(from.config.getOrDefault("boot", ""));
    if (order.contains(slot)) {
      work.log.add("removing disk '" + slot + "' from boot order config");
      from.config.put("boot", BootOrder.print(MoveDisk.withoutSlot(order, slot)));
    }
    work.log.add("removing disk '" + slot + "' from VM '" + vmid + "' config");
    from.config.remove(slot);
    work.write(from);
    Draft to = work.draft(target);
    if (Options.isUnused(targetSlot)) {
      to.config.put(targetSlot, next);
    } else {
      String text = new Drive(targetSlot, drive.with("file", next).properties()).text();
      work.log.add("update VM " + target + ": -" + targetSlot + " " + text);
      to.config.put(targetSlot, text);
    }
    work.write(to);
  }
}
