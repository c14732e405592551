package io.pvefleet.engine.kinds.vm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Specs that are good, made at random, in flow style. */
public final class VmSpecs {

  private final Random random;

  public VmSpecs(Random random) {
    this.random = random;
  }

  /** A VM made from nothing. */
  public String spec() {
    List<String> parts = new ArrayList<>();
    some(parts, "power: " + one("running", "stopped", "unmanaged"));
    some(parts, "memory: " + one("2GiB", "4GiB", "{size: 4GiB, balloon: 1GiB}", "{size: 3000MiB, shares: 500}"));
    some(
        parts,
        "cpu: {"
            + one("cores: 2", "cores: 4, sockets: 2, vcpus: 3", "cores: null")
            + ", "
            + one("type: host", "type: null", "type: x86-64-v2-AES, flags: [+aes]")
            + "}");
    some(parts, "os: " + one("l26", "win11", "null"));
    some(parts, "machine: " + one("q35", "{type: q35, viommu: virtio}", "pc", "null"));
    some(parts, "bios: " + one("ovmf", "seabios"));
    some(parts, "scsiController: virtio-scsi-single");
    some(parts, "agent: " + one("true", "false", "{enabled: true, trim: true}", "null"));
    some(parts, "description: " + one("Counter 1", "\"a\\nb\\n\"", "설명", "null"));
    some(parts, "tags: " + one("[]", "[till]", "[Zed, alpha]"));
    some(parts, "protection: " + one("true", "false"));
    some(parts, "networks: {net0: " + card() + ", net1: " + one("null", card()) + "}");
    List<String> disks = new ArrayList<>();
    disks.add("scsi0: {storage: l1, size: " + one("4GiB", "5000MiB", "6GiB") + options() + "}");
    some(disks, "virtio1: " + one("null", "{storage: l1, size: 1GiB}", "{storage: l1, size: 3GiB, discard: true}"));
    some(disks, "ide2: " + one("{cdrom: none}", "{cdrom: \"local:iso/a.iso\"}", "null"));
    some(disks, "efidisk0: " + one("{storage: l1, efiType: 4m}", "null"));
    some(disks, "scsi5: {storage: l1, size: 2GiB, source: {import: \"local:import/a.qcow2\"}}");
    parts.add("disks: {" + String.join(", ", disks) + "}");
    some(
        parts,
        "cloudInit: {drive: {slot: ide0, storage: l1}, user: "
            + one("ops", "null")
            + ", password: env:P, sshKeys: [ssh-ed25519 AAAA a+b@c],"
            + " ip: {net0: "
            + one("dhcp", "10.0.0.2/24", "{address: 10.0.0.3/24, gateway: 10.0.0.1}")
            + "}, nameservers: [10.0.0.1, 10.0.0.2]}");
    some(parts, "boot: {order: " + one("[scsi0]", "[scsi0, net0]", "null") + ", onBoot: true, startup: {order: 1, up: 30s}}");
    some(
        parts,
        "pve: {rng0: "
            + one("source=/dev/urandom", "null")
            + ", hotplug: "
            + one("1", "\"disk,network\"", "null")
            + ", kvm: "
            + one("true", "false")
            + "}");
    some(parts, "vga: " + one("std", "serial0", "{type: virtio, memory: 64MiB}", "{memory: 32MiB, clipboard: vnc}", "null"));
    some(parts, "serial: {serial0: " + one("socket", "null") + ", serial1: socket}");
    some(
        parts,
        "usb: {usb0: " + one("spice", "{mapping: scanner}", "{mapping: scanner, usb3: true}", "null")
            + one("", ", usb3: {host: \"046d:c52b\"}") + "}");
    some(parts, "pci: {hostpci0: " + one("{mapping: gpu, pcie: true}", "{mapping: gpu, rombar: false}", "null") + "}");
    some(parts, "audio: " + one("{device: AC97}", "{device: intel-hda, driver: none}", "null"));
    some(parts, "watchdog: " + one("i6300esb", "{model: i6300esb, action: reset}", "{action: none}", "null"));
    some(parts, "numa: {numa0: " + one("{cpus: 0-1, memory: 1GiB}", "{cpus: \"0\", policy: bind, hostNodes: \"0\"}", "null") + "}");
    some(parts, "smbios: {" + one("serial: H-102", "serial: null, product: Till 3", "manufacturer: 한빛, family: \"a,b=c\"") + "}");
    some(parts, one("tablet: false", "tablet: true", "acpi: false", "localTime: true", "keyboard: de", "keyboard: null"));
    some(parts, "stateStorage: " + one("l1", "null"));
    some(parts, "hookscript: " + one("\"local:snippets/a.sh\"", "null"));
    some(parts, one("pool: tills", "pool: null"));
    // Card and order are bound to each other only through the order's devices.
    if (parts.stream().anyMatch(p -> p.contains("net0]")) && parts.stream().noneMatch(p -> p.startsWith("networks"))) {
      parts.add("networks: {net0: " + card() + "}");
    }
    Collections.shuffle(parts, random);
    return String.join(", ", parts);
  }

  private String card() {
    return "{bridge: vmbr0"
        + one(
            "",
            ", vlan: 20",
            ", vlan: null",
            ", firewall: true, rate: 10.5",
            ", model: e1000",
            ", mac: \"BC:24:11:AA:%02X:%02X\"".formatted(random.nextInt(256), random.nextInt(256)))
        + "}";
  }

  private String options() {
    return one(
        "",
        ", cache: none",
        ", cache: writeback, ssd: true",
        ", discard: true, ioThread: true",
        ", backup: false, limits: {mbps: 100}",
        ", cache: null",
        ", pve: {werror: stop}");
  }

  private void some(List<String> into, String part) {
    if (random.nextInt(3) > 0) {
      into.add(part);
    }
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
