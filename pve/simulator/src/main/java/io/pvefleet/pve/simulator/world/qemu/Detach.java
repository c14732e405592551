package io.pvefleet.pve.simulator.world.qemu;

/** What becomes of a volume whose drive goes away. Source: qemu-server {@code vmconfig_register_unused_drive}. */
final class Detach {

  private final Work work;

  Detach(Work work) {
    this.work = work;
  }

  /** Keeps an own disk as unused, destroys a cloud-init image, forgets everything else. */
  void register(Draft draft, Drive drive) {
    if (drive.isCloudinit()) {
      work.set(work.state().withoutVolume(drive.file()));
    } else if (!drive.isCdrom() && new Storages(work).isOwner(draft.vmid, drive.file())) {
      draft.addUnused(drive.file());
    }
  }

  /** Takes a drive of the values in effect away, for good where forced. */
  void deleteOrDetach(Draft draft, String slot, SimVm.Delete how) {
    String value = draft.config.get(slot);
    if (value == null) {
      return;
    }
    Drive drive = Drive.of(slot, value);
    switch (how) {
      case FORCED -> {
        new ConfigPrivileges(work, draft.vmid).need("VM.Config.Disk");
        deallocate(draft, slot, drive);
      }
      case PLAIN -> register(draft, drive);
    }
  }

  /** Destroys an own volume, unless something else still refers to it. */
  void deallocate(Draft draft, String slot, Drive drive) {
    String volid = drive.file();
    Storages storages = new Storages(work);
    if (drive.isPlainCdrom() || !storages.isOwner(draft.vmid, volid)) {
      return;
    }
    boolean inSnapshot = work.vm(draft.vmid).snapshots().stream()
        .anyMatch(s -> s.config().values().stream().anyMatch(v -> v.equals(volid) || v.startsWith(volid + ",")));
    boolean elsewhere = draft.config.entrySet().stream().anyMatch(
        e -> !e.getKey().equals(slot) && Options.isDrive(e.getKey())
            && Drive.parse(e.getKey(), e.getValue()).filter(d -> d.file().equals(volid)).isPresent());
    if (inSnapshot || elsewhere) {
      throw Die.of("unable to delete '" + volid + "' - volume is still in use (snapshot?)");
    }
    storages.free(volid);
  }
}
