package io.pvefleet.pve.simulator.world.qemu;

import java.util.Set;
import java.util.regex.Pattern;

/** The options of a virtual machine, by kind. */
final class Options {

  static final Pattern DRIVE = Pattern.compile("ide[0-3]|sata[0-5]|scsi(?:[12]?\\d|30)|virtio(?:1[0-5]|\\d)|efidisk0|tpmstate0");
  static final Pattern NET = Pattern.compile("net(?:[12]?\\d|3[01])");
  static final Pattern UNUSED = Pattern.compile("unused(?:\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])");
  static final Pattern IPCONFIG = Pattern.compile("ipconfig(?:[12]?\\d|3[01])");
  static final Pattern SERIAL = Pattern.compile("serial[0-3]");
  static final Pattern USB = Pattern.compile("usb(?:1[0-3]|\\d)");
  static final Pattern HOSTPCI = Pattern.compile("hostpci(?:1[0-5]|\\d)");
  static final Pattern VIRTIOFS = Pattern.compile("virtiofs\\d");
  static final Pattern NUMA = Pattern.compile("numa[0-7]");
  static final Pattern PARALLEL = Pattern.compile("parallel[0-2]");

  static final Set<String> CPU = Set.of("cores", "cpu", "cpulimit", "cpuunits", "numa", "smp", "sockets", "vcpus");
  static final Set<String> MEMORY = Set.of("allow-ksm", "balloon", "memory", "shares");
  static final Set<String> HARDWARE =
      Set.of("acpi", "audio0", "hotplug", "kvm", "machine", "rng0", "scsihw", "smbios1", "tablet", "vga", "watchdog");
  static final Set<String> GENERAL = Set.of(
      "agent", "autostart", "bios", "description", "keyboard", "localtime", "migrate_downtime", "migrate_speed", "name", "onboot",
      "ostype", "protection", "reboot", "startdate", "startup", "tdf", "template");
  static final Set<String> DISK = Set.of("boot", "bootdisk", "vmstatestorage");
  static final Set<String> CLOUDINIT = Set.of(
      "cicustom", "cipassword", "citype", "ciupgrade", "ciuser", "nameserver", "searchdomain", "sshkeys");
  private static final Set<String> ROOT_ONLY = Set.of(
      "affinity", "amd-sev", "arch", "args", "hookscript", "hugepages", "intel-tdx", "ivshmem", "keephugepages", "lock",
      "spice_enhancements", "vmgenid");
  /** Kept by the host itself; no parameter of that name exists, but a delete knows them. */
  private static final Set<String> INTERNAL = Set.of(
      "meta", "parent", "runningcpu", "runningmachine", "running-nets-host-mtu", "snaptime", "vmstate", "snapstate");
  private static final Set<String> PLAIN =
      Set.of("args", "ciuser", "cipassword", "searchdomain", "startdate", "vmgenid", "runningcpu", "runningmachine");

  /** Applied to a running machine as soon as they are pending, whatever the request was about. */
  static final Set<String> LIVE = Set.of(
      "description", "hookscript", "lock", "migrate_downtime", "migrate_speed", "name", "onboot", "protection", "shares",
      "startup", "tags", "vmstatestorage");

  private Options() {}

  static boolean isDrive(String key) {
    return DRIVE.matcher(key).matches();
  }

  static boolean isNet(String key) {
    return NET.matcher(key).matches();
  }

  static boolean isUnused(String key) {
    return UNUSED.matcher(key).matches();
  }

  static boolean isCloudinit(String key) {
    return CLOUDINIT.contains(key) || IPCONFIG.matcher(key).matches();
  }

  static boolean isPlainText(String key) {
    return PLAIN.contains(key);
  }

  /** Whether {@code delete} and {@code revert} know the name. */
  static boolean exists(String key) {
    return CPU.contains(key) || MEMORY.contains(key) || HARDWARE.contains(key) || GENERAL.contains(key) || DISK.contains(key)
        || isCloudinit(key) || ROOT_ONLY.contains(key) || INTERNAL.contains(key) || key.equals("tags") || key.equals("freeze")
        || isDrive(key) || isNet(key) || isUnused(key) || SERIAL.matcher(key).matches() || USB.matcher(key).matches()
        || HOSTPCI.matcher(key).matches() || VIRTIOFS.matcher(key).matches() || NUMA.matcher(key).matches()
        || PARALLEL.matcher(key).matches();
  }
}
