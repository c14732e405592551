package io.pvefleet.engine.kinds.vm;

import static io.pvefleet.engine.kinds.vm.ReadBack.created;
import static io.pvefleet.engine.kinds.vm.ReadBack.differing;
import static io.pvefleet.engine.kinds.vm.ReadBack.findings;
import static io.pvefleet.engine.kinds.vm.ReadBack.inSync;
import static io.pvefleet.engine.kinds.vm.ReadBack.recorded;
import static io.pvefleet.engine.kinds.vm.ReadBack.running;
import static io.pvefleet.engine.kinds.vm.ReadBack.sent;
import static io.pvefleet.engine.kinds.vm.ReadBack.stopped;
import static io.pvefleet.engine.kinds.vm.ReadBack.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks, drives and the boot order, which Proxmox edits itself. */
class DiskQuirksTest {

  private static final String DISK = "l1:vm-102-disk-0,size=8G";

  @ParameterizedTest
  @ValueSource(strings = {
      "disks: {scsi0: {storage: l2, size: 8GiB}}", "disks: {scsi0: {storage: l1, size: 9GiB}}",
      "disks: {scsi0: {storage: l1, size: 8GiB, cache: writeback}}",
      "disks: {scsi0: {storage: l1, size: 8GiB, source: {import: \"l1:import/a.qcow2\"}, ssd: true}}"})
  @Quirk(surprises = 15, traps = 29)
  void nothingIsEverAllocatedIntoAnOccupiedSlot(String spec) {
    assertThat(sent(spec, running("scsi0", DISK))).isNotEmpty().noneMatch(line -> line.matches(".*scsi0=l[12]:[0-9].*"));
  }

  @Test
  @Quirk(traps = 29)
  void whatIsNotDeclaredOfADriveStays() {
    assertThat(sent("disks: {scsi0: {storage: l1, size: 8GiB, cache: none, ssd: true}}",
            stopped("scsi0", "l1:vm-102-disk-0,cache=writeback,discard=on,size=8G,werror=stop")))
        .hasSize(1)
        .first().asString()
        .contains("l1:vm-102-disk-0", "discard=on", "werror=stop", "cache=none", "ssd=1");
  }

  @Test
  @Quirk(surprises = 16, traps = 1)
  void aDriveIsTheSameHoweverMuchOfItIsSpelledOut() {
    String spelled = recorded("disk-re-serial-bool", "scsi0", "local:2000/vm-2000-disk-0.raw,backup=1,size=1G");
    inSync("disks: {scsi0: {storage: local, size: 1GiB}}", "scsi0", spelled);
    inSync("disks: {scsi0: {storage: local, size: 1GiB, backup: true, format: raw}}", "scsi0", spelled);
    inSync(
        "disks: {scsi0: {storage: l1, size: 8GiB, cache: none, discard: false, ssd: false, ioThread: false, backup: true,"
            + " replicate: true, readOnly: false}}",
        "scsi0", DISK);
    inSync("disks: {scsi0: {storage: l1, size: 8GiB, ssd: true, discard: true}}", "scsi0", "l1:vm-102-disk-0,discard=on,size=8G,ssd=on");
    inSync("disks: {scsi0: {storage: l1, size: 8GiB, format: qcow2}}", "scsi0", "l1:102/vm-102-disk-0.raw,format=raw,size=8G");
    inSync("disks: {scsi0: {storage: l1, size: 8GiB, limits: {iopsRead: 50, burst: {iopsRead: 80, iopsReadLength: 5s}}}}",
        "scsi0", "l1:vm-102-disk-0,iops_rd=50,iops_rd_length=5,iops_rd_max=80,size=8G");
  }

  @Test
  @Quirk(surprises = {16, 26})
  void aSizeIsNeverWrittenBesideAVolume() {
    assertThat(sent("disks: {scsi0: {storage: l1, size: 9GiB}}", running("scsi0", DISK)))
        .containsExactly("resize scsi0: disk=scsi0 size=9G digest=d1");
    inSync("disks: {scsi0: {storage: l1, size: 8GiB}}", "scsi0", DISK);
    inSync("disks: {scsi0: {storage: l1, size: 8192MiB}}", "scsi0", DISK);
  }

