package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VmStepsTest {

  private static final VmObservation TEMPLATE =
      new VmObservation(
          9000, Power.STOPPED, true, "",
          Map.of("name", "debian"),
          Map.of(
              "name", "debian",
              "template", "1",
              "memory", "2048",
              "scsi0", "local-lvm:base-9000-disk-0,discard=on,size=3G",
              "ide2", "local-lvm:vm-9000-cloudinit,media=cdrom",
              "net0", "virtio=BC:24:11:00:90:00,bridge=vmbr0"),
          Set.of(),
          "template-digest");

  @Test
  void aCreateCarriesEverythingInOneRequest() {
    Vm vm = Documents.of("""
        power: running
        memory: 4GiB
        os: l26
        scsiController: virtio-scsi-single
        disks: {scsi0: {storage: local-lvm, size: 10241MiB, ioThread: true}, efidisk0: {storage: local-lvm, efiType: 4m}}
        networks: {net0: {bridge: vmbr0, vlan: 20}}
        cloudInit: {drive: {storage: local-lvm}, user: ops, password: env:PW, sshKeys: [ssh-ed25519 AA+A a@b], ip: {net0: dhcp}}
        boot: {order: [scsi0, net0], onBoot: true}
        agent: true
        tags: [till]
        """);

    assertThat(lines(VmSteps.create(vm, "pve1")))
        .containsExactly(
            "create: POST /nodes/pve1/qemu vmid=102 name=pos-01 tags=pvefleet;till ostype=l26 memory=4096"
                + " scsihw=virtio-scsi-single scsi0=local-lvm:10.0009765625,iothread=1"
                + " efidisk0=local-lvm:1,efitype=4m net0=virtio,bridge=vmbr0,tag=20"
                + " ide2=local-lvm:cloudinit ciuser=ops cipassword=*** sshkeys=ssh-ed25519%20AA%2BA%20a%40b ipconfig0=ip=dhcp"
                + " boot=order=scsi0;net0 onboot=1 agent=1",
            "start: POST /nodes/pve1/qemu/102/status/start");
  }

  @Test
  void aCreateNamesOnlyDevicesThatItMakesInTheBootOrder() {
    Vm vm = Documents.of("disks: {scsi0: {storage: l1, size: 1GiB}}\nboot: {order: [net0, scsi0]}");

    assertThat(VmSteps.create(vm, "pve1").getFirst().request().shown("boot")).isEqualTo("order=scsi0");
  }

  @Test
  void everyMebibyteRoundTripsThroughAnAllocation() {
    for (long mebibytes = 1; mebibytes < 70_000; mebibytes += 37) {
      assertThat(Drive.parse("l1:" + Sizes.forAllocation(mebibytes)).allocationBytes()).hasValue(mebibytes << 20);
    }
  }

  @Test
  void aCloneIsFollowedByWhatIsForeseen() {
    Vm vm = Documents.parsed(VmParserTest.CONTRACT);
    List<Step> steps = VmSteps.clone(vm, "pve1", Optional.of(TEMPLATE));

    assertThat(lines(steps))
        .containsExactly(
            "clone: POST /nodes/pve1/qemu/9000/clone newid=102 name=pos-01 description=Counter 1",
            "config: POST /nodes/pve1/qemu/102/config tags=pvefleet;till cores=2 cpu=x86-64-v2-AES memory=4096"
                + " net0=virtio=NEW-MAC,bridge=vmbr0,tag=20 ciuser=ops sshkeys=ssh-ed25519%20AAAA..."
                + " ipconfig0=ip=10.12.20.11/24,gw=10.12.20.1 onboot=1 agent=1 rng0=source=/dev/urandom",
            "boot: POST /nodes/pve1/qemu/102/config boot=order=scsi0",
            "resize scsi0: PUT /nodes/pve1/qemu/102/resize disk=scsi0 size=64G",
            "start: POST /nodes/pve1/qemu/102/status/start");
    assertThat(steps.stream().map(Step::predicted)).containsExactly(false, true, true, true, false);
  }

  @Test
  void aCloneOntoAnotherStorageIsAFullOne() {
    Vm vm = Documents.of("disks: {scsi0: {storage: local-zfs, source: {template: 9000}}}");

    assertThat(lines(VmSteps.clone(vm, "pve1", Optional.of(TEMPLATE))).getFirst())
        .isEqualTo("clone: POST /nodes/pve1/qemu/9000/clone newid=102 name=pos-01 full=1 storage=local-zfs");
    assertThat(lines(VmSteps.clone(vm, "pve1", Optional.of(TEMPLATE)))).hasSize(2);
  }

  @Test
  void aFreshCloneGetsWhatDriftIgnores() {
    Vm vm = Documents.of("memory: 4GiB\ndisks: {scsi0: {source: {template: 9000}}}\ndrift: {ignore: [/memory]}");
    VmObservation clone = running(Map.of("name", "pos-01", "memory", "2048", "scsi0", "l1:vm-102-disk-0,size=3G"), Power.STOPPED);

    assertThat(paths(VmDiffer.diff(vm, clone))).containsExactly("spec.tags", "spec.memory");
  }

  @Test
  void anUpdateKeepsWhatIsNotDeclared() {
    Vm vm = Documents.of("""
        networks: {net0: {bridge: vmbr0, vlan: 30}}
        disks: {scsi0: {storage: l1, size: 4GiB, cache: writeback}}
        """);
    VmObservation seen = owned(Map.of(
        "net0", "virtio=bc:24:11:00:20:00,bridge=vmbr0,firewall=1,tag=20",
        "scsi0", "l1:vm-102-disk-0,discard=on,size=4G"));

    assertThat(lines(steps(vm, seen)))
        .containsExactly(
            "config: POST /nodes/pve1/qemu/102/config scsi0=l1:vm-102-disk-0,discard=on,size=4G,cache=writeback"
                + " net0=virtio=BC:24:11:00:20:00,bridge=vmbr0,firewall=1,tag=30 digest=d1");
  }

  @Test
  void tagsThatAreNotDeclaredStayBesideTheMark() {
    Vm vm = Documents.of("");
    VmObservation seen = running(Map.of("name", "pos-01", "tags", "zed;alpha"), Power.STOPPED);

    assertThat(lines(steps(vm, seen)))
        .containsExactly(
            "config: POST /nodes/pve1/qemu/102/config tags=alpha;pvefleet;zed digest=d1");
  }

  @Test
  void absentWithNoValueLeftIsADelete() {
    Vm vm = Documents.of("cpu: {type: null}\nagent: null\nnetworks: {net1: null}");
    VmObservation seen = owned(Map.of("cpu", "host", "agent", "1", "net1", "virtio=BC:24:11:00:20:01,bridge=vmbr0"));

    assertThat(lines(steps(vm, seen)))
        .containsExactly(
            "config: POST /nodes/pve1/qemu/102/config delete=cpu,net1,agent digest=d1");
  }

  @Test
  void shrinkingIsImpossibleAndMakesNoRequest() {
    Vm vm = Documents.of("disks: {scsi0: {storage: l1, size: 4GiB}}");
    VmObservation seen = owned(Map.of("scsi0", "l1:vm-102-disk-0,size=8G"));
    AttributeChange change = VmDiffer.diff(vm, seen).attributes().getFirst();

    assertThat(change.path()).isEqualTo("spec.disks.scsi0.size");
    assertThat(change.configured()).isEqualTo("8GiB");
    assertThat(change.impact()).isEqualTo(Impact.IMPOSSIBLE);
    assertThat(change.note()).isEqualTo("A disk only grows. Declare at least 8GiB.");
    assertThat(steps(vm, seen)).isEmpty();
  }

  @Test
  void upToOneExtentMoreIsTheDeclaredSize() {
    Vm vm = Documents.of("disks: {scsi0: {storage: l1, size: 4097MiB}}");

    assertThat(VmDiffer.diff(vm, owned(Map.of("scsi0", "l1:vm-102-disk-0,size=4100M"))).isInSync()).isTrue();
    assertThat(VmDiffer.diff(vm, owned(Map.of("scsi0", "l1:vm-102-disk-0,size=4101M"))).isInSync()).isFalse();
  }

  @Test
  void aDiskIsTakenOutOnlyAfterProtectionIsLifted() {
    Vm vm = Documents.of("protection: false\ndisks: {scsi1: null}");
    VmObservation seen = owned(Map.of("protection", "1", "scsi1", "l1:vm-102-disk-1,size=4G"));

    assertThat(lines(steps(vm, seen)))
        .containsExactly(
            "protection: POST /nodes/pve1/qemu/102/config protection=0 digest=d1",
            "config: POST /nodes/pve1/qemu/102/config delete=scsi1");
    Vm still = Documents.of("disks: {scsi1: null}");
    assertThat(VmDiffer.diff(still, seen).attributes().getFirst().impact()).isEqualTo(Impact.IMPOSSIBLE);
  }

  @Test
  void rootsOptionsAreShownWithTheCommandAndNeverSent() {
    Vm vm = Documents.of("pve: {args: -no-hpet}");
    VmDiff diff = VmDiffer.diff(vm, owned(Map.of()));

    assertThat(diff.attributes()).singleElement().satisfies(change -> {
      assertThat(change.impact()).isEqualTo(Impact.IMPOSSIBLE);
      assertThat(change.note()).endsWith("On the host: qm set 102 --args '-no-hpet'");
    });
    assertThat(VmSteps.update(vm, owned(Map.of()), diff, "pve1")).isEmpty();
    assertThat(VmSteps.create(vm, "pve1").getFirst().request().shown("args")).isEmpty();
  }

  @Test
  void aPasswordIsSentToANewVmAndThenNeverCompared() {
    Vm vm = Documents.of("cloudInit: {drive: {storage: l1}, password: env:PW}");
    Map<String, String> options = Map.of("ide2", "l1:vm-102-cloudinit,media=cdrom", "cipassword", "**********");

    assertThat(VmDiffer.diff(vm, owned(options)).isInSync()).isTrue();
    assertThat(paths(VmDiffer.diff(vm, owned(Map.of("ide2", "l1:vm-102-cloudinit,media=cdrom")))))
        .containsExactly("spec.cloudInit.password");
    TreeMap<String, String> fresh = new TreeMap<>(options);
    fresh.put("name", "pos-01");
    assertThat(paths(VmDiffer.diff(vm, running(fresh, Power.STOPPED)))).containsExactly("spec.tags", "spec.cloudInit.password");
  }

  @Test
  void stoppingIsGracefulUnlessForceIsDeclared() {
    VmObservation seen = running(Map.of("name", "pos-01", "tags", "pvefleet"), Power.RUNNING);

    assertThat(lines(steps(Documents.of("power: stopped\nrestart: {timeout: 5m}"), seen)))
        .containsExactly("shutdown: POST /nodes/pve1/qemu/102/status/shutdown timeout=300");
    assertThat(lines(steps(Documents.of("power: stopped\nrestart: {force: true}"), seen)))
        .containsExactly("shutdown: POST /nodes/pve1/qemu/102/status/shutdown timeout=180 forceStop=1");
  }

  @Test
  void aHibernatedVmIsResumedBeforeAnythingElse() {
    Vm vm = Documents.of("power: running\nmemory: 1GiB");
    VmObservation seen = running(Map.of("name", "pos-01", "tags", "pvefleet", "memory", "512"), Power.HIBERNATED);

    assertThat(steps(vm, seen).stream().map(Step::key)).containsExactly("start", "config");
  }

  @Test
  void whatIsWrittenButNotInForceWaits() {
    Vm vm = Documents.of("memory: 1GiB\ncpu: {cores: 1}");
    VmObservation seen =
        new VmObservation(
            102, Power.RUNNING, false, "",
            Map.of("name", "pos-01", "tags", "pvefleet", "memory", "512"),
            Map.of("name", "pos-01", "tags", "pvefleet", "memory", "current=1024", "cores", "1"),
            Set.of("memory", "cores"), "d1");
    VmDiff diff = VmDiffer.diff(vm, seen);

    assertThat(diff.attributes()).isEmpty();
    assertThat(diff.waiting().stream().map(AttributeChange::path)).containsExactly("spec.memory");
    assertThat(VmSteps.update(vm, seen, diff, "pve1")).isEmpty();
    Vm immediate = Documents.of("memory: 1GiB\nrestart: {policy: immediate}");
    assertThat(lines(VmSteps.update(
            immediate, seen, VmDiffer.diff(immediate, seen), "pve1", new PowerCycle.Allowed(java.util.Optional.empty()))))
        .containsExactly("reboot: POST /nodes/pve1/qemu/102/status/reboot timeout=180");
  }

  @Test
  void oneColdOptionMakesTheWholeDriveWait() {
    Vm vm = Documents.of("disks: {scsi0: {storage: l1, size: 4GiB, backup: false, ssd: true}}");
    VmObservation seen =
        running(
            Map.of("name", "pos-01", "tags", "pvefleet", "scsi0", "l1:vm-102-disk-0,size=4G"),
            Power.RUNNING);

    assertThat(VmDiffer.diff(vm, seen).attributes().stream().map(AttributeChange::impact))
        .containsOnly(Impact.RESTART)
        .hasSize(2);
  }

  @Test
  void aSecondCloudInitDriveIsImpossible() {
    Vm vm = Documents.of("cloudInit: {drive: {slot: ide0, storage: l1}}");
    VmObservation seen = owned(Map.of("ide2", "l1:vm-102-cloudinit,media=cdrom"));

    assertThat(VmDiffer.diff(vm, seen).attributes().getFirst().note()).startsWith("The cloud-init drive is at ide2");
    Vm moved = Documents.of("disks: {ide2: null}\ncloudInit: {drive: {slot: ide0, storage: l1}}");
    assertThat(lines(steps(moved, seen)))
        .containsExactly(
            "config: POST /nodes/pve1/qemu/102/config delete=ide2 digest=d1",
            "cloud-init drive: POST /nodes/pve1/qemu/102/config ide0=l1:cloudinit");
  }

  @Test
  void aBootOrderThatACdDriveWillExtendIsSetBack() {
    Vm vm = Documents.of("disks: {scsi0: {storage: l1, size: 1GiB}, ide2: {cdrom: 'local:iso/a.iso'}}\nboot: {order: [scsi0]}");
    VmObservation seen = owned(Map.of("scsi0", "l1:vm-102-disk-0,size=1G", "boot", "order=scsi0"));

    assertThat(steps(vm, seen).stream().map(Step::key)).containsExactly("config", "boot");
  }

  @Test
  void windowsPinsOfTheMachineAreNoDifference() {
    assertThat(VmDiffer.diff(Documents.of("machine: q35"), owned(Map.of("machine", "pc-q35-10.0+pve1"))).isInSync()).isTrue();
    assertThat(
            VmDiffer.diff(
                    Documents.of("machine: pc-q35-9.0"),
                    owned(Map.of("machine", "pc-q35-10.0+pve1")))
                .isInSync())
        .isFalse();
  }

  @Test
  void ignoredAttributesAreShownApart() {
    VmDiff diff = VmDiffer.diff(Documents.of("memory: 1GiB\ndrift: {ignore: [/memory]}"), owned(Map.of("memory", "512")));

    assertThat(diff.attributes()).isEmpty();
    assertThat(diff.ignored().stream().map(AttributeChange::path)).containsExactly("spec.memory");
  }

  @Test
  void aNarrowedDiffDoesLess() {
    Vm vm = Documents.of("memory: 1GiB\ndescription: new");
    VmObservation seen = owned(Map.of("memory", "512"));
    VmDiff diff = VmDiffer.diff(vm, seen);
    VmDiff narrowed =
        new VmDiff(
            diff.attributes().stream().filter(a -> a.path().equals("spec.description")).toList(),
            List.of(),
            List.of());

    assertThat(lines(VmSteps.update(vm, seen, narrowed, "pve1")))
        .containsExactly("config: POST /nodes/pve1/qemu/102/config description=new digest=d1");
  }

  private static List<Step> steps(Vm vm, VmObservation seen) {
    return VmSteps.update(vm, seen, VmDiffer.diff(vm, seen), "pve1");
  }

  private static List<String> lines(List<Step> steps) {
    return steps.stream().map(step -> step.key() + ": " + step.request()).toList();
  }

  private static List<String> paths(VmDiff diff) {
    return diff.attributes().stream().map(AttributeChange::path).toList();
  }

  private static VmObservation owned(Map<String, String> options) {
    TreeMap<String, String> all = new TreeMap<>(options);
    all.put("name", "pos-01");
    all.put("tags", "pvefleet");
    return running(all, Power.STOPPED);
  }

  private static VmObservation running(Map<String, String> options, Power power) {
    return new VmObservation(102, power, false, "", options, options, Set.of(), "d1");
  }
}
