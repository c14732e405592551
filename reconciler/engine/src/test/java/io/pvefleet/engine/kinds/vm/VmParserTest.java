package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.kinds.vm.Vm.DesiredPower;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle;
import io.pvefleet.engine.kinds.vm.Vm.Restart;
import io.pvefleet.fleet.resolve.FleetLoad;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmParserTest {

  /** The document of the product's description, profile and host apart. */
  static final String CONTRACT = """
      # yaml-language-server: $schema=../../schemas/v1/virtualmachine.json
      apiVersion: pvefleet/v1
      kind: VirtualMachine
      metadata:
        name: pos-01                       # unique within the host
        labels: {role: pos, ring: pilot}   # free; role = kiosk | pos | server | backup | other is what the pages group by
      spec:
        host: seoul-001                    # default from the path
        vmid: 102                          # required: the identity, taken from Git, never from a race
        power: running                     # running | stopped | unmanaged
        cpu: {cores: 2, type: x86-64-v2-AES}
        memory: 4GiB
        disks:                             # keyed by PVE slot
          scsi0: {storage: local-lvm, size: 64GiB, source: {template: 9000}}
        networks:
          net0: {bridge: vmbr0, vlan: 20}
        cloudInit: {user: ops, sshKeys: [ssh-ed25519 AAAA...], ip: {net0: 10.12.20.11/24}, gateway: 10.12.20.1}
        boot: {order: [scsi0], onBoot: true}
        agent: true
        tags: [till]
        description: Counter 1
        restart: {policy: window}          # never (default) | window | immediate; graceful, one VM per host at a time
        lifecycle: {protect: true, onRemove: orphan}     # onRemove: orphan | stop | delete
        drift: {mode: enforce, ignore: [/memory]}        # mode: enforce | report
        pve: {rng0: source=/dev/urandom, args: null}     # any other option of the PVE config, raw; null = must be absent
      """;

  @Test
  void theDocumentOfTheContractParsesAsItStands() {
    Vm vm = Documents.parsed(CONTRACT);

    assertThat(vm.ref().toString()).isEqualTo("seoul-001/102 pos-01");
    assertThat(vm.power()).isEqualTo(DesiredPower.RUNNING);
    assertThat(vm.source()).hasValueSatisfying(source -> {
      assertThat(source.vmid()).isEqualTo(9000);
      assertThat(source.storage()).contains("local-lvm");
      assertThat(source.full()).isEmpty();
    });
    assertThat(vm.options().sequencedKeySet())
        .containsExactly(
            "name",
            "description",
            "tags",
            "cores",
            "cpu",
            "memory",
            "scsi0",
            "net0",
            "ciuser",
            "sshkeys",
            "ipconfig0",
            "boot",
            "onboot",
            "agent",
            "rng0",
            "args");
    assertThat(vm.options().get("tags"))
        .isEqualTo(
            new Wanted.Tags(
                "spec.tags", vm.options().get("tags").place(), List.of("pvefleet", "till"), true));
    assertThat(vm.options().get("args")).isInstanceOf(Wanted.Absent.class);
    assertThat(((Wanted.Properties) vm.options().get("ipconfig0")).properties().get("gw").value()).contains("10.12.20.1");
    assertThat(vm.restart()).isEqualTo(new Restart(Restart.Policy.WINDOW, Duration.ofMinutes(3), false));
    assertThat(vm.lifecycle()).isEqualTo(new Lifecycle(true, Lifecycle.OnRemove.ORPHAN, Lifecycle.Disks.KEEP));
    assertThat(vm.drift().ignore()).containsExactly("/memory");
  }

  @Test
  void onlyRootsOptionIsWarnedOf() {
    assertThat(Documents.lines(Documents.load(CONTRACT))).containsExactly("warning PVF-0158 spec.pve.args");
  }

  @Test
  void whatIsNotDeclaredIsNotWanted() {
    Vm vm = Documents.of("");

    assertThat(vm.options().sequencedKeySet()).containsExactly("name", "tags");
    assertThat(vm.power()).isEqualTo(DesiredPower.UNMANAGED);
    assertThat(((Wanted.Tags) vm.options().get("tags")).exact()).isFalse();
    assertThat(vm.options().get("tags").place()).isEmpty();
  }

  @Test
  void theHashOfASpecDoesNotKnowWhereItStands() {
    Vm vm = Documents.of("memory: 4GiB\ncpu: {cores: 2}");

    assertThat(vm.specHash()).isEqualTo(Documents.of("\n# moved\ncpu:\n  cores: 2\nmemory: 4096MiB").specHash());
    assertThat(vm.specHash()).isNotEqualTo(Documents.of("memory: 4GiB\ncpu: {cores: 3}").specHash());
  }

  @Test
  void aGatewayGoesToTheCardInWhoseNetworkItLies() {
    Vm vm = Documents.of("""
        cloudInit:
          drive: {storage: local-lvm}
          ip: {net0: 10.12.20.11/24, net1: 192.168.7.2/24, net2: "fd00:1::2/64"}
          gateway: 192.168.7.1
          gateway6: "fd00:1::1"
        """);

    assertThat(properties(vm, "ipconfig0")).isEqualTo("{ip=10.12.20.11/24}");
    assertThat(properties(vm, "ipconfig1")).isEqualTo("{ip=192.168.7.2/24, gw=192.168.7.1}");
    assertThat(properties(vm, "ipconfig2")).isEqualTo("{ip6=fd00:1::2/64, gw6=fd00:1::1}");
  }

  private static String properties(Vm vm, String option) {
    java.util.Map<String, String> values = new java.util.LinkedHashMap<>();
    ((Wanted.Properties) vm.options().get(option)).properties().forEach((name, p) -> values.put(name, p.value().orElse("-")));
    return values.toString();
  }

  @Test
  void addressesAreClaimedForTheFleet() {
    FleetLoad load =
        Documents.load(
            Documents.vm(
                    "networks: {net0: {mac: \"bc:24:11:00:20:00\", bridge: vmbr0}}\n"
                        + "cloudInit: {drive: {storage: l1}, ip: {net0: \"fd00::1/64\"}}")
                + "---\n"
                + Documents.vm(
                        "networks: {net1: {mac: \"BC:24:11:00:20:00\", bridge: vmbr0}}\n"
                            + "cloudInit: {drive: {storage: l1}, ip: {net0: {address6: \"fd00:0::0:1/64\"}}}")
                    .replace("102", "103")
                    .replace("pos-01", "pos-02"));

    assertThat(Documents.lines(load))
        .containsExactly("error PVF-0125 spec.networks.net1.mac", "error PVF-0125 spec.cloudInit.ip.net0.address6");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      disks: {scsi0: {storage: local-lvm}} | error PVF-0151 spec.disks.scsi0
      disks: {scsi0: {size: 4GiB}} | error PVF-0151 spec.disks.scsi0
      disks: {scsi0: {cache: none}} | error PVF-0151 spec.disks.scsi0
      disks: {scsi0: {storage: l1, size: 4097KiB}} | error PVF-0159 spec.disks.scsi0.size
      disks: {virtio0: {storage: l1, size: 4GiB, ssd: true}} | error PVF-0152 spec.disks.virtio0.ssd
      disks: {ide0: {storage: l1, size: 4GiB, ioThread: true}} | error PVF-0152 spec.disks.ide0.ioThread
      disks: {efidisk0: {storage: l1, size: 4GiB}} | error PVF-0152 spec.disks.efidisk0.size
      disks: {ide0: {storage: l1, size: 4GiB, limits: {iops: 5, iopsRead: 5}}} | error PVF-0152 spec.disks.ide0.limits.iopsRead
      {memory: null, balloon: 1GiB} | error PVF-0159 spec.balloon
      disks: {ide2: {cdrom: none, size: 4GiB}} | error PVF-0152 spec.disks.ide2.size
      disks: {virtio2: {cdrom: none}} | error PVF-0152 spec.disks.virtio2.cdrom
      disks: {scsi0: {storage: l1, size: 4GiB, pve: {bps: 100}}} | error PVF-0156 spec.disks.scsi0.pve.bps
      disks: {scsi0: {storage: l1, size: 4GiB, pve: {media: disk}}} | error PVF-0155 spec.disks.scsi0.pve.media
      disks: {scsi0: {storage: l1, size: 4GiB, ssd: true, pve: {ssd: 1}}} | error PVF-0161 spec.disks.scsi0.pve.ssd
      disks: {ide0: {source: {template: 900}}, ide1: {source: {template: 901}}} | error PVF-0153 spec.disks.ide1.source.template
      disks: {ide0: {storage: a1, source: &t {template: 900}}, ide1: {storage: a2, source: *t}} | error PVF-0153 spec.disks.ide1.storage
      disks: {scsi0: {source: {volume: 'l1:vm-101-disk-0'}}} | error PVF-0170 spec.disks.scsi0.source.volume
      disks: {scsi0: {source: {volume: 'l1:101/vm-101-disk-0.raw'}}} | error PVF-0170 spec.disks.scsi0.source.volume
      disks: {scsi0: {source: {volume: 'l1:base-9000-disk-0'}}} | error PVF-0170 spec.disks.scsi0.source.volume
      disks: {scsi0: {source: {volume: 'l1:iso/a.iso'}}} | error PVF-0170 spec.disks.scsi0.source.volume
      disks: {scsi0: {storage: l2, source: {volume: 'l1:vm-102-disk-0'}}} | error PVF-0171 spec.disks.scsi0.storage
      disks: {ide0: {source: &v {volume: 'l1:vm-102-disk-0'}}, ide1: {source: *v}} | error PVF-0172 spec.disks.ide1.source.volume
      boot: {order: [scsi0]} | warning PVF-0154 spec.boot.order[0]
      {disks: {scsi0: null}, boot: {order: [scsi0]}} | error PVF-0154 spec.boot.order[0]
      pve: {memory: 2048} | error PVF-0155 spec.pve.memory
      pve: {net0: virtio} | error PVF-0155 spec.pve.net0
      pve: {digest: abc} | error PVF-0156 spec.pve.digest
      pve: {template: true} | error PVF-0156 spec.pve.template
      pve: {wachdog: i6300esb} | warning PVF-0157 spec.pve.wachdog
      pve: {hookscript: 'local:snippets/a'} | warning PVF-0158 spec.pve.hookscript
      pve: {rng0: ''} | error PVF-0112 spec.pve.rng0
      pve: {rng0: ' '} | error PVF-0112 spec.pve.rng0
      description: '  ' | error PVF-0112 spec.description
      memory: 8MiB | error PVF-0159 spec.memory
      memory: {size: 1GiB, balloon: 2GiB} | error PVF-0159 spec.memory.balloon
      {memory: {size: 1GiB, balloon: 0}, balloon: 512MiB} | error PVF-0161 spec.balloon
      cpu: {cores: 2, sockets: 1, vcpus: 3} | error PVF-0159 spec.cpu.vcpus
      cloudInit: {user: ops} | warning PVF-0160 spec.cloudInit
      cloudInit: {drive: {storage: l1}, user: 관리자} | error PVF-0112 spec.cloudInit.user
      cloudInit: {drive: {storage: l1}, searchDomain: 약국} | error PVF-0112 spec.cloudInit.searchDomain
      cloudInit: {drive: {storage: l1}, password: hunter2} | error PVF-0130 spec.cloudInit.password
      cloudInit: {drive: {storage: l1}, ip: {net0: 10.0.0.300/24}} | error PVF-0150 spec.cloudInit.ip.net0
      cloudInit: {drive: {storage: l1}, ip: {net0: 10.0.0.3/33}} | error PVF-0150 spec.cloudInit.ip.net0
      cloudInit: {drive: {storage: l1}, ip: {net0: 10.0.0.3/24}, gateway: 10.0.1.1} | error PVF-0150 spec.cloudInit.gateway
      cloudInit: {drive: {storage: l1}, ip: {net0: {gateway: 10.0.1.1}}} | error PVF-0150 spec.cloudInit.ip.net0.gateway
      cloudInit: {drive: {storage: l1}, nameservers: [1.1.1.300]} | error PVF-0150 spec.cloudInit.nameservers[0]
      {disks: {ide2: {cdrom: none}}, cloudInit: {drive: {storage: l1}}} | error PVF-0161 spec.cloudInit.drive
      networks: {net0: {mac: '01:24:11:00:20:00'}} | error PVF-0112 spec.networks.net0.mac
      networks: {net0: {pve: {tag: 5}}} | error PVF-0155 spec.networks.net0.pve.tag
      tags: [약국] | error PVF-0112 spec.tags[0]
      """)
  void mistakesAreFoundWhereTheyStand(String spec, String finding) {
    String block = spec.startsWith("{") ? spec.substring(1, spec.length() - 1) : spec;
    FleetLoad load = spec.startsWith("{") ? Documents.load(flow(block)) : Documents.load(Documents.vm(block));

    assertThat(Documents.lines(load)).containsExactly(finding);
  }

  private static String flow(String members) {
    return """
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: pos-01}
        spec: {vmid: 102, %s}
        """.formatted(members);
  }

  @Test
  void everyMistakeIsFoundAtOnce() {
    FleetLoad load = Documents.load(Documents.vm("""
        memory: 8MiB
        disks: {scsi0: {storage: local-lvm}}
        pve: {memory: 2048, lock: backup}
        """));

    assertThat(load.fleet()).isEqualTo(Optional.empty());
    assertThat(Documents.lines(load))
        .containsExactly(
            "error PVF-0159 spec.memory",
            "error PVF-0151 spec.disks.scsi0",
            "error PVF-0155 spec.pve.memory",
            "error PVF-0156 spec.pve.lock");
  }
}
