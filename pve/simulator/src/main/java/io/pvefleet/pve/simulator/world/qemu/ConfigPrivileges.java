package io.pvefleet.pve.simulator.world.qemu;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which privileges and which root-only rules a set of options needs. Source: qemu-server {@code API2/Qemu.pm},
 * {@code check_vm_modify_config_perm}, {@code check_storage_access}.
 */
public final class ConfigPrivileges {

  /** One of these opens a configuration call at all. */
  public static final List<String> ANY_CONFIG = List.of(
      "VM.Config.Disk", "VM.Config.CDROM", "VM.Config.CPU", "VM.Config.Memory", "VM.Config.Network", "VM.Config.HWType",
      "VM.Config.Options", "VM.Config.Cloudinit");

  private final Work work;
  private final Asker asker;
  private final int vmid;

  ConfigPrivileges(Work work, int vmid) {
    this.work = work;
    this.asker = work.context.asker();
    this.vmid = vmid;
  }

  void need(String privilege) {
    need("/vms/" + vmid, privilege);
  }

  void need(String path, String privilege) {
    if (!asker.isRoot() && !asker.may(path, privilege)) {
      throw Die.forbidden(path, privilege);
    }
  }

  private void needAny(String path, String first, String second) {
    if (!asker.isRoot() && !asker.may(path, first) && !asker.may(path, second)) {
      throw Die.forbidden(path, first + "|" + second);
    }
  }

  /** Checks by option names alone; drives, serial ports, USB and PCI devices are judged by their values later. */
  void checkOptions(Collection<String> options) {
    if (asker.isRoot()) {
      return;
    }
    options.forEach(this::checkOption);
  }

  private void checkOption(String option) {
    if (Options.isDrive(option) || option.equals("cdrom") || option.equals("tags") || Options.isUnused(option)
        || Options.SERIAL.matcher(option).matches() || Options.USB.matcher(option).matches()
        || Options.HOSTPCI.matcher(option).matches() || Options.VIRTIOFS.matcher(option).matches()) {
      return;
    }
    if (Options.CPU.contains(option) || Options.NUMA.matcher(option).matches()) {
      need("VM.Config.CPU");
    } else if (Options.MEMORY.contains(option)) {
      need("VM.Config.Memory");
    } else if (Options.HARDWARE.contains(option)) {
      need("VM.Config.HWType");
    } else if (Options.GENERAL.contains(option)) {
      need("VM.Config.Options");
      if (option.equals("startup")) {
        need("/", "Sys.Modify");
      }
    } else if (option.equals("freeze")) {
      need("VM.PowerMgmt");
    } else if (Options.DISK.contains(option)) {
      need("VM.Config.Disk");
    } else if (Options.isNet(option)) {
      need("VM.Config.Network");
    } else if (Options.isCloudinit(option)) {
      needAny("/vms/" + vmid, "VM.Config.Cloudinit", "VM.Config.Network");
    } else if (option.equals("vmstate")) {
      need("VM.Config.Disk");
      need("VM.PowerMgmt");
    } else {
      throw Die.of("only root can set '" + option + "' config");
    }
  }

  /** Checks the storages that drive values and {@code vmstatestorage} name. */
  void checkStorages(Map<String, String> params, String defaultStorage) {
    Storages storages = new Storages(work);
    params.forEach((key, value) -> {
      if (Options.isDrive(key)) {
        checkDrive(storages, key, Drive.of(key, value), defaultStorage);
      } else if (Options.isUnused(key)) {
        checkVolume(storages, value);
      }
    });
    String vmstate = params.get("vmstatestorage");
    if (vmstate != null) {
      need("/storage/" + vmstate, "Datastore.AllocateSpace");
    }
  }

  private void checkDrive(Storages storages, String slot, Drive drive, String defaultStorage) {
    String file = drive.file();
    if (file.equals("none") || file.equals("cloudinit") || file.endsWith(":cloudinit")) {
      return;
    }
    if (drive.isCdrom() && file.equals("cdrom")) {
      need("/", "Sys.Console");
    } else if (!drive.isCdrom() && drive.allocation().isPresent()) {
      String storage = drive.allocation().orElseThrow().storage().orElse(defaultStorage);
      if (storage.isEmpty()) {
        throw Die.of("no storage ID specified (and no default storage)");
      }
      need("/storage/" + storage, "Datastore.AllocateSpace");
      if (!storages.storage(storage).takes("images")) {
        throw Die.parameter("storage", "storage '" + storage + "' does not support vm images");
      }
    } else {
      checkVolume(storages, file);
      storages.name(file).filter(name -> !name.content().equals("images") && !name.content().equals("iso")).ifPresent(name -> {
        throw Die.parameter(slot, "cannot use volume " + file + " - content type needs to be 'images' or 'iso'");
      });
    }
    drive.get("import-from").ifPresent(source -> checkSource(storages, slot, source));
  }

