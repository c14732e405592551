package io.pvefleet.engine.kinds.vm;

import static io.pvefleet.engine.kinds.vm.ReadBack.created;
import static io.pvefleet.engine.kinds.vm.ReadBack.differing;
import static io.pvefleet.engine.kinds.vm.ReadBack.findings;
import static io.pvefleet.engine.kinds.vm.ReadBack.inSync;
import static io.pvefleet.engine.kinds.vm.ReadBack.recorded;
import static io.pvefleet.engine.kinds.vm.ReadBack.running;
import static io.pvefleet.engine.kinds.vm.ReadBack.sent;
import static io.pvefleet.engine.kinds.vm.ReadBack.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that Proxmox writes otherwise than they were sent: what Git wants and what the host reads back come to no difference. */
class RewritingQuirksTest {

  @ParameterizedTest
  @ValueSource(strings = {
      "pve: {args: ''}", "tags: ['']", "description: ''", "cloudInit: {drive: {storage: l1}, user: ''}", "vga: ''", "machine: ''",
      "cloudInit: {drive: {storage: l1}, searchDomain: ''}", "cloudInit: {drive: {storage: l1}, nameservers: ['']}", "hotplug: ['']",
      "cloudInit: {drive: {storage: l1}, ip: {net0: ''}}", "pool: ''", "smbios: {serial: ''}"})
  @Quirk(surprises = 1, traps = 39)
  void anEmptyValueIsRefusedBeforeItBecomesABlank(String spec) {
    assertThat(findings(spec)).hasSize(1).allMatch(line -> line.startsWith("error PVF-011"));
  }

  @Test
  @Quirk(surprises = {1, 2})
  void aBlankValueOnTheHostIsNone() {
    String blank = recorded("tags-emptystr", "tags", " ");
    recorded("vga-empty", "vga", " ");
    inSync("vga: null\nhotplug: null\nmachine: null\nboot: {order: null}\npve: {args: null}",
        "vga", blank, "hotplug", blank, "machine", blank, "boot", recorded("new-min", "boot", " "), "args", blank);
    assertThat(differing("tags: []", stopped("tags", blank))).containsExactly("spec.tags");
  }

