package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code POST clone}. Source: qemu-server {@code API2/Qemu.pm}, {@code clone_vm}. */
final class CloneVm {

  private static final Duration LINKED = Duration.ofMillis(900);
  private static final Duration FULL = Duration.ofSeconds(3);
  private static final Set<String> NOT_COPIED =
      Set.of("lock", "parent", "snaptime", "vmstate", "snapstate", "template", "runningmachine", "runningcpu");

  private CloneVm() {}

  static QemuOutcome answer(QemuState state, QemuContext context, int vmid, Map<String, String> params) {
    return Work.checked(state, () -> {
      Work work = new Work(state, context);
      int newid = Integer.parseInt(params.getOrDefault("newid", "0"));
      check(work, vmid, newid, params);
      boolean full = isFull(work.vm(vmid), params);
      SimVm locked = SimVm.stopped(newid, Map.of("lock", "clone", "description", " qmclone temporary file"));
      boolean clash = context.containers().contains(newid);
      QemuState begun = clash ? state : state.with(locked);
      return new QemuOutcome.Task("qmclone", String.valueOf(vmid), begun, full ? FULL : LINKED,
          later -> Work.task(later, context, run -> run(run, vmid, newid, params, full)));
    });
  }

  private static boolean isFull(SimVm source, Map<String, String> params) {
    return params.containsKey("full") ? "1".equals(params.get("full")) : !source.isTemplate();
  }

  private static void check(Work work, int vmid, int newid, Map<String, String> params) {
    ConfigPrivileges privileges = new ConfigPrivileges(work, vmid);
    Asker asker = work.context.asker();
    String pool = params.get("pool");
    privileges.need("VM.Clone");
    if (pool != null && !work.context.pools().contains(pool)) {
      throw Die.forbidden("pool '" + pool + "' does not exist");
    }
    boolean allowed = asker.isRoot() || asker.may("/vms/" + newid, "VM.Allocate")
        || pool != null && asker.may("/pool/" + pool, "VM.Allocate");
    if (!allowed) {
      throw Die.forbidden("");
    }
    String target = params.get("target");
    if (target != null && !target.equals(work.context.node()) && !target.equals("localhost")) {
      throw Die.of("no such cluster node '" + target + "'");
    }
    Storages storages = new Storages(work);
    String storage = params.get("storage");
    if (storage != null) {
      storages.storage(storage);
    }
    SimVm source = work.vm(vmid);
    work.checkLock(source);
    boolean full = isFull(source, params);
    for (String name : List.of("storage", "format")) {
      if (!full && params.containsKey(name)) {
        throw Die.of("parameter '" + name + "' not allowed for linked clones");
      }
    }
    String snapshot = params.get("snapname");
    if (snapshot != null && source.snapshots().stream().noneMatch(s -> s.name().equals(snapshot))) {
      throw Die.of("snapshot '" + snapshot + "' does not exist");
    }
    checkDrives(work, privileges, source, full, storage);
    if (work.state().vm(newid).isPresent()) {
      throw Die.of("unable to create VM " + newid + ": config file already exists");
    }
  }

  private static void checkDrives(
      Work work, ConfigPrivileges privileges, SimVm source, boolean full, @Nullable String storage) {
    source.config().forEach((key, value) -> {
      if (Options.isNet(key)) {
        privileges.checkBridge(key, value);
      }
      if (!Options.isDrive(key)) {
        return;
      }
      Drive drive = Drive.of(key, value);
      if (drive.isPlainCdrom()) {
        return;
      }
      String sid = drive.file().substring(0, Math.max(0, drive.file().indexOf(':')));
      privileges.need("/storage/" + (storage == null ? sid : storage), "Datastore.AllocateSpace");
      if (!copies(drive, full) && !isBase(drive.file())) {
        throw Die.of("Linked clone feature is not supported for '" + drive.file() + "' (" + key + ")");
      }
    });
  }

  private static boolean copies(Drive drive, boolean full) {
    return full || drive.isCloudinit() || drive.slot().equals("efidisk0") || drive.slot().equals("tpmstate0");
  }

  private static boolean isBase(String volid) {
    return volid.substring(Math.max(volid.lastIndexOf('/'), volid.lastIndexOf(':')) + 1).startsWith("base-");
  }

  private static void run(Work work, int vmid, int newid, Map<String, String> params, boolean full) {
    work.log.add("creating a clone of VM " + vmid + " with ID " + newid);
    if (work.context.containers().contains(newid)) {
      throw Die.of("close (rename) atomic file '/etc/pve/nodes/" + work.context.node() + "/qemu-server/" + newid
          + ".conf' failed: File exists");
    }
    try {
      SimVm source = work.vm(vmid);
      TreeMap<String, String> config = new TreeMap<>();
      sourceConfig(source, params.get("snapname")).forEach((key, value) -> {
        if (Options.isNet(key)) {
          config.put(key, Nic.parse(key, value, work.context.random()).withNewMac(work.context.random()).text());
        } else if (Options.isDrive(key)) {
          config.put(key, cloneDrive(work, newid, Drive.of(key, value), value, params, full));
        } else if (!NOT_COPIED.contains(key) && !Options.isUnused(key)) {
          config.put(key, value);
        }
      });
      identify(work, config, source, params);
      work.write(SimVm.stopped(newid, config).with(source.guest()));
    } catch (Die e) {
      new DestroyVm(work, newid).clear();
      throw Die.of("clone failed: " + e.exitStatus());
    }
  }

  private static Map<String, String> sourceConfig(SimVm source, @Nullable String snapshot) {
    return source.snapshots().stream().filter(s -> s.name().equals(snapshot)).findFirst()
        .<Map<String, String>>map(SimVm.Snapshot::config).orElse(source.config());
  }

  private static void identify(Work work, TreeMap<String, String> config, SimVm source, Map<String, String> params) {
    PropertyFormat smbios = PropertyFormat.named("pve-qm-smbios1").orElseThrow();
    Map<String, String> identity = new TreeMap<>(smbios.parse("smbios1", config.getOrDefault("smbios1", "")));
    identity.put("uuid", Nic.newUuid(work.context.random()));
    config.put("smbios1", smbios.print(identity));
    config.computeIfPresent("vmgenid", (key, value) -> Nic.newUuid(work.context.random()));
    String oldName = source.config().getOrDefault("name", String.valueOf(source.vmid()));
    config.put("name", params.getOrDefault("name", "Copy-of-VM-" + oldName));
    String description = params.getOrDefault("description", "");
    if (!description.isEmpty()) {
      config.put("description", description);
    }
  }

  private static String cloneDrive(
      Work work, int newid, Drive drive, String value, Map<String, String> params, boolean full) {
    if (drive.isPlainCdrom()) {
      return value;
    }
    Storages storages = new Storages(work);
    if (!copies(drive, full)) {
      work.log.add("create linked clone of drive " + drive.slot() + " (" + drive.file() + ")");
      String volid = storages.link(drive.file(), newid);
      return drive.with("file", volid).with("size", Sizes.format(storages.volume(volid).size())).without("format").text();
    }
    return new DriveCopy(work, newid).copy(drive, params.get("storage"), params.get("format"));
  }
}
