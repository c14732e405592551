package io.pvefleet.pve.simulator.world.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The worker of a configuration change: writes deletes, then values, one by one into the pending section, then applies what can
 * be applied. What was written before an error stays. Values are taken in the order of their names; the host's order is random.
 */
final class ConfigWriter {

  private final Work work;
  private final ConfigUpdate.Prepared request;
  private final int vmid;
  private final ConfigPrivileges privileges;
  private final Detach detach;
  private final Set<String> modified = new TreeSet<>();
  private final List<String> bootOrder;
  private final Set<String> fresh = new TreeSet<>();

  ConfigWriter(Work work, ConfigUpdate.Prepared request) {
    this.work = work;
    this.request = request;
    this.vmid = request.vmid();
    this.privileges = new ConfigPrivileges(work, vmid);
    this.detach = new Detach(work);
    this.bootOrder = new ArrayList<>(BootOrder.devices(work.vm(vmid).config().getOrDefault("boot", "")));
  }

  void run() {
    request.deletes().forEach(this::delete);
    request.params().forEach(this::set);
    Draft draft = work.draft(vmid);
    draft.cleanPending();
    work.write(draft);
    if (draft.pending.isEmpty() && draft.deletes.isEmpty()) {
      return;
    }
    Map<String, String> errors =
        work.vm(vmid).isRunning() ? new Hotplug(work, vmid).apply(modified) : PendingApply.apply(work, vmid);
    if (!errors.isEmpty()) {
      throw Die.parameters(errors);
    }
  }

  private void delete(String option) {
    modified.add(option);
    Draft draft = work.draft(vmid);
    String value = draft.any(option).orElse(null);
    if (value == null) {
      work.log.add("cannot delete '" + option + "' - not set in current configuration!");
      modified.remove(option);
      return;
    }
    boolean wasPending = draft.pending.remove(option) != null;
    if (bootOrder.remove(option)) {
      draft.pending.put("boot", BootOrder.print(bootOrder));
      modified.add("boot");
    }
    if (Options.isUnused(option)) {
      deleteUnused(draft, option, value);
      return;
    }
    if (Options.isDrive(option)) {
      checkProtection(draft, "can't remove drive '" + option + "'");
      privileges.checkDriveKind(option, value);
      if (wasPending) {
        detach.register(draft, Drive.of(option, value));
      }
    } else if (Options.SERIAL.matcher(option).matches()) {
      privileges.checkSerial(option, value, "delete");
    } else if (Options.USB.matcher(option).matches()) {
      privileges.checkUsb(option, value);
    } else if (Options.HOSTPCI.matcher(option).matches()) {
      privileges.checkPci(option, value);
    } else if (Options.VIRTIOFS.matcher(option).matches()) {
      privileges.checkVirtiofs(option, value);
    } else if (option.equals("tags")) {
      privileges.need("VM.Config.Options");
      draft.config.remove(option);
      work.write(draft);
      return;
    } else if (Options.isNet(option)) {
      draft.get(option).ifPresent(old -> privileges.checkBridge(option, old));
    } else if (option.equals("vmstate")) {
      work.set(work.state().withoutVolume(value));
    }
    draft.deletes.put(option, request.how());
    work.write(draft);
  }

  private void deleteUnused(Draft draft, String option, String value) {
    Drive drive = new Drive(option, Map.of("file", value));
    checkProtection(draft, "can't remove unused disk '" + value + "'");
    privileges.need("VM.Config.Disk");
    detach.deallocate(draft, option, drive);
    draft.config.remove(option);
    work.write(draft);
  }

  private static void checkProtection(Draft draft, String what) {
    if (draft.isProtected()) {
      throw Die.of(what + " - protection mode enabled");
    }
  }

