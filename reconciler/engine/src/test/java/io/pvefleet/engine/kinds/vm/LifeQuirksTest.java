package io.pvefleet.engine.kinds.vm;

import static io.pvefleet.engine.kinds.vm.ReadBack.recordedEnd;
import static io.pvefleet.engine.kinds.vm.ReadBack.running;
import static io.pvefleet.engine.kinds.vm.ReadBack.sent;
import static io.pvefleet.engine.kinds.vm.ReadBack.stopped;
import static io.pvefleet.engine.kinds.vm.ReadBack.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates, clones, power, and what a running VM takes at once. */
class LifeQuirksTest {

  private static final String CARD = "virtio=BC:24:11:00:20:00,bridge=vmbr0";

  @Test
  @Quirk(surprises = 39, traps = 30)
  void aCloneIsAlwaysNamedAndToldAStorageOnlyWhereItIsFull() {
    recordedEnd("clone-tmpl-storage", 500, "not allowed for linked clones");
    String linked = clone("disks: {scsi0: {source: {template: 9000}}}");
    String full = clone("disks: {scsi0: {storage: l2, size: 8GiB, source: {template: 9000, full: true}}}");
    assertThat(linked).contains("newid=102 name=pos-01").doesNotContain("storage=").doesNotContain("full=1");
    assertThat(full).contains("newid=102 name=pos-01", "full=1", "storage=l2");
  }

  private static String clone(String spec) {
    return VmSteps.clone(Documents.of(spec), "pve1", Optional.empty()).getFirst().request().toString();
  }

  @Test
  @Quirk(surprises = 39)
  void whatACloneInheritedOfRootsOptionsStaysWhereItIsNotDeclared() {
    assertThat(sent("cpu: {cores: 2}", stopped("args", "-no-reboot", "hookscript", "local:snippets/a.pl")))
        .containsExactly("config: cores=2 digest=d1");
  }

  @Test
  @Quirk(surprises = 40)
  void aPausedVmIsResumedNotStartedAndCannotShutDown() {
    recordedEnd("power-start-paused", 200, "already running");
    recordedEnd("power-shutdown-paused", 500, "is paused");
    VmObservation paused = power(Power.PAUSED, "");
    assertThat(sent("power: running", paused)).containsExactly("resume: ");
    assertThat(sent("power: stopped", paused)).isEmpty();
    assertThat(VmDiffer.diff(Documents.of("power: stopped"), paused).attributes())
        .hasSize(1).allMatch(a -> a.impact() == Impact.IMPOSSIBLE);
  }

  @Test
  @Quirk(surprises = 40)
  void aHibernatedVmIsStartedBeforeItIsChangedAndCountsAsStopped() {
    recordedEnd("power-start-suspended", 200, "OK");
    VmObservation hibernated = power(Power.HIBERNATED, "suspended");
    assertThat(sent("power: running\ncpu: {cores: 2}", hibernated)).startsWith("start: ");
    assertThat(sent("power: stopped", hibernated)).isEmpty();
  }

  private static VmObservation power(Power power, String lock) {
    VmObservation seen = running();
    return new VmObservation(
        102, power, false, lock, seen.current(), seen.effective(), seen.pendingKeys(), seen.digest(), seen.pool());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      description: x                                   | LIVE
      tags: [till]                                     | LIVE
      boot: {onBoot: true}                             | LIVE
      boot: {startup: {order: 2}}                      | LIVE
      protection: true                                 | LIVE
      cpu: {limit: 2}                                  | LIVE
      cpu: {units: 200}                                | LIVE
      memory: {shares: 500}                            | LIVE
      hotplug: [disk, network]                         | LIVE
      hotplug: [disk, network, cpu]                    | RESTART
      tablet: false                                    | LIVE
      agent: {trim: true}                              | LIVE
      stateStorage: l1                                 | LIVE
      usb: {usb0: spice}                               | LIVE
      networks: {net0: {vlan: 20}}                     | LIVE
      networks: {net0: {firewall: true}}               | LIVE
      networks: {net0: {linkDown: true}}               | LIVE
      networks: {net0: {rate: 10}}                     | LIVE
      networks: {net0: {model: e1000}}                 | OFFLINE
      networks: {net0: {mtu: 1400}}                    | OFFLINE
      networks: {net0: {mac: "BC:24:11:00:20:77"}}     | OFFLINE
      networks: {net1: {bridge: vmbr0}}                | LIVE
      disks: {scsi4: {storage: l1, size: 1GiB}}        | LIVE
      disks: {sata4: {storage: l1, size: 1GiB}}        | RESTART
      disks: {ide3: {cdrom: none}}                     | RESTART
      cpu: {cores: 2}                                  | RESTART
      cpu: {sockets: 2}                                | RESTART
      cpu: {vcpus: 1}                                  | RESTART
      cpu: {type: host}                                | RESTART
      cpu: {numa: true}                                | RESTART
      numa: {numa0: {cpus: "0", memory: 1GiB}}         | RESTART
      kvm: false                                       | RESTART
      memory: 2GiB                                     | RESTART
      balloon: 0                                       | RESTART
      memory: {ksm: false}                             | RESTART
      agent: false                                     | RESTART
      os: win11                                        | RESTART
      bios: ovmf                                       | RESTART
      machine: q35                                     | RESTART
      scsiController: virtio-scsi-single               | RESTART
      boot: {order: [net0]}                            | RESTART
      vga: virtio                                      | RESTART
      keyboard: de                                     | RESTART
      audio: {device: AC97}                            | RESTART
      serial: {serial0: socket}                        | RESTART
      pci: {hostpci0: {mapping: gpu}}                  | RESTART
      rng: /dev/urandom                                | RESTART
      watchdog: i6300esb                               | RESTART
      smbios: {serial: H-102}                          | RESTART
      acpi: false                                      | RESTART
      localTime: true                                  | RESTART
      disks: {efidisk0: {storage: l1}}                 | RESTART
      disks: {tpmstate0: {storage: l1, version: v2.0}} | RESTART
      """)
  @Quirk(surprises = 41, traps = 24)
  void whatARunningVmTakesAtOnceIsAsOnTheHost(String spec, Impact impact) {
    List<AttributeChange> found = VmDiffer.diff(Documents.of(spec), running("net0", CARD, "ostype", "l26", "agent", "1")).attributes();
    assertThat(found).isNotEmpty().extracting(AttributeChange::impact).containsOnly(impact);
  }

  @Test
  @Quirk(surprises = 41)
  void aDefaultThatWaitsToBeWrittenIsNotWrittenAgain() {
    VmDiff diff = VmDiffer.diff(Documents.of("cpu: {cores: 1}"), waiting(List.of(Map.of("key", "cores", "pending", "1"))));
    assertThat(diff.attributes()).isEmpty();
    assertThat(diff.waiting()).as("the process has the default, which is the same").isEmpty();
  }

  @Test
  @Quirk(traps = 28)
  void aConfigurationOfAnEarlierTimeIsBroughtBackToWhatGitSays() {
    assertThat(sent("memory: 4GiB\ncpu: {cores: 2}", stopped("memory", "2048", "cores", "2", "parent", "before-update")))
        .containsExactly("config: memory=4096 digest=d1");
  }
}