  @Test
  @Quirk(surprises = 17)
  void oddSizesAreComparedInBytes() {
    inSync("disks: {scsi1: {storage: local, size: 1MiB}}",
        "scsi1", recorded("disk-new-001", "scsi1", "local:2000/vm-2000-disk-1.raw,size=1049K"));
    inSync("disks: {scsi0: {storage: l1, size: 2GiB}}", "scsi0", "l1:vm-102-disk-0,size=2147483649");
    assertThat(sent("disks: {scsi1: {storage: local, size: 1GiB}}",
            stopped("scsi1", recorded("disk-new-zero", "scsi1", "local:2000/vm-2000-disk-1.raw,size=0T"))))
        .containsExactly("resize scsi1: disk=scsi1 size=1G digest=d1");
    inSync("disks: {scsi0: {storage: l1, size: 8GiB, limits: {mbps: 0}}}", "scsi0", "l1:vm-102-disk-0,mbps=0.000,size=8G");
  }

  @Test
  @Quirk(surprises = 17)
  void anAmountThatTheHostWouldRoundIsRefusedOrExact() {
    assertThat(findings("disks: {scsi0: {storage: l1, size: 1025KiB}}")).containsExactly("error PVF-0159 spec.disks.scsi0.size");
    assertThat(findings("disks: {scsi0: {storage: l1, size: 1GiB, pve: {bps: 1048576}}}"))
        .containsExactly("error PVF-0156 spec.disks.scsi0.pve.bps");
    assertThat(created("disks: {scsi0: {storage: l1, size: 5000MiB}}").getFirst()).contains("scsi0=l1:4.8828125");
  }

  @Test
  @Quirk(surprises = 18, traps = 31)
  void aCdDriveThatProxmoxAppendedToTheBootOrderIsTakenOutOnce() {
    String spec = "disks: {scsi0: {storage: l1, size: 8GiB}, ide2: {cdrom: none}}\nboot: {order: [scsi0]}";
    assertThat(sent(spec, stopped("scsi0", DISK, "ide2", "none,media=cdrom", "boot", "order=scsi0;ide2")))
        .containsExactly("boot: boot=order=scsi0 digest=d1");
    inSync(spec, "scsi0", DISK, "ide2", "none,media=cdrom", "boot", "order=scsi0");
    inSync("disks: {ide0: {cdrom: none}}", "ide0", "none,media=cdrom",
        "boot", recorded("cd-none-boot", "boot", "order=scsi0;net0;ide0"));
  }

  @Test
  @Quirk(surprises = 18)
  void aNewDriveAndTheOrderThatItSpoilsAreInOnePlan() {
    List<String> lines = sent(
        "disks: {scsi0: {storage: l1, size: 8GiB}, ide2: {cdrom: none}}\nboot: {order: [scsi0]}",
        stopped("scsi0", DISK, "boot", "order=scsi0"));
    assertThat(lines).containsExactly("config: ide2=none,media=cdrom digest=d1", "boot: boot=order=scsi0");
  }

  @Test
  @Quirk(surprises = 18)
  void anOrderThatProxmoxShortenedItselfIsTheDeclaredOne() {
    inSync("disks: {scsi0: null}\nboot: {order: [net0]}\nnetworks: {net0: {bridge: vmbr0}}",
        "net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0", "boot", recorded("bus-change-one", "boot", "order=net0"));
  }

  @Test
  @Quirk(surprises = 19, traps = 6)
  void anOrderThatIsNotDeclaredIsProxmoxsOwn() {
    inSync("disks: {ide0: {storage: l1, size: 8GiB}}", "ide0", DISK, "boot", "order=ide0");
  }

  @Test
  @Quirk(surprises = 20)
  void oneVolumeForTwoSlotsIsRefusedAtOnce() {
    assertThat(findings("disks: {scsi1: {source: {volume: \"l1:vm-102-disk-1\"}}, scsi2: {source: {volume: \"l1:vm-102-disk-1\"}}}"))
        .anyMatch(line -> line.startsWith("error PVF-0172"));
  }

