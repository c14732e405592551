package io.pvefleet.engine.kinds.vm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values that the simulated host takes, by the path of the field; {@code |n} stands for the n-th form of a value with several. */
final class SpecValues {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<Pattern, List<JsonNode>> VALUES = new LinkedHashMap<>();
  private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

  static {
    values("cpu\\.cores", "[1, 2, 4]");
    values("cpu\\.sockets", "[1, 2]");
    values("cpu\\.vcpus", "[1, 2]");
    values("cpu\\.type", "['host', 'x86-64-v2-AES', 'kvm64']");
    values("cpu\\.flags", "['+aes', '-pcid', '+spec-ctrl']");
    values("cpu\\.limit", "[0, 1, 1.5, 2]");
    values("cpu\\.units", "[100, 1024, 10000, 20000]");
    values("(memory\\|0|memory\\|1\\.size)", "['1GiB', '2048MiB', '4GiB', '1500MiB']");
    values("(balloon|memory\\|1\\.balloon)\\|0", "['512MiB', '1GiB']");
    values("memory\\|1\\.shares", "[0, 500, 1000]");
    values("networks\\.\\*\\.bridge", "['vmbr0', 'vmbr1']");
    values("networks\\.\\*\\.vlan", "[20, 30]");
    values("networks\\.\\*\\.mtu", "[1, 1400, 1500]");
    values("networks\\.\\*\\.mac", "['BC:24:11:00:20:01', 'bc:24:11:00:20:02']");
    values("networks\\.\\*\\.trunks", "['20', '20;30-40']");
    values("networks\\.\\*\\.rate", "[10, 10.5, 100]");
    values("description", "['Counter 1', 'two\\nlines', '약국 1층', ' leading', 'tail \\n\\n']");
    values("tags", "['till', 'Zed', 'alpha', '10', '9']");
    values(
        "cloudInit\\.sshKeys",
        "['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq+k7b0Yv4Qx/hTQ0cZtqTZ1tPp6v8o2u9bQ4q3k1m7 ops@example',"
            + " 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 two words']");
    values("cloudInit\\.nameservers", "['10.12.20.1', '10.12.20.2', 'fd00::53']");
    values("cloudInit\\.gateway", "['10.12.20.1']");
    values("cloudInit\\.ip\\.\\*\\|0", "['dhcp', '10.12.20.11/24', 'fd00::11/64', 'auto']");
    values("cloudInit\\.searchDomain", "['example.com', 'a.example b.example']");
    values("cloudInit\\.custom\\..*", "['local:snippets/u.yaml']");
    values("cloudInit\\.drive\\.slot", "['ide2', 'ide0', 'sata5', 'scsi30']");
    values("cloudInit\\.drive\\.storage", "['local', 'local-lvm', 'tank']");
    values("boot\\.order", "['scsi0', 'net0', 'virtio0', 'ide2']");
    values("pool", "['tills', 'lab']");
    values("drift\\.ignore", "['/description', '/networks/net3', '/pve/tablet']");
    values("restart\\.policy", "['never', 'immediate']");
    values("machine\\|0", "['q35', 'pc', 'pc-q35-9.0', 'pc-i440fx-9.2+pve1']");
    values("machine\\|1\\.type", "['q35']");
    values("machine\\|1\\.viommu", "['virtio']");
    values("machine\\|1\\.pve\\.\\*.*", "[true, 1]");
    values("os", "['l26', 'win11', 'win10', 'other', 'solaris', 'l24', 'wxp', 'w2k', 'w2k3', 'w2k8', 'wvista', 'win7', 'win8']");
    values("pve\\.hotplug", "['1', '0', 'network,disk', 'disk,network,usb']");
    values("pve\\.(kvm|acpi|tablet|localtime|tdf|freeze|autostart|allow-ksm|reboot)", "[true, false, 0, 1]");
    values("pve\\.startdate", "['now', '2020-01-02']");
    values("pve\\.smbios1", "['manufacturer=QWNtZQ==,base64=1', 'product=Till']");
    values("pve\\.vga", "['virtio', 'std', 'type=virtio,memory=32', 'serial0']");
    values("pve\\.keyboard", "['de', 'en-us']");
    values("pve\\.audio0", "['device=ich9-intel-hda,driver=none']");
    values("pve\\.rng0", "['source=/dev/urandom', '/dev/urandom,max_bytes=2048']");
    values("pve\\.watchdog", "['i6300esb', 'model=i6300esb,action=reset']");
    values("pve\\.serial[01]", "['socket']");
    values("pve\\.usb0", "['spice', 'host=spice,usb3=1']");
    values("pve\\.numa0", "['cpus=0-1,memory=512']");
    values("pve\\.vmstatestorage", "['local-lvm', 'tank']");
    values("pve\\.migrate_downtime", "[0.5, 1]");
    values("pve\\.migrate_speed", "[0, 10]");
    values("cpu\\.pve\\.\\*.*", "['1']");
    values("agent\\|1\\.pve\\.\\*.*", "['0']");
    values("networks\\.\\*\\.pve\\.queues", "[2, 4]");
    values("disks\\.\\*\\.pve\\.werror", "['stop', 'report']");
    values("disks\\.\\*\\.pve\\.detect_zeroes", "[0, 1]");
    values("disks\\.\\*\\.pve\\.wwn", "['0x5000c50015ea71ab']");
    values("disks\\.\\*\\.serial", "['S1', 'TILL-0002']");
    values("disks\\.\\*\\.limits\\.burst\\.[a-zA-Z]+Length", "['1s', '60s']");
    values("disks\\.\\*\\.limits\\.burst\\..*", "[200, 300]");
    values("disks\\.\\*\\.limits\\.(mbps|iops)[a-zA-Z]*", "[10, 100]");
    values("hotplug", "['network', 'disk', 'cpu', 'usb']");
    values("numa\\.\\*\\.cpus", "['0', '0-1']");
    values("numa\\.\\*\\.memory", "['512MiB', '1GiB']");
    values("pci\\.\\*\\.mapping", "['gpu']");
    values("usb\\.\\*\\|1\\.mapping", "['scanner']");
    values("stateStorage", "['local-lvm', 'tank']");
    values("rng\\|0", "['/dev/urandom', '/dev/random']");
    values("rng\\|1\\.source", "['/dev/urandom', '/dev/random']");
    values("serial\\.\\*", "['socket']");
    keys("serial", "serial0", "serial1");
    keys("usb", "usb0", "usb1");
    keys("pci", "hostpci0");
    keys("numa", "numa0");
    keys("networks", "net0", "net1", "net3");
    keys("cloudInit.ip", "net0", "net1");
    keys("networks.*.pve", "queues");
    keys("disks.*.pve", "werror", "detect_zeroes", "wwn");
    keys("cpu.pve", "hidden");
    keys("machine|1.pve", "enable-s3");
    keys(
        "pve", "hotplug", "kvm", "acpi", "tablet", "localtime", "tdf", "freeze", "autostart", "allow-ksm", "reboot", "startdate", "smbios1",
        "vga", "keyboard", "audio0", "rng0", "watchdog", "serial0", "serial1", "usb0", "numa0", "vmstatestorage", "migrate_downtime",
        "migrate_speed");
  }

  private SpecValues() {}

  private static void values(String path, String json) {
    VALUES.put(Pattern.compile(path), JSON.readTree(json.replace('\'', '"')).valueStream().toList());
  }

  private static void keys(String path, String... names) {
    KEYS.put(path, List.of(names));
  }

  /** Values of that field; empty where its shape says enough. */
  static List<JsonNode> of(String path) {
    return VALUES.entrySet().stream()
        .filter(e -> e.getKey().matcher(path).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }

  /** Keys of that dictionary. */
  static List<String> keys(String path) {
    return KEYS.getOrDefault(path, List.of());
  }
}
