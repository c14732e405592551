package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.Map;

/** {@code PUT resize}: everything but the syntax is checked in the task. */
final class ResizeDisk {

  private static final Duration TIME = Duration.ofMillis(400);

  private ResizeDisk() {}

  static QemuOutcome answer(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      Power.checkRootOnly(context, params);
      return new QemuOutcome.Task("resize", String.valueOf(vmid), state, TIME,
          later -> Work.task(later, context, work -> run(work, vmid, params)));
    });
  }

  private static void run(Work work, int vmid, Map<String, String> params) {
    SimVm vm = work.vm(vmid);
    String digest = params.getOrDefault("digest", "");
    if (!digest.isEmpty() && !digest.equals(vm.digest())) {
      throw Die.of("checksum mismatch (file change by other user?)");
    }
    if (!"1".equals(params.get("skiplock"))) {
      work.checkLock(vm);
    }
    String slot = params.getOrDefault("disk", "");
    String value = vm.get(slot).orElseThrow(() -> Die.of("disk '" + slot + "' does not exist"));
    Drive drive = Drive.of(slot, value);
    if (drive.isCdrom()) {
      throw Die.of("you can't resize a cdrom");
    }
    Storages storages = new Storages(work);
    SimVolume volume = storages.volume(drive.file());
    new ConfigPrivileges(work, vmid).need("/storage/" + volume.storage(), "Datastore.AllocateSpace");
    String text = params.getOrDefault("size", "");
    long size = text.startsWith("+") ? volume.size() + Sizes.parse(text.substring(1)) : Sizes.parse(text);
    if (size < volume.size()) {
      throw Die.of("shrinking disks is not supported");
    }
    if (size == volume.size()) {
      return;
    }
    if (!vm.isRunning()) {
      work.log.add("Image resized.");
    }
    work.set(work.state().with(volume.withSize(size)));
    work.write(work.vm(vmid).with(slot, drive.with("size", Sizes.format(size)).text()));
  }
}
