package io.pvefleet.pve.simulator.world.qemu;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code POST /nodes/{node}/qemu}. Source: qemu-server {@code API2/Qemu.pm}, {@code create_vm}. */
final class CreateVm {

  private static final Duration TIME = Duration.ofMillis(800);
  private static final List<String> NOT_CONFIG = List.of(
      "vmid", "node", "pool", "storage", "force", "unique", "archive", "bwlimit", "live-restore", "start", "ha-managed",
      "import-working-storage");

  private CreateVm() {}

  static QemuOutcome answer(QemuState state, QemuContext context, Map<String, String> sent) {
    return Work.checked(state, () -> {
      int vmid = Integer.parseInt(sent.getOrDefault("vmid", "0"));
      TreeMap<String, String> params = new TreeMap<>(sent);
      NOT_CONFIG.forEach(params::remove);
      Work checks = new Work(state, context);
      String storage = sent.getOrDefault("storage", "");
      check(checks, vmid, sent, params, storage);
      SimVm locked = SimVm.stopped(vmid, Map.of("lock", "create"));
      return new QemuOutcome.Task("qmcreate", String.valueOf(vmid), state.with(locked), TIME,
          later -> create(later, context, vmid, params, storage, "1".equals(sent.get("start"))));
    });
  }

  private static void check(Work work, int vmid, Map<String, String> sent, TreeMap<String, String> params, String storage) {
    SshKeys.check(params.get("sshkeys"));
    params.computeIfPresent("cpuunits", (key, value) -> CpuUnits.clamp(value));
    ConfigPrivileges privileges = new ConfigPrivileges(work, vmid);
    checkAllocate(work, vmid, sent);
    if (!storage.isEmpty()) {
      new Storages(work).storage(storage);
      privileges.need("/storage/" + storage, "Datastore.AllocateSpace");
    }
    String archive = sent.get("archive");
    if (archive != null) {
      privileges.checkVolume(new Storages(work), archive);
      throw Die.of("unable to restore '" + archive + "': volume does not exist");
    }
    ConfigUpdate.resolveCdrom(params);
    DiskCreation.prepare(work, params);
    privileges.checkStorages(params, storage);
    params.forEach((key, value) -> {
      if (Options.isNet(key)) {
        privileges.checkBridge(key, value);
      }
    });
    privileges.checkOptions(params.keySet());
    params.forEach((key, value) -> checkDevice(privileges, key, value));
    if ("1".equals(sent.get("start"))) {
      privileges.need("VM.PowerMgmt");
    }
    params.replaceAll((key, value) -> Options.isNet(key) ? Nic.parse(key, value, work.context.random()).text() : value);
    checkFree(work, vmid);
  }

  private static void checkDevice(ConfigPrivileges privileges, String key, String value) {
    if (Options.SERIAL.matcher(key).matches()) {
      privileges.checkSerial(key, value, "modify");
    } else if (Options.USB.matcher(key).matches()) {
      privileges.checkUsb(key, value);
    } else if (Options.HOSTPCI.matcher(key).matches()) {
      privileges.checkPci(key, value);
    } else if (Options.VIRTIOFS.matcher(key).matches()) {
      privileges.checkVirtiofs(key, value);
    }
  }

  private static void checkAllocate(Work work, int vmid, Map<String, String> sent) {
    Asker asker = work.context.asker();
    String pool = sent.get("pool");
    if (pool != null && !work.context.pools().contains(pool)) {
      throw Die.forbidden("pool '" + pool + "' does not exist");
    }
    boolean allowed = asker.isRoot() || asker.may("/vms/" + vmid, "VM.Allocate")
        || pool != null && asker.may("/pool/" + pool, "VM.Allocate");
    if (!allowed) {
      throw Die.forbidden("");
    }
  }

  private static void checkFree(Work work, int vmid) {
    String start = "unable to create VM " + vmid + " - ";
    String end = " already exists on node '" + work.context.node() + "'";
    if (work.state().vm(vmid).isPresent()) {
      throw Die.of(start + "VM " + vmid + end);
    }
    if (work.context.containers().contains(vmid)) {
      throw Die.of(start + "CT " + vmid + end);
    }
  }

  private static QemuOutcome.TaskEnd create(
      QemuState state, QemuContext context, int vmid, Map<String, String> params, String storage, boolean starts) {
    QemuOutcome.TaskEnd end = Work.task(state, context, work -> {
      try {
        build(work, vmid, params, storage);
      } catch (Die e) {
        work.set(work.state().withoutVm(vmid));
        throw Die.of("unable to create VM " + vmid + " - " + e.exitStatus());
      }
      if (starts) {
        work.log.add("Execute autostart");
        work.followUps.add(later -> Power.start(later, context, vmid, Map.of()));
      }
    });
    return end;
  }

  private static void build(Work work, int vmid, Map<String, String> params, String storage) {
    if (params.containsKey("tags")) {
      new ConfigPrivileges(work, vmid).need("VM.Config.Options");
    }
    Map<String, String> config = new TreeMap<>();
    Map<String, String> drives = new TreeMap<>();
    params.forEach((key, value) -> (Options.isDrive(key) ? drives : config).put(key, value));
    config.computeIfPresent("tags", (key, value) -> Lists.tags(value));
    config.computeIfPresent("cipassword",
        (key, value) -> Passwords.stored(work, config.getOrDefault("ostype", "other"), value));
    Machines.check(config.getOrDefault("machine", ""));
    config.putAll(new DiskCreation(work, vmid, config, storage).create(drives));
    if (!config.containsKey("boot")) {
      config.put("boot", BootOrder.initial(config));
    }
    config.putIfAbsent("smbios1", "uuid=" + Nic.newUuid(work.context.random()));
    if (!config.containsKey("vmgenid") || "1".equals(config.get("vmgenid"))) {
      config.put("vmgenid", Nic.newUuid(work.context.random()));
    } else if ("0".equals(config.get("vmgenid"))) {
      config.remove("vmgenid");
    }
    if (Machines.isWindows(config.getOrDefault("ostype", "other"))) {
      config.put("machine", Machines.pinned(config.getOrDefault("machine", ""), work.context.machineVersion()));
    }
    config.put("meta", "creation-qemu=" + work.context.qemuVersion() + ",ctime=" + work.context.now().getEpochSecond());
    work.write(SimVm.stopped(vmid, config));
    if (DiskCreation.attachedCloudinit(config, "").isPresent()) {
      work.write(Cloudinit.written(work.vm(vmid)));
    }
  }
}
