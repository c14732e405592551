package io.pvefleet.engine.kinds.vm;

import static io.pvefleet.engine.kinds.vm.ReadBack.created;
import static io.pvefleet.engine.kinds.vm.ReadBack.differing;
import static io.pvefleet.engine.kinds.vm.ReadBack.findings;
import static io.pvefleet.engine.kinds.vm.ReadBack.inSync;
import static io.pvefleet.engine.kinds.vm.ReadBack.recordedEnd;
import static io.pvefleet.engine.kinds.vm.ReadBack.running;
import static io.pvefleet.engine.kinds.vm.ReadBack.sent;
import static io.pvefleet.engine.kinds.vm.ReadBack.stopped;
import static io.pvefleet.engine.kinds.vm.ReadBack.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.port.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What Proxmox refuses, and what it keeps of what it refused: nothing is asked for that cannot succeed, and nothing loops. */
class RefusalQuirksTest {

  private static final String CARD = "virtio=BC:24:11:00:20:00,bridge=vmbr0";

  @Test
  @Quirk(surprises = 27)
  void theBootOrderHasARequestOfItsOwn() {
    recordedEnd("boot-del-and-order", 500, "invalid bootorder");
    assertThat(sent("cpu: {cores: 2}\nagent: true\nnetworks: {net0: {bridge: vmbr0}}\nboot: {order: [net0]}", stopped("net0", CARD)))
        .containsExactly("config: cores=2 agent=1 digest=d1", "boot: boot=order=net0");
  }

  @Test
  @Quirk(surprises = {27, 28}, traps = {11, 18})
  void whatARefusedRequestLeftPendingCountsAsWritten() {
    VmObservation seen = waiting(List.of(Map.of("key", "cores", "pending", "2"), Map.of("key", "vga", "pending", "std")));
    VmDiff diff = VmDiffer.diff(Documents.of("cpu: {cores: 2}\nvga: std\ndisks: {scsi5: {storage: l1, size: 1GiB}}"), seen);
    assertThat(diff.attributes()).extracting(AttributeChange::path).containsExactly("spec.disks.scsi5");
    assertThat(diff.waiting()).extracting(AttributeChange::path).containsExactly("spec.cpu.cores", "spec.vga");
  }

  @Test
  @Quirk(surprises = 29, traps = {11, 18})
  void aDeviceThatCouldNotBePluggedWaitsAndIsNotSentAgain() {
    recordedEnd("run-net-del-busy", 400, "hotplug problem");
    VmDiff diff = VmDiffer.diff(Documents.of("networks: {net1: null, net2: {bridge: vmbr0}}"),
        waiting(List.of(
            Map.of("key", "net1", "value", "virtio=BC:24:11:00:21:01,bridge=vmbr0", "delete", "1"),
            Map.of("key", "net2", "pending", "virtio=BC:24:11:00:21:02,bridge=vmbr0"))));
    assertThat(diff.attributes()).isEmpty();
    assertThat(diff.waiting()).extracting(AttributeChange::path).contains("spec.networks.net1");
  }

  @Test
  @Quirk(surprises = 30)
  void moreProcessorsThanThereAreAreRefusedAndALeftOverIsSetBack() {
    recordedEnd("run-hot-vcpus-over", 400, "vcpus");
    assertThat(findings("cpu: {cores: 2, sockets: 1, vcpus: 9}")).containsExactly("error PVF-0159 spec.cpu.vcpus");
    VmObservation seen = waiting(List.of(Map.of("key", "vcpus", "value", "1", "pending", "9")), "cores", "2", "sockets", "1");
    assertThat(sent("cpu: {vcpus: 1}", seen)).containsExactly("config: vcpus=1 digest=d1");
  }

