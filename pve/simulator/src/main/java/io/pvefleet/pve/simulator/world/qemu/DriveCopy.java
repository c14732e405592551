package io.pvefleet.pve.simulator.world.qemu;

import org.jspecify.annotations.Nullable;

/** Copies a drive's volume in full: what clones and moves do. */
final class DriveCopy {

  private static final long K = 1024;

  private final Work work;
  private final int owner;

  DriveCopy(Work work, int owner) {
    this.work = work;
    this.owner = owner;
  }

  /** The drive on its new volume; storage and format as wanted, else as they were. */
  String copy(Drive drive, @Nullable String storage, @Nullable String format) {
    Storages storages = new Storages(work);
    work.log.add("create full clone of drive " + drive.slot() + " (" + drive.file() + ")");
    SimVolume source = storages.volume(drive.file());
    SimStorage target = storages.storage(storage == null ? source.storage() : storage);
    String wanted = format == null || drive.slot().equals("tpmstate0") ? source.format() : format;
    String kind = storages.offers(target, wanted) ? wanted : storages.defaultFormat();
    long bytes = (source.size() + K - 1) / K * K;
    String volid = drive.isCloudinit()
        ? storages.allocateNamed(target.id(), owner, kind, "vm-" + owner + "-cloudinit", DiskCreation.CLOUDINIT_SIZE)
        : storages.allocate(target.id(), owner, kind, bytes);
    work.log.add("allocated target volume '" + volid + "'");
    return drive.with("file", volid).with("size", Sizes.format(storages.volume(volid).size())).without("format").text();
  }
}