  private void set(String option, String value) {
    modified.add(option);
    Draft draft = work.draft(vmid);
    if (value.equals(draft.pending.get(option))) {
      return;
    }
    if (Options.isDrive(option)) {
      setDrive(draft, option, value);
    } else if (Options.SERIAL.matcher(option).matches()) {
      boolean socket = draft.get(option).orElse("socket").equals("socket") && value.equals("socket");
      privileges.checkSerial(option, socket ? "socket" : "device", "modify");
      draft.pending.put(option, value);
    } else if (Options.USB.matcher(option).matches()) {
      draft.get(option).ifPresent(old -> privileges.checkUsb(option, old));
      privileges.checkUsb(option, value);
      draft.pending.put(option, value);
    } else if (Options.HOSTPCI.matcher(option).matches()) {
      draft.get(option).ifPresent(old -> privileges.checkPci(option, old));
      privileges.checkPci(option, value);
      draft.pending.put(option, value);
    } else if (Options.VIRTIOFS.matcher(option).matches()) {
      privileges.checkVirtiofs(option, value);
      draft.pending.put(option, value);
    } else if (option.equals("tags")) {
      privileges.need("VM.Config.Options");
      draft.pending.put(option, Lists.tags(value));
    } else if (Options.isNet(option)) {
      draft.get(option).ifPresent(old -> privileges.checkBridge(option, old));
      draft.pending.put(option, value);
    } else if (option.equals("cipassword")) {
      draft.config.put(option, Passwords.stored(work, draft, value));
    } else {
      setPlain(draft, option, value);
    }
    draft.deletes.remove(option);
    work.write(draft);
  }

  private void setPlain(Draft draft, String option, String value) {
    draft.pending.put(option, value);
    switch (option) {
      case "machine" -> Machines.check(value);
      case "ostype" -> {
        if (Machines.isWindows(value) && !request.params().containsKey("machine")) {
          String machine = draft.pending.getOrDefault("machine", draft.config.getOrDefault("machine", ""));
          String pinned = Machines.pinned(machine, work.context.machineVersion());
          if (!pinned.equals(machine)) {
            draft.pending.put("machine", pinned);
            modified.add("machine");
          }
        }
      }
      case "boot" -> setBoot(draft, value);
      default -> {
        // Nothing but the value itself.
      }
    }
  }

  /** Creates one drive; where that fails, the volumes that this request made for other drives go again. */
  private Map<String, String> created(Draft draft, String slot, String value) {
    Set<String> before = work.state().volumes().keySet();
    try {
      Map<String, String> stored = new DiskCreation(work, vmid, draft.config, "").create(Map.of(slot, value));
      work.state().volumes().keySet().stream().filter(volid -> !before.contains(volid)).forEach(fresh::add);
      return stored;
    } catch (Die e) {
      Draft undone = work.draft(vmid);
      undone.pending.entrySet().removeIf(
          p -> Options.isDrive(p.getKey()) && fresh.contains(Drive.of(p.getKey(), p.getValue()).file()));
      fresh.forEach(volid -> work.set(work.state().withoutVolume(volid)));
      work.write(undone);
      throw e;
    }
  }

  private void setBoot(Draft draft, String value) {
    List<String> devices = BootOrder.devices(value);
    for (String device : devices) {
      boolean exists = draft.any(device).isPresent() || request.params().containsKey(device);
      if (!exists || request.deletes().contains(device)) {
        throw Die.of("invalid bootorder: device '" + device + "' does not exist'");
      }
    }
    if (!devices.isEmpty()) {
      draft.pending.put("boot", BootOrder.print(devices));
      if (draft.config.containsKey("bootdisk")) {
        draft.deletes.put("bootdisk", SimVm.Delete.PLAIN);
      }
    }
  }

  private void setDrive(Draft draft, String slot, String value) {
    draft.get(slot).ifPresent(old -> privileges.checkDriveKind(slot, old));
    privileges.checkDriveKind(slot, value);
    String waiting = draft.pending.get(slot);
    if (waiting != null) {
      detach.register(draft, Drive.of(slot, waiting));
    }
    draft.pending.putAll(created(draft, slot, value));
    if (!bootOrder.isEmpty() && Drive.of(slot, value).isPlainCdrom() && !bootOrder.contains(slot)) {
      bootOrder.add(slot);
      draft.pending.put("boot", BootOrder.print(bootOrder));
      modified.add("boot");
    }
  }
}
