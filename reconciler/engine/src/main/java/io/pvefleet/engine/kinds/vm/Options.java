package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Grammar.Properties;
import io.pvefleet.engine.kinds.vm.Grammar.Scalar;
import io.pvefleet.engine.kinds.vm.Option.Uptake;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The options of a VM's configuration in Proxmox VE 7, 8 and 9: grammar, fallback, and what a running VM makes of a change.
 * Source: qemu-server {@code PVE/QemuServer.pm}, and what a 9.2 host did. An option that is not here is compared as text and
 * taken to wait for a power cycle.
 */
final class Options {

  private static final Option UNKNOWN = Option.of(word(), Uptake.COLD);
  private static final TreeMap<String, Option> SINGLE = new TreeMap<>();
  private static final TreeMap<String, Option> NUMBERED = new TreeMap<>();

  static {
    identity();
    processor();
    memory();
    machine();
    devices();
    cloudInit();
    lifecycle();
    hostOwned();
  }

  private Options() {}

  /** What is known of an option; unknown ones get the careful answer. */
  static Option of(String name) {
    return find(name).orElse(UNKNOWN);
  }

  static boolean isKnown(String name) {
    return find(name).isPresent();
  }

  /** Names of all options, numbered ones with a number, for suggestions. */
  static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(SINGLE.keySet());
    NUMBERED.keySet().forEach(family -> names.add(family + "0"));
    return names;
  }

  private static Optional<Option> find(String name) {
    Option single = SINGLE.get(name);
    return single != null
        ? Optional.of(single)
        : Optional.ofNullable(NUMBERED.get(family(name))).filter(o -> !family(name).equals(name));
  }

  /** The name without its number: {@code net} for {@code net0}. */
  static String family(String name) {
    int end = name.length();
    while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end);
  }

  private static void identity() {
    SINGLE.put("name", Option.of(word(), Uptake.LIVE).asField("metadata.name"));
    SINGLE.put("description", Option.of(new Scalar(Form.PROSE, Optional.empty()), Uptake.LIVE).asField("description"));
    SINGLE.put("tags", Option.of(new Scalar(Form.TAGS, Optional.empty()), Uptake.LIVE).asField("tags"));
    SINGLE.put(Pools.OPTION, Option.of(word(), Uptake.LIVE).asField("pool"));
    SINGLE.put("protection", Option.of(flag("0"), Uptake.LIVE).asField("protection"));
  }

  private static void processor() {
    SINGLE.put("cores", Option.of(number("1"), Uptake.COLD).asField("cpu.cores"));
    SINGLE.put("sockets", Option.of(number("1"), Uptake.COLD).asField("cpu.sockets"));
    SINGLE.put("vcpus", Option.of(number(), Uptake.HOTPLUG_CPU).asField("cpu.vcpus"));
    SINGLE.put("cpulimit", Option.of(number("0"), Uptake.LIVE).asField("cpu.limit"));
    SINGLE.put("cpuunits", Option.of(new Scalar(Form.WEIGHT, Optional.empty()), Uptake.LIVE).asField("cpu.units"));
    SINGLE.put("numa", Option.of(flag("0"), Uptake.COLD).asField("cpu.numa"));
    SINGLE.put("affinity", Option.of(word(), Uptake.COLD).rootOnly());
    NUMBERED.put("numa", Option.of(Properties.of("", Map.of()).verbatim("cpus", "hostnodes"), Uptake.COLD));
    SINGLE.put(
        "cpu",
        Option.of(
                Properties.of("cputype", Map.of("cputype", "kvm64", "hidden", "0")).whereAbsentMeansFallbacks().needing("cputype"),
                Uptake.COLD)
            .asField("cpu"));
  }

  private static void memory() {
    SINGLE.put(
        "memory",
        Option.of(Properties.of("current", Map.of("current", "512")).whereAbsentMeansFallbacks(), Uptake.HOTPLUG_MEMORY)
            .asField("memory"));
    SINGLE.put("balloon", Option.of(number(), Uptake.BALLOON).asField("balloon"));
    SINGLE.put("shares", Option.of(number("1000"), Uptake.LIVE).asField("memory.shares"));
    SINGLE.put("hugepages", Option.of(word(), Uptake.COLD).rootOnly());
    SINGLE.put("keephugepages", Option.of(flag("0"), Uptake.COLD).rootOnly());
    SINGLE.put("allow-ksm", Option.of(flag("1"), Uptake.COLD));
    SINGLE.put("ivshmem", Option.of(Properties.of("", Map.of()).verbatim("name"), Uptake.COLD).rootOnly());
  }

  private static void machine() {
    SINGLE.put(
        "machine",
        Option.of(Properties.of("type", Map.of("type", "pc")).whereAbsentMeansFallbacks(), Uptake.COLD).asField("machine"));
    SINGLE.put("bios", Option.of(word("seabios"), Uptake.COLD).asField("bios"));
    SINGLE.put("ostype", Option.of(word("other"), Uptake.COLD).asField("os"));
    SINGLE.put("scsihw", Option.of(word("lsi"), Uptake.COLD).asField("scsiController"));
    SINGLE.put("arch", Option.of(word(), Uptake.COLD).rootOnly());
    SINGLE.put("args", Option.of(word(), Uptake.COLD).rootOnly());
    SINGLE.put("amd-sev", Option.of(Properties.of("type", Map.of()), Uptake.COLD).rootOnly());
    SINGLE.put("intel-tdx", Option.of(Properties.of("type", Map.of()), Uptake.COLD).rootOnly());
    for (String on : List.of("acpi", "kvm", "reboot")) {
      SINGLE.put(on, Option.of(flag("1"), Uptake.COLD));
    }
    for (String off : List.of("freeze", "tdf", "autostart")) {
      SINGLE.put(off, Option.of(flag("0"), Uptake.COLD));
    }
    SINGLE.put("localtime", Option.of(new Scalar(Form.FLAG, Optional.empty()), Uptake.COLD));
    SINGLE.put("startdate", Option.of(word("now"), Uptake.COLD));
    SINGLE.put(
        "smbios1",
        Option.of(
            Properties.ofSmbios()
                .verbatim("manufacturer", "product", "version", "serial", "sku", "family")
                .hostOwned("uuid"),
            Uptake.COLD));
    SINGLE.put("vmgenid", Option.of(word(), Uptake.COLD).rootOnly());
  }

  private static void devices() {
    for (String bus : List.of("ide", "sata", "scsi", "virtio")) {
      NUMBERED.put(
          bus,
          Option.of(
                  drive(),
                  bus.equals("scsi") || bus.equals("virtio") ? Uptake.HOTPLUG_DISK : Uptake.COLD)
              .asField("disks"));
    }
    SINGLE.put("efidisk0", Option.of(drive(), Uptake.COLD).asField("disks"));
    SINGLE.put("tpmstate0", Option.of(drive(), Uptake.COLD).asField("disks"));
    NUMBERED.put(
        "net",
        Option.of(
                Properties.ofNic(Map.of("firewall", "0", "link_down", "0"))
                    .verbatim("model", "macaddr", "bridge", "trunks")
                    .hostOwned("macaddr"),
                Uptake.HOTPLUG_NETWORK)
            .asField("networks"));
    SINGLE.put("vga", Option.of(Properties.of("type", Map.of()), Uptake.COLD));
    SINGLE.put("keyboard", Option.of(word(), Uptake.COLD));
    SINGLE.put("tablet", Option.of(flag("1"), Uptake.HOTPLUG_USB));
    SINGLE.put("audio0", Option.of(Properties.of("", Map.of("driver", "spice")), Uptake.COLD));
    SINGLE.put("rng0", Option.of(Properties.of("source", Map.of("max_bytes", "1024", "period", "1000")), Uptake.COLD));
    SINGLE.put("watchdog", Option.of(Properties.of("model", Map.of("model", "i6300esb")), Uptake.COLD));
    SINGLE.put(
        "spice_enhancements",
        Option.of(Properties.of("", Map.of("foldersharing", "0", "videostreaming", "off")), Uptake.COLD).rootOnly());
    NUMBERED.put("serial", Option.of(word(), Uptake.COLD));
    NUMBERED.put("parallel", Option.of(word(), Uptake.COLD).rootOnly());
    NUMBERED.put("usb", Option.of(Properties.of("host", Map.of("usb3", "0")).verbatim("mapping"), Uptake.HOTPLUG_USB));
    NUMBERED.put(
        "hostpci",
        Option.of(
            Properties.of(
                    "host", Map.of("pcie", "0", "rombar", "1", "x-vga", "0", "legacy-igd", "0"))
                .verbatim("mapping", "romfile", "mdev"),
            Uptake.COLD));
    NUMBERED.put(
        "virtiofs",
        Option.of(
            Properties.of(
                    "dirid",
                    Map.of(
                        "cache", "auto", "direct-io", "0", "expose-acl", "0", "expose-xattr", "0"))
                .verbatim("dirid"),
            Uptake.COLD));
  }

  private static Properties drive() {
    return Properties.of(
            "file",
            Map.ofEntries(
                Map.entry("backup", "1"),
                Map.entry("replicate", "1"),
                Map.entry("discard", "ignore"),
                Map.entry("cache", "none"),
                Map.entry("media", "disk"),
                Map.entry("ssd", "0"),
                Map.entry("iothread", "0"),
                Map.entry("ro", "0"),
                Map.entry("snapshot", "0"),
                Map.entry("shared", "0"),
                Map.entry("scsiblock", "0"),
                Map.entry("efitype", "2m"),
                Map.entry("pre-enrolled-keys", "0"),
                Map.entry("version", "v1.2")))
        .verbatim("file", "serial", "wwn", "product", "vendor", "model")
        .hostOwned("size", "format", "ms-cert")
        .aliases(
            Map.of(
                "volume", "file",
                "bps_rd_length", "bps_rd_max_length",
                "bps_wr_length", "bps_wr_max_length",
                "iops_rd_length", "iops_rd_max_length",
                "iops_wr_length", "iops_wr_max_length"));
  }

  private static void cloudInit() {
    SINGLE.put("ciuser", Option.of(word(), Uptake.LIVE).asField("cloudInit.user"));
    SINGLE.put("cipassword", Option.of(word(), Uptake.LIVE).asField("cloudInit.password"));
    SINGLE.put("sshkeys", Option.of(new Scalar(Form.SSH_KEYS, Optional.empty()), Uptake.LIVE).asField("cloudInit.sshKeys"));
    SINGLE.put("nameserver", Option.of(new Scalar(Form.LIST, Optional.empty()), Uptake.LIVE).asField("cloudInit.nameservers"));
    SINGLE.put("searchdomain", Option.of(new Scalar(Form.LIST, Optional.empty()), Uptake.LIVE).asField("cloudInit.searchDomain"));
    SINGLE.put("citype", Option.of(word(), Uptake.LIVE).asField("cloudInit.type"));
    SINGLE.put("ciupgrade", Option.of(flag("1"), Uptake.LIVE).asField("cloudInit.upgrade"));
    SINGLE.put("cicustom", Option.of(Properties.of("", Map.of()), Uptake.LIVE).asField("cloudInit.custom"));
    NUMBERED.put("ipconfig", Option.of(Properties.of("", Map.of()), Uptake.LIVE).asField("cloudInit.ip"));
  }

  private static void lifecycle() {
    SINGLE.put("boot", Option.of(new Scalar(Form.BOOT, Optional.empty()), Uptake.COLD).asField("boot.order"));
    SINGLE.put("onboot", Option.of(flag("0"), Uptake.LIVE).asField("boot.onBoot"));
    SINGLE.put("startup", Option.of(Properties.of("order", Map.of()), Uptake.LIVE).asField("boot.startup"));
    SINGLE.put(
        "agent",
        Option.of(
                Properties.of("enabled", Map.of("enabled", "0", "fstrim_cloned_disks", "0", "freeze-fs", "1", "type", "virtio"))
                    .whereAbsentMeansFallbacks()
                    .needing("enabled")
                    .aliases(Map.of("freeze-fs-on-backup", "freeze-fs", "guest-fsfreeze", "freeze-fs")),
                Uptake.COLD)
            .asField("agent"));
    SINGLE.put(
        "hotplug", Option.of(new Scalar(Form.HOTPLUG, Optional.of(String.join(",", Form.DEFAULT_HOTPLUG))), Uptake.LIVE));
    SINGLE.put("hookscript", Option.of(word(), Uptake.LIVE).rootOnly());
    SINGLE.put("vmstatestorage", Option.of(word(), Uptake.LIVE));
    SINGLE.put("migrate_downtime", Option.of(number("0.1"), Uptake.LIVE));
    SINGLE.put("migrate_speed", Option.of(number("0"), Uptake.LIVE));
  }

  /** Written by Proxmox, or no part of the configuration although the same requests take them. */
  private static void hostOwned() {
    for (String name :
        List.of(
            "archive",
            "background_delay",
            "bootdisk",
            "bwlimit",
            "cdrom",
            "delete",
            "digest",
            "force",
            "import-working-storage",
            "live-restore",
            "lock",
            "meta",
            "node",
            "parent",
            "revert",
            "running-nets-host-mtu",
            "runningcpu",
            "runningmachine",
            "skiplock",
            "smp",
            "snaptime",
            "start",
            "storage",
            "template",
            "unique",
            "vmid",
            "vmstate")) {
      SINGLE.put(name, Option.of(word(), Uptake.COLD).hostOwned());
    }
    NUMBERED.put("unused", Option.of(word(), Uptake.COLD).hostOwned());
  }

  private static Scalar flag(String fallback) {
    return new Scalar(Form.FLAG, Optional.of(fallback));
  }

  private static Scalar number() {
    return new Scalar(Form.NUMBER, Optional.empty());
  }

  private static Scalar number(String fallback) {
    return new Scalar(Form.NUMBER, Optional.of(fallback));
  }

  private static Scalar word() {
    return new Scalar(Form.WORD, Optional.empty());
  }

  private static Scalar word(String fallback) {
    return new Scalar(Form.WORD, Optional.of(fallback));
  }
}
