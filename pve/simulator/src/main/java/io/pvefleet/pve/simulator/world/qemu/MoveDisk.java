package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code POST move_disk} to another storage or format. Source: qemu-server {@code API2/Qemu.pm}, {@code move_vm_disk}. */
final class MoveDisk {

  private static final Duration TIME = Duration.ofSeconds(2);

  private MoveDisk() {}

  static QemuOutcome answer(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      Work work = new Work(state, context);
      String target = params.get("target-vmid");
      String storage = params.get("storage");
      if (target != null && storage != null) {
        throw Die.parameters(Map.of(
            "storage", "either set 'storage' or 'target-vmid', but not both",
            "target-vmid", "either set 'storage' or 'target-vmid', but not both"));
      }
      if (target != null) {
        return ReassignDisk.answer(work, vmid, Integer.parseInt(target), params);
      }
      if (storage == null) {
        String missing = "both 'storage' and 'target-vmid' missing, either needs to be set";
        throw Die.parameters(Map.of("storage", missing, "target-vmid", missing));
      }
      check(work, vmid, storage, params);
      return new QemuOutcome.Task("qmmove", String.valueOf(vmid), state, TIME,
          later -> Work.task(later, context, run -> move(run, vmid, storage, params)));
    });
  }

  private static void check(Work work, int vmid, String storage, Map<String, String> params) {
    new ConfigPrivileges(work, vmid).need("/storage/" + storage, "Datastore.AllocateSpace");
    SimVm vm = work.vm(vmid);
    work.checkLock(vm);
    String digest = params.getOrDefault("digest", "");
    if (!digest.isEmpty() && !digest.equals(vm.digest())) {
      throw Die.of("detected modified configuration - file changed by other user? Try again.");
    }
    String slot = params.getOrDefault("disk", "");
    Drive drive = Drive.of(slot, vm.get(slot).orElseThrow(() -> Die.of("disk '" + slot + "' does not exist")));
    if (drive.isPlainCdrom()) {
      throw Die.of("you can't move a cdrom");
    }
    Storages storages = new Storages(work);
    SimVolume volume = storages.volume(drive.file());
    String format = params.getOrDefault("format", volume.format());
    if (volume.storage().equals(storage) && format.equals(volume.format())) {
      throw Die.of("you can't move to the same storage with same format");
    }
    boolean inSnapshot = vm.snapshots().stream()
        .anyMatch(s -> s.config().getOrDefault(slot, "").startsWith(drive.file()));
    if (inSnapshot && "1".equals(params.get("delete"))) {
      throw Die.of("you can't move a disk with snapshots and delete the source");
    }
    storages.storage(storage);
  }

  private static void move(Work work, int vmid, String storage, Map<String, String> params) {
    String slot = params.getOrDefault("disk", "");
    SimVm vm = work.vm(vmid);
    work.checkLock(vm);
    Drive drive = Drive.of(slot, vm.get(slot).orElseThrow(() -> Die.of("disk '" + slot + "' does not exist")));
    String source = drive.file();
    Storages storages = new Storages(work);
    work.log.add("copying volume '" + source + "' from current storage '" + storages.volume(source).storage()
        + "' to target storage '" + storage + "'");
    if (vm.isRunning() && slot.equals("tpmstate0")) {
      throw Die.of("cannot move TPM state while VM is running");
    }
    Drive moved = Drive.of(slot, new DriveCopy(work, vmid).copy(drive, storage, params.get("format")));
    if (vm.isTemplate()) {
      moved = moved.with("file", storages.makeBase(moved.file()));
    }
    Draft draft = work.draft(vmid);
    draft.config.put(slot, moved.text());
    boolean deletes = "1".equals(params.get("delete"));
    if (!deletes && storages.isOwner(vmid, source)) {
      draft.addUnused(source);
      work.log.add("adding source volume '" + source + "' to config");
    }
    work.write(draft);
    if (deletes) {
      work.log.add("removing source volume '" + source + "' after successful copy");
      if (storages.isBaseInUse(source)) {
        work.log.add("base volume '" + source + "' is still in use by linked clones");
      } else {
        storages.free(source);
      }
    }
  }

  /** Slots whose volume may be moved: drives and unused ones. */
  static List<String> withoutSlot(List<String> order, String slot) {
    List<String> rest = new ArrayList<>(order);
    rest.remove(slot);
    return rest;
  }
}