  private void checkSource(Storages storages, String slot, String source) {
    int owner = storages.name(source).map(Storages.Name::owner).orElse(0);
    storages.name(source).filter(name -> !name.content().equals("images") && !name.content().equals("import")).ifPresent(name -> {
      throw Die.parameter(slot, "cannot import from volume " + source + " - content type needs to be 'images' or 'import'");
    });
    if (owner > 0) {
      need("/vms/" + owner, "VM.Clone");
    } else {
      checkVolume(storages, source);
    }
  }

  /** Checks the right to use one existing volume. */
  void checkVolume(Storages storages, String volid) {
    if (storages.name(volid).isEmpty()) {
      if (!asker.isRoot()) {
        throw Die.of("Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 651.");
      }
      return;
    }
    Storages.Name name = storages.name(volid).orElseThrow();
    String path = "/storage/" + name.storage().id();
    if (asker.isRoot() || asker.may(path, "Datastore.Allocate")) {
      return;
    }
    switch (name.content()) {
      case "iso", "vztmpl", "import", "snippets" -> needAny(path, "Datastore.AllocateSpace", "Datastore.Audit");
      default -> {
        if (name.owner() != vmid) {
          need(path, "Datastore.Audit");
          need("/vms/" + name.owner(), "VM.Config.Disk");
        }
      }
    }
  }

  /** Checks the right to use the bridge of a network device. */
  void checkBridge(String option, String value) {
    if (asker.isRoot()) {
      return;
    }
    Map<String, String> nic = PropertyFormat.named("net").orElseThrow().parse(option, value);
    String bridge = nic.get("bridge");
    if (bridge == null) {
      return;
    }
    String zone = "/sdn/zones/localnetwork/" + bridge;
    String tag = nic.get("tag");
    need(tag == null ? zone : zone + "/" + tag, "SDN.Use");
  }

  /** Checks what kind of drive is touched. */
  void checkDriveKind(String slot, String value) {
    Drive.parse(slot, value).ifPresent(drive -> {
      if (drive.isCloudinit()) {
        need("VM.Config.Cloudinit");
        need("VM.Config.CDROM");
      } else if (drive.isCdrom()) {
        need("VM.Config.CDROM");
      } else {
        need("VM.Config.Disk");
      }
    });
  }

  void checkSerial(String option, String value, String verb) {
    if (value.equals("socket")) {
      need("VM.Config.HWType");
    } else if (!asker.isRoot()) {
      throw Die.of("only root can " + verb + " '" + option + "' config for real devices");
    }
  }

  void checkUsb(String option, String value) {
    if (asker.isRoot()) {
      return;
    }
    need("VM.Config.HWType");
    Map<String, String> device = PropertyFormat.named("usb").orElseThrow().parse(option, value);
    String host = device.get("host");
    String mapping = device.get("mapping");
    if (host != null && !host.equalsIgnoreCase("spice")) {
      throw Die.of("only root can set '" + option + "' config for real devices");
    }
    if (mapping != null) {
      need("/mapping/usb/" + mapping, "Mapping.Use");
    }
  }

  void checkPci(String option, String value) {
    if (asker.isRoot()) {
      return;
    }
    Map<String, String> device = PropertyFormat.named("pve-qm-hostpci").orElseThrow().parse(option, value);
    String mapping = device.get("mapping");
    if (device.containsKey("host") || mapping == null) {
      throw Die.of("only root can set '" + option + "' config for non-mapped devices");
    }
    need("VM.Config.HWType");
    need("/mapping/pci/" + mapping, "Mapping.Use");
  }

  void checkVirtiofs(String option, String value) {
    need("VM.Config.Options");
    Map<String, String> device = PropertyFormat.named("virtiofs").orElseThrow().parse(option, value);
    need("/mapping/dir/" + device.get("dirid"), "Mapping.Use");
  }
}
