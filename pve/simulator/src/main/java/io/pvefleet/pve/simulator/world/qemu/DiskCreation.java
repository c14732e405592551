package io.pvefleet.pve.simulator.world.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns drive values as sent into drive values as stored: allocates, imports, measures. Source: qemu-server
 * {@code API2/Qemu.pm}, {@code create_disks}.
 */
final class DiskCreation {

  static final long CLOUDINIT_SIZE = 4L << 20;
  private static final long TPM_SIZE = 4L << 20;
  private static final long EFI_4M = 528L << 10;
  private static final long EFI_2M = 128L << 10;

  private final Work work;
  private final Storages storages;
  private final Map<String, String> config;
  private final int vmid;
  private final String defaultStorage;
  private final List<String> created = new ArrayList<>();

  DiskCreation(Work work, int vmid, Map<String, String> config, String defaultStorage) {
    this.work = work;
    this.storages = new Storages(work);
    this.vmid = vmid;
    this.config = config;
    this.defaultStorage = defaultStorage;
  }

  /** Drive values as the caller sent them, checked and printed anew; {@link Die} with 400 where one cannot be read. */
  static void prepare(Work work, Map<String, String> params) {
    for (Map.Entry<String, String> param : new TreeMap<>(params).entrySet()) {
      if (Options.isDrive(param.getKey())) {
        params.put(param.getKey(), prepared(work, param.getKey(), param.getValue()).text());
      }
    }
  }

  private static Drive prepared(Work work, String slot, String value) {
    Drive drive = Drive.parse(slot, value).orElseThrow(() -> Die.parameter(slot, "unable to parse drive options"));
    if (drive.get("import-from").isPresent()
        && drive.allocation().filter(a -> Double.parseDouble(a.gibibytes()) == 0).isEmpty()) {
      throw Die.parameter(slot, "'import-from' requires special syntax - use <storage ID>:0,import-from=<source>");
    }
    String file = drive.file();
    if (file.startsWith("/") && !file.startsWith("/dev/")) {
      SimVolume volume = new Storages(work).byPath(file)
          .orElseThrow(() -> Die.parameter(slot, "unable to associate path '" + file + "' to any storage"));
      drive = drive.with("file", volume.volid());
      if (volume.content().equals("iso") && drive.get("media").isEmpty()) {
        drive = drive.with("media", "cdrom");
      }
    }
    return drive.isEmptyCdrom() && drive.get("media").isEmpty() ? drive.with("media", "cdrom") : drive;
  }

  /** Creates what the drives ask for, in the order of their names; frees everything again where one fails. */
  Map<String, String> create(Map<String, String> drives) {
    Map<String, String> stored = new TreeMap<>();
    try {
      new TreeMap<>(drives).forEach((slot, value) -> stored.put(slot, create(Drive.of(slot, value))));
    } catch (Die e) {
      created.forEach(volid -> work.set(work.state().withoutVolume(volid)));
      throw e;
    }
    return stored;
  }

  private String create(Drive drive) {
    String file = drive.file();
    if (drive.isEmptyCdrom()) {
      return drive.without("size").text();
    }
    if (file.equals("cloudinit") || file.endsWith(":cloudinit")) {
      return cloudinit(drive);
    }
    Optional<Drive.Allocation> allocation = drive.allocation();
    return allocation.isPresent() ? allocate(drive, allocation.orElseThrow()) : attach(drive);
  }

  private String cloudinit(Drive drive) {
    String file = drive.file();
    String storage = file.contains(":") ? file.substring(0, file.indexOf(':')) : defaultStorage;
    if (storage.isEmpty()) {
      throw Die.of("no storage ID specified (and no default storage)");
    }
    attachedCloudinit(config, drive.slot()).ifPresent(other -> {
      throw Die.of(drive.slot() + " - cloud-init drive is already attached at '" + other + "'");
    });
    boolean files = storages.storage(storage).type() == SimStorage.Type.DIR;
    String format = drive.get("format").orElse(files ? "qcow2" : "raw");
    String volid = track(storages.allocateNamed(storage, vmid, format, "vm-" + vmid + "-cloudinit", CLOUDINIT_SIZE));
    return done(drive.with("file", volid).with("media", "cdrom").without("format"));
  }

  /** The slot of a cloud-init drive other than {@code except}. */
  static Optional<String> attachedCloudinit(Map<String, String> config, String except) {
    return config.entrySet().stream()
        .filter(e -> Options.isDrive(e.getKey()) && !e.getKey().equals(except))
        .filter(e -> Drive.parse(e.getKey(), e.getValue()).filter(Drive::isCloudinit).isPresent())
        .map(Map.Entry::getKey).findFirst();
  }

  private String allocate(Drive drive, Drive.Allocation allocation) {
    String storage = allocation.storage().orElse(defaultStorage);
    if (storage.isEmpty()) {
      throw Die.of("no storage ID specified (and no default storage)");
    }
    Optional<String> source = drive.get("import-from");
    if (source.isPresent()) {
      return importFrom(drive.without("import-from"), storage, source.orElseThrow());
    }
    String format = drive.get("format").orElse(storages.defaultFormat());
    long bytes = Sizes.ofGibibytes(allocation.gibibytes());
    if (drive.slot().equals("efidisk0")) {
      bytes = "4m".equals(drive.properties().get("efitype")) ? EFI_4M : EFI_2M;
    } else if (drive.slot().equals("tpmstate0")) {
      bytes = TPM_SIZE;
      format = "raw";
    }
    String volid = track(storages.allocate(storage, vmid, format, bytes));
    if ("1".equals(config.get("template"))) {
      created.remove(volid);
      volid = track(storages.makeBase(volid));
    }
    long size = drive.slot().equals("efidisk0") ? storages.volume(volid).size() : bytes;
    return done(drive.with("file", volid).with("size", Sizes.format(size)).without("format"));
  }

  private String importFrom(Drive drive, String storageId, String source) {
    Optional<SimVolume> found =
        source.startsWith("/") ? storages.byPath(source) : work.state().volume(source);
    SimVolume from = found.orElseThrow(
        () -> Die.of("failed to stat '" + (source.startsWith("/") ? source : storages.path(source)) + "'"));
    SimStorage storage = storages.storage(storageId);
    String wanted = drive.get("format").orElse(from.format());
    String format = storages.offers(storage, wanted) ? wanted : storages.defaultFormat();
    work.log.add("create full clone of drive (" + source + ")");
    String volid = track(storages.allocate(storageId, vmid, format, from.size()));
    work.log.add("allocated target volume '" + volid + "'");
    long size = storages.volume(volid).size();
    return done(drive.with("file", volid).with("size", Sizes.format(size)).without("format"));
  }

  private String attach(Drive drive) {
    String file = drive.file();
    if (storages.name(file).isEmpty()) {
      return drive.text();
    }
    SimVolume volume = work.state().volume(file).orElseThrow(() -> Die.of("volume '" + file + "' does not exist"));
    return drive.with("size", Sizes.format(volume.size())).text();
  }

  private String track(String volid) {
    created.add(volid);
    return volid;
  }

  private String done(Drive drive) {
    work.log.add(drive.slot() + ": successfully created disk '" + drive.text() + "'");
    return drive.text();
  }
}