  @Test
  @Quirk(surprises = 33, traps = 39)
  void aConfigurationWithoutADigestIsUnknownAndNeverWritten() {
    recordedEnd("digest-only", 500, "no options specified");
    JsonMapper json = JsonMapper.builder().build();
    for (String digest : List.of("[]", "[{\"key\": \"digest\", \"value\": \"\"}]", "[{\"key\": \"digest\", \"value\": \" \"}]")) {
      assertThat(VmReader.observation(102, new Answer.Data(json.readTree(digest)), json.readTree("{\"status\": \"running\"}")))
          .isInstanceOf(Observed.Unknown.class);
    }
    assertThat(sent("cpu: {cores: 2}", running())).containsExactly("config: cores=2 digest=d1");
    inSync("cpu: {cores: 1}");
  }

  @Test
  @Quirk(surprises = 34, traps = 30)
  void protectionIsLiftedByARequestOfItsOwnBeforeADiskGoes() {
    recordedEnd("disk-prot-off-del", 200, "protection mode enabled");
    assertThat(sent("protection: false\ndisks: {scsi1: null}",
            stopped("protection", "1", "scsi1", "l1:vm-102-disk-1,size=1G")))
        .startsWith("protection: protection=0 digest=d1").anyMatch(line -> line.contains("delete=scsi1"));
    assertThat(sent("disks: {scsi1: null}", stopped("protection", "1", "scsi1", "l1:vm-102-disk-1,size=1G"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      pve: {args: -no-reboot}                              | args     | -no-acpi                | --args '-no-reboot'
      pve: {args: null}                                    | args     | -no-acpi                | --delete args
      pve: {arch: x86_64}                                  | arch     | aarch64                 | --arch 'x86_64'
      pve: {vmgenid: "1"}                                  | vmgenid  | 11111111-0000-4000-8000 | --vmgenid '1'
      pve: {hugepages: "2"}                                | name     | pos-01                  | --hugepages '2'
      pve: {parallel0: /dev/parport0}                      | name     | pos-01                  | --parallel0 '/dev/parport0'
      pve: {ivshmem: size=32}                              | name     | pos-01                  | --ivshmem 'size=32'
      cpu: {affinity: 0-3}                                 | affinity | 0-1                     | --affinity '0-3'
      hookscript: local:snippets/a.pl                      | name     | pos-01                  | --hookscript 'local:snippets/a.pl'
      hookscript: null                                     | hookscript | local:snippets/b.pl   | --delete hookscript
      serial: {serial0: /dev/ttyS0}                        | name     | pos-01                  | --serial0 '/dev/ttyS0'
      serial: {serial0: socket}                            | serial0  | /dev/ttyS0              | --serial0 'socket'
      serial: {serial0: null}                              | serial0  | /dev/ttyS0              | --delete serial0
      usb: {usb0: {host: "1234:5678", usb3: true}}         | name     | pos-01                  | --usb0 '1234:5678,usb3=1'
      usb: {usb0: {mapping: scanner}}                      | usb0     | host=1234:5678          | --usb0
      usb: {usb0: null}                                    | usb0     | host=1234:5678          | --delete usb0
      pci: {hostpci0: {host: "00:02.0", pcie: true}}       | name     | pos-01                  | --hostpci0 '00:02.0,pcie=1'
      pci: {hostpci0: {mapping: gpu, pve: {romfile: a}}}   | name     | pos-01                  | --hostpci0 'mapping=gpu,romfile=a'
      """)
  @Quirk(surprises = 35, traps = 19)
  void whatIsRootsAloneIsSaidWithTheCommandAndNeverSent(String spec, String option, String value, String command) {
    VmObservation seen = stopped(option, value);
    List<AttributeChange> found = VmDiffer.diff(Documents.of(spec), seen).attributes();
    assertThat(found).isNotEmpty().allMatch(a -> a.impact() == Impact.IMPOSSIBLE)
        .allMatch(a -> a.note().contains("root@pam") && a.note().contains("qm set 102 " + command));
    assertThat(sent(spec, seen)).isEmpty();
    if (!spec.contains("null") && !spec.contains("socket") && !spec.equals("usb: {usb0: {mapping: scanner}}")) {
      assertThat(created(spec)).containsExactly("create: vmid=102 name=pos-01 tags=pvefleet");
      assertThat(findings(spec)).as("validate says so too").anyMatch(line -> line.startsWith("warning PVF-0158"));
    }
  }

  @Test
  @Quirk(surprises = 35)
  void rootsOptionsWithTheDeclaredValueAreNoDifference() {
    inSync("pve: {args: -no-reboot, arch: x86_64}\ncpu: {affinity: 0-3}\nhookscript: local:snippets/a.pl",
        "args", "-no-reboot", "arch", "x86_64", "affinity", "0-3", "hookscript", "local:snippets/a.pl");
    inSync(
        "usb: {usb0: {host: \"1234:5678\"}, usb1: spice}\npci: {hostpci0: {host: \"0000:00:02.0\", pcie: true}}\n"
            + "serial: {serial0: /dev/ttyS0}",
        "usb0", "host=0x1234:0x5678", "usb1", "SPICE", "hostpci0", "00:02.0,pcie=on", "serial0", "/dev/ttyS0");
    inSync("pve: {args: null, vmgenid: null}\nhookscript: null");
    inSync("cpu: {cores: 1}", "args", "-no-reboot", "hookscript", "local:snippets/a.pl");
  }

  @Test
  @Quirk(surprises = 35)
  void whatIsRootsAloneDoesNotHoldTheRest() {
    assertThat(sent("cpu: {cores: 2, affinity: 0-3}\nusb: {usb0: {host: \"1234:5678\"}, usb1: spice}", stopped()))
        .containsExactly("config: cores=2 usb1=spice digest=d1");
  }

  @Test
  @Quirk(surprises = 37)
  void whatOnlyCreateAcceptsIsNotGivenToIt() {
    assertThat(findings("memory: {size: 1GiB, balloon: 2GiB}")).containsExactly("error PVF-0159 spec.memory.balloon");
    assertThat(created("disks: {scsi0: {storage: l1, size: 1GiB}}\nboot: {order: [net0, scsi0]}").getFirst())
        .endsWith("boot=order=scsi0").doesNotContain("net0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock: backup", "skiplock: 1", "template: true", "digest: abc", "vmstate: x", "force: 1", "revert: cores"})
  @Quirk(surprises = {35, 38})
  void whatIsNoConfigurationIsRefusedAtOnce(String option) {
    assertThat(findings("pve: {" + option + "}")).containsExactly("error PVF-0156 spec.pve." + option.substring(0, option.indexOf(':')));
  }

  @Test
  @Quirk(traps = 13)
  void whatIsMissingIsProxmoxsDefault() {
    inSync("protection: false\nboot: {onBoot: false}\ntablet: true\nacpi: true\nkvm: true\nagent: false\nos: other\nbios: seabios\n"
        + "machine: pc\nscsiController: lsi\ncpu: {cores: 1, sockets: 1, limit: 0, numa: false}\n"
        + "memory: {size: 512MiB, shares: 1000, ksm: true}");
    assertThat(differing("localTime: false", stopped())).as("for Windows it is on, so that none is assumed")
        .containsExactly("spec.localTime");
  }

  @Test
  @Quirk(traps = {12, 17})
  void typesAndOrderOfPendingDoNotCount() {
    JsonMapper json = JsonMapper.builder().build();
    String entries = """
        [{"value": 4096, "key": "memory"}, {"key": "onboot", "value": true}, {"key": "cores", "value": "2"},
         {"key": "digest", "value": "d1"},
         {"key": "cpulimit", "value": "2.0"}, {"key": "protection", "value": 1}, {"key": "tags", "value": "pvefleet"},
         {"key": "name", "value": "pos-01"}, {"value": "1", "key": "numa", "pending": 0}]""";
    VmObservation seen =
        VmReader.observation(102, new Answer.Data(json.readTree(entries)), json.readTree("{\"status\": \"running\"}"))
            .present().orElseThrow();
    VmDiff diff = VmDiffer.diff(
        Documents.of("memory: 4GiB\nboot: {onBoot: true}\ncpu: {cores: 2, limit: 2, numa: false}\nprotection: true"), seen);
    assertThat(diff.attributes()).isEmpty();
    assertThat(diff.waiting()).extracting(AttributeChange::path).containsExactly("spec.cpu.numa");
  }
}