  @Test
  @Quirk(surprises = 21)
  void unusedVolumesAreTheHostsOwn() {
    recorded("unused-set", "unused0", "local:2000/vm-2000-disk-0.raw");
    assertThat(findings("pve: {unused0: \"l1:vm-102-disk-1\"}")).containsExactly("error PVF-0156 spec.pve.unused0");
    inSync("disks: {scsi0: {storage: l1, size: 8GiB}}", "scsi0", DISK, "unused0", "l1:vm-102-disk-3");
  }

  @Test
  @Quirk(surprises = 22)
  void aDiskNeverBecomesACdDriveByOneRequest() {
    String cd = "disks: {scsi0: {cdrom: none}}";
    String disk = "disks: {ide2: {storage: l1, size: 8GiB}}";
    for (List<AttributeChange> found : List.of(
        VmDiffer.diff(Documents.of(cd), running("scsi0", DISK)).attributes(),
        VmDiffer.diff(Documents.of(disk), running("ide2", "none,media=cdrom")).attributes())) {
      assertThat(found).hasSize(1).allMatch(a -> a.impact() == Impact.IMPOSSIBLE && a.note().contains("Remove it first"));
    }
    assertThat(sent(cd, running("scsi0", DISK))).isEmpty();
    assertThat(sent(disk, running("ide2", "none,media=cdrom"))).isEmpty();
  }

  @Test
  @Quirk(surprises = 23)
  void onePropertyThatWaitsMakesTheWholeDriveWait() {
    assertThat(impacts("disks: {scsi0: {storage: l1, size: 8GiB, backup: false}}")).containsExactly(Impact.LIVE);
    assertThat(impacts("disks: {scsi0: {storage: l1, size: 8GiB, backup: false, cache: writeback}}"))
        .containsExactly(Impact.RESTART, Impact.RESTART);
    assertThat(impacts("disks: {scsi0: {storage: l1, size: 8GiB, readOnly: true}}")).containsExactly(Impact.RESTART);
    assertThat(impacts("disks: {scsi0: {storage: l1, size: 8GiB, serial: ABC}}")).containsExactly(Impact.LIVE);
  }

  private static List<Impact> impacts(String spec) {
    return VmDiffer.diff(Documents.of(spec), running("scsi0", DISK)).attributes().stream().map(AttributeChange::impact).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  @Quirk(surprises = 24, traps = {10, 11})
  void aRemovalThatWaitsIsNotAskedForAgain(String kind) {
    VmDiff diff = VmDiffer.diff(Documents.of("disks: {sata0: null}"),
        waiting(List.of(Map.of("key", "sata0", "value", "l1:vm-102-disk-3,size=1G", "delete", kind))));
    assertThat(diff.attributes()).isEmpty();
    assertThat(diff.waiting()).extracting(AttributeChange::path).containsExactly("spec.disks.sata0");
  }

  @Test
  @Quirk(surprises = 25)
  void aCloudInitDriveIsTheSameWithAndWithoutSize() {
    String spec = "cloudInit: {drive: {storage: local}}";
    inSync(spec, "ide2", recorded("ci-drive-plain", "ide2", "local:2000/vm-2000-cloudinit.qcow2,media=cdrom"));
    inSync(spec, "ide2", recorded("ci-drive-asread", "ide2", "local:2000/vm-2000-cloudinit.qcow2,media=cdrom,size=4M"));
  }

  @Test
  @Quirk(surprises = 25)
  void aCloudInitDriveMovesItsSlotInTwoRequests() {
    assertThat(sent("disks: {ide2: null}\ncloudInit: {drive: {slot: ide0, storage: local}}",
            stopped("ide2", "local:102/vm-102-cloudinit.qcow2,media=cdrom")))
        .containsExactly("config: delete=ide2 digest=d1", "cloud-init drive: ide0=local:cloudinit");
  }

  @Test
  @Quirk(surprises = 26)
  void aDiskIsNeverShrunk() {
    assertThat(differing("disks: {scsi0: {storage: l1, size: 4GiB}}", stopped("scsi0", DISK))).containsExactly("spec.disks.scsi0.size");
    assertThat(sent("disks: {scsi0: {storage: l1, size: 4GiB}}", stopped("scsi0", DISK))).isEmpty();
    assertThat(findings("disks: {efidisk0: {storage: l1, size: 4MiB}}")).containsExactly("error PVF-0152 spec.disks.efidisk0.size");
  }
}