  @Test
  @Quirk(surprises = 3)
  void anAmountThatProxmoxLosesIsRefusedAtOnce() {
    recorded("bignum-after", "cores", "(absent)");
    assertThat(findings("cpu: {cores: 99999999999999999999}")).containsExactly("error PVF-0113 spec.cpu.cores");
    assertThat(findings("memory: {size: 1GiB, shares: 99999999999999999999}")).containsExactly("error PVF-0113 spec.memory.shares");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+2", "0x2", "0o2", "02", "2.0"})
  @Quirk(surprises = {4, 5})
  void aNumberIsSentInPlainDigitsOrRefused(String number) {
    List<String> found = findings("cpu: {cores: " + number + "}");
    assertThat(found.isEmpty() ? created("cpu: {cores: " + number + "}").getFirst() : "cores=2").endsWith("cores=2");
    assertThat(found).allMatch(line -> line.startsWith("error PVF-01"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".5", "0.50", "5e-1", "+.5", "0.5"})
  @Quirk(surprises = 4)
  void aFractionIsSentInPlainDigitsOrRefused(String number) {
    List<String> found = findings("cpu: {limit: " + number + "}");
    assertThat(found.isEmpty() ? created("cpu: {limit: " + number + "}").getFirst() : "cpulimit=0.5 ").contains("cpulimit=0.5");
    assertThat(found).allMatch(line -> line.startsWith("error PVF-01"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+5", "0x5", "05"})
  @Quirk(surprises = 4)
  void aNumberUnderPveIsSentInPlainDigitsOrRefused(String number) {
    List<String> found = findings("pve: {migrate_speed: " + number + "}");
    assertThat(found.isEmpty() ? created("pve: {migrate_speed: " + number + "}").getFirst() : "migrate_speed=5")
        .contains("migrate_speed=5");
    assertThat(found).allMatch(line -> line.startsWith("error PVF-01"));
  }

  @Test
  @Quirk(surprises = 5)
  void leadingZerosCountForNothing() {
    inSync(
        "memory: 256MiB\nboot: {startup: {order: 2}}\nnetworks: {net1: {vlan: 10}}",
        "memory", recorded("memory-leadzero", "memory", "0256"),
        "startup", recorded("startup-lead", "startup", "02"),
        "net1", recorded("net1-tag-lead", "net1", "virtio=BC:24:11:00:20:AA,bridge=vmbr0,tag=010"));
  }

  @Test
  @Quirk(surprises = 6, traps = 7)
  void anotherSpellingOfTheSameIsNeverSentOver() {
    inSync(
        "memory: 128MiB\nagent: true\ncpu: {type: host, limit: 1}\nboot: {startup: {order: 2}}\nmachine: q35\nvga: std\n"
            + "rng: /dev/urandom\nwatchdog: i6300esb",
        "memory", recorded("memory-current-same", "memory", "current=128"),
        "agent", recorded("agent-equiv-resend", "agent", "enabled=1"),
        "cpu", recorded("cpu-equiv-resend", "cpu", "cputype=host"),
        "startup", recorded("startup-equiv", "startup", "order=2"),
        "cpulimit", recorded("cpulimit-equiv", "cpulimit", "1.0"),
        "machine", recorded("machine-type", "machine", "type=q35"),
        "vga", recorded("vga-type-std", "vga", "type=std"),
        "rng0", recorded("rng0-source", "rng0", "source=/dev/urandom"),
        "watchdog", "model=i6300esb,action=reset");
  }

  @Test
  @Quirk(traps = 7)
  void hotplugIsASetInAnySpelling() {
    inSync("hotplug: [network, disk, usb]", "hotplug", recorded("hotplug-order", "hotplug", "usb,disk,network"));
    inSync("hotplug: [network, disk]", "hotplug", recorded("hotplug-semicolon", "hotplug", "network;disk"));
    inSync("hotplug: [disk]", "hotplug", recorded("hotplug-dup", "hotplug", "disk,disk"));
    inSync("hotplug: []", "hotplug", recorded("hotplug-zero", "hotplug", "0"));
    inSync("hotplug: [network, disk, usb]", "hotplug", "1");
    inSync("hotplug: [network, disk, usb]");
  }

  @Test
  @Quirk(surprises = 7, traps = 8)
  void aWeightAboveWhatTheHostKeepsIsWhatItKept() {
    inSync("cpu: {units: 20000}", "cpuunits", recorded("new-cpuunits", "cpuunits", "10000"));
    assertThat(differing("cpu: {units: 20000}", stopped("cpuunits", "9999"))).containsExactly("spec.cpu.units");
    assertThat(differing("cpu: {units: 100}", stopped())).as("the default differs between hosts, so that none is assumed")
        .containsExactly("spec.cpu.units");
  }

  @Test
  @Quirk(surprises = 8, traps = 3)
  void tagsAreASetWithoutCaseAndOrder() {
    assertThat(recorded("new-tags", "tags", "a;db;web")).isEqualTo("a;db;web");
    inSync("tags: [Web, db, A, a]", "tags", "a;db;pvefleet;web");
    inSync("tags: [\"10\", \"9\", \"2\"]", "tags", "10;2;9;pvefleet");
    inSync("tags: [Zed, alpha]", "tags", "Zed alpha,pvefleet");
    assertThat(findings("tags: [약국]")).containsExactly("error PVF-0112 spec.tags[0]");
    assertThat(findings("tags: [\"a:b\"]")).containsExactly("error PVF-0112 spec.tags[0]");
  }

  @Test
  @Quirk(surprises = 9, traps = 5)
  void theEndOfADescriptionIsCutAndItsLineEndsAreOne() {
    recorded("desc-trailnbsp", "description", "abc");
    inSync("description: \"abc\u00a0\"", "description", "abc");
    inSync("description: \"abc \\n\\n\"", "description", "abc");
    inSync("description: \"메모\u3000\"", "description", "메모");
    inSync("description: \"a\\nb\"", "description", recorded("desc-crlf", "description", "a\r\nb"));
    inSync("description: \"\\n a\"", "description", "\n a");
    inSync("description: \"[PENDING]\\ncores: 8\"", "description", "[PENDING]\ncores: 8");
  }

  @Test
  @Quirk(surprises = 9)
  void aDescriptionHas8192CharactersNotBytes() {
    assertThat(findings("description: " + "가".repeat(8192))).isEmpty();
    assertThat(findings("description: " + "😀".repeat(8192))).isEmpty();
    assertThat(findings("description: " + "가".repeat(8193))).containsExactly("error PVF-0112 spec.description");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "cloudInit: {drive: {storage: l1}, user: 관리자}", "cloudInit: {drive: {storage: l1}, searchDomain: 약국.kr}",
      "disks: {ide2: {cdrom: \"local:iso/한글.iso\"}}", "hookscript: \"local:snippets/훅.sh\"", "pve: {args: 한글}",
      "networks: {net0: {bridge: 다리}}", "cloudInit: {drive: {storage: l1}, custom: {user: \"local:snippets/한.yaml\"}}",
      "disks: {scsi0: {storage: l1, size: 1GiB, pve: {product: 한글}}}", "disks: {scsi0: {source: {volume: \"l1:한\"}}}"})
  @Quirk(surprises = 10)
  void whatProxmoxWouldGarbleIsRefusedAtOnceWithItsPlace(String spec) {
    assertThat(findings(spec)).anyMatch(line -> line.startsWith("error PVF-0112 spec."));
  }

  @Test
  @Quirk(surprises = 10)
  void koreanIsKeptWhereProxmoxKeepsIt() {
    inSync("description: 약국 계산대", "description", "약국 계산대");
    inSync(
        "cloudInit: {drive: {storage: l1}, sshKeys: [\"ssh-ed25519 AAAA 관리자@약국\"]}",
        "ide2", "l1:vm-102-cloudinit,media=cdrom",
        "sshkeys", "ssh-ed25519%20AAAA%20%EA%B4%80%EB%A6%AC%EC%9E%90%40%EC%95%BD%EA%B5%AD%0A");
    inSync("smbios: {manufacturer: 한빛}", "smbios1", "base64=1,manufacturer=7ZWc67mb,uuid=2d3a2d3a-0000-4000-8000-000000000102");
  }

  @Test
  @Quirk(surprises = 11, traps = {1, 2})
  void aCardIsTheSameInWhateverOrderAndCaseItIsPrinted() {
    inSync(
        "networks: {net1: {model: virtio, mac: \"bc:24:11:00:20:aa\", bridge: vmbr0, vlan: 7, rate: 3.0, queues: 2, mtu: 1400,"
            + " linkDown: true, firewall: true}}",
        "net1",
        recorded("net1-all", "net1",
            "virtio=BC:24:11:00:20:AA,bridge=vmbr0,firewall=1,link_down=1,mtu=1400,queues=2,rate=3,tag=7"));
    inSync("networks: {net0: {mac: \"BC:24:11:00:20:00\"}}",
        "net0", recorded("net0-resend-lower", "net0", "virtio=bc:24:11:00:20:00,bridge=vmbr0"));
    inSync("networks: {net0: {firewall: false, linkDown: false}}", "net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0");
    inSync("networks: {net0: {rate: 10.5}}", "net0", "virtio=BC:24:11:00:20:00,rate=10.50");
    inSync("cpu: {pve: {hidden: true}}", "cpu", "host,hidden=yes");
  }

  @Test
  @Quirk(surprises = 12, traps = {2, 29})
  void aCardKeepsItsAddressWhateverChanges() {
    assertThat(sent("networks: {net0: {vlan: 30}}", running("net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0,tag=20")))
        .containsExactly("config: net0=virtio=BC:24:11:00:20:00,bridge=vmbr0,tag=30 digest=d1");
    inSync("networks: {net0: {bridge: vmbr0}}", "net0", "virtio=BC:24:11:AA:BB:CC,bridge=vmbr0");
  }

  @Test
  @Quirk(surprises = 13)
  void whatTheHostDoesNotCheckIsCheckedBefore() {
    recorded("nameserver-bad", "nameserver", "1.1.1.300");
    assertThat(findings("cloudInit: {drive: {storage: l1}, nameservers: [1.1.1.300]}"))
        .containsExactly("error PVF-0150 spec.cloudInit.nameservers[0]");
    assertThat(findings("cloudInit: {drive: {storage: l1}, ip: {net0: 10.0.0.3/24}, gateway: 10.0.1.1}"))
        .containsExactly("error PVF-0150 spec.cloudInit.gateway");
    assertThat(findings("networks: {net0: {mac: \"01:24:11:00:20:00\"}}")).containsExactly("error PVF-0112 spec.networks.net0.mac");
  }

  @Test
  @Quirk(surprises = 14, traps = 6)
  void aMachineThatProxmoxPinnedForWindowsIsTheDeclaredOne() {
    String pinned = recorded("new-win-q35", "machine", "pc-q35-10.0+pve1");
    inSync("os: win10\nmachine: q35", "ostype", "win10", "machine", pinned);
    inSync("os: win10", "ostype", "win10", "machine", pinned);
    inSync("os: win11\nmachine: pc", "ostype", "win11", "machine", "pc-i440fx-10.0+pve1");
    inSync("os: l26\nmachine: {type: q35, viommu: virtio}", "ostype", "l26", "machine", "pc-q35-10.0+pve1,viommu=virtio");
    assertThat(differing("machine: pc-q35-9.0", stopped("machine", pinned))).containsExactly("spec.machine");
    assertThat(differing("machine: pc", stopped("machine", pinned))).containsExactly("spec.machine");
  }

  @Test
  @Quirk(traps = 6)
  void whatProxmoxMakesUpIsItsOwn() {
    inSync(
        "disks: {efidisk0: {storage: l1, efiType: 4m}}",
        "efidisk0", "l1:vm-102-disk-1,efitype=4m,ms-cert=2023k,size=528K",
        "smbios1", "uuid=2d3a2d3a-0000-4000-8000-000000000102",
        "vmgenid", "11111111-0000-4000-8000-000000002000",
        "meta", "creation-qemu=10.0.13,ctime=1790000000",
        "boot", "order=scsi0");
    assertThat(findings("pve: {meta: x}")).containsExactly("error PVF-0156 spec.pve.meta");
  }

  @Test
  @Quirk(traps = 4)
  void keysCompareDecodedAndAPasswordNever() {
    String spec = "cloudInit: {drive: {storage: l1}, password: env:P, sshKeys: [ssh-ed25519 AA+A ops@example]}";
    String drive = "l1:vm-102-cloudinit,media=cdrom";
    inSync(spec, "ide2", drive, "cipassword", "**********", "sshkeys", "ssh-ed25519%20AA%2BA%20ops%40example%0A");
    inSync(spec, "ide2", drive, "cipassword", "********** ", "sshkeys", "ssh-ed25519%20AA%2BA%20ops%40example");
    assertThat(created(spec).getFirst()).contains("sshkeys=ssh-ed25519%20AA%2BA%20ops%40example", "cipassword=***");
  }

  @Test
  @Quirk(traps = 9)
  void separatorsOfNameserversDoNotCount() {
    String spec = "cloudInit: {drive: {storage: l1}, nameservers: [10.0.0.1, 10.0.0.2]}";
    inSync(spec, "ide2", "l1:vm-102-cloudinit,media=cdrom", "nameserver", "10.0.0.1,10.0.0.2");
    inSync(spec, "ide2", "l1:vm-102-cloudinit,media=cdrom", "nameserver", "10.0.0.1 10.0.0.2");
  }

  @Test
  @Quirk(surprises = 31)
  void memoryPluggedInModulesIsWhatTheyComeTo() {
    String rounded = recorded("run-hot-mem-odd", "memory", "1536");
    inSync("memory: 1100MiB", "memory", rounded, "hotplug", "disk,network,usb,memory", "numa", "1");
    inSync("memory: 1100MiB\nhotplug: [memory]", "memory", rounded, "hotplug", "memory", "numa", "1");
    assertThat(differing("memory: 1100MiB", stopped("memory", rounded))).as("not plugged, not rounded").containsExactly("spec.memory");
    assertThat(differing("memory: 1100MiB", stopped("memory", "2048", "hotplug", "memory"))).containsExactly("spec.memory");
  }
}
