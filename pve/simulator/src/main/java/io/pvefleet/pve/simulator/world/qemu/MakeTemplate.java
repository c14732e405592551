package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.Map;

/** {@code POST template}: renames the machine's images to base images and marks it. */
final class MakeTemplate {

  private static final Duration TIME = Duration.ofMillis(400);

  private MakeTemplate() {}

  static QemuOutcome answer(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      String disk = params.getOrDefault("disk", "");
      check(new Work(state, context), vmid, disk);
      return new QemuOutcome.Task("qmtemplate", String.valueOf(vmid), state, TIME, later -> Work.task(later, context, work -> {
        check(work, vmid, disk);
        Storages storages = new Storages(work);
        Draft draft = work.draft(vmid);
        draft.config.put("template", "1");
        draft.config.replaceAll((key, value) -> converts(key, value, disk) ? base(storages, key, value) : value);
        work.write(draft);
      }));
    });
  }

  private static void check(Work work, int vmid, String disk) {
    SimVm vm = work.vm(vmid);
    work.checkLock(vm);
    if (!vm.snapshots().isEmpty()) {
      throw Die.of("unable to create template, because VM contains snapshots");
    }
    if (vm.isTemplate() && disk.isEmpty()) {
      throw Die.of("you can't convert a template to a template");
    }
    if (vm.isRunning()) {
      throw Die.of("you can't convert a VM to template if VM is running");
    }
  }

  private static boolean converts(String key, String value, String disk) {
    return Options.isDrive(key) && (disk.isEmpty() || disk.equals(key)) && !Drive.of(key, value).isCdrom();
  }

  private static String base(Storages storages, String key, String value) {
    Drive drive = Drive.of(key, value);
    return drive.with("file", storages.makeBase(drive.file())).text();
  }
}
