package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import org.junit.jupiter.api.Test;

/** What becomes of disks and their volumes when a document changes, on a simulated host. */
class DiskChangeTest {

  private static final String ON_LOCAL = "disks: {scsi0: {storage: local, size: 4GiB}}\n";
  private static final String ON_LVM = "disks: {scsi0: {storage: local-lvm, size: 4GiB}}\n";
  private static final String TWO = "disks: {scsi0: {storage: local, size: 4GiB}, scsi1: {storage: local, size: 1GiB}}\n";
  private static final String ONE = "disks: {scsi0: {storage: local, size: 4GiB}, scsi1: null}\n";
  private static final String RUNNING = "power: running\n";
  private static final String DELETE = "lifecycle: {disks: delete}\n";
  private static final String OLD = "local:102/vm-102-disk-0.raw";
  private static final String SECOND = "local:102/vm-102-disk-1.raw";

  private final DiskLab lab = new DiskLab();

  @Test
  void anotherStorageIsAMoveThatKeepsTheOldVolume() {
    lab.apply(ON_LOCAL);

    assertThat(lab.steps(Documents.of(ON_LVM))).containsExactly("move scsi0");
    assertThat(lab.attribute(Documents.of(ON_LVM), "spec.disks.scsi0.storage").note())
        .isEqualTo("Volume %s is copied to local-lvm; the old volume stays as an unused disk of the VM.".formatted(OLD));
    assertSucceeds(lab.apply(ON_LVM));

    assertThat(lab.option("scsi0")).startsWith("local-lvm:vm-102-disk-0");
    assertThat(lab.option("unused0")).isEqualTo(OLD);
    assertThat(lab.lastMove().orElseThrow().shown("digest")).isNotEmpty();
    assertEmpty(ON_LVM);
  }

  @Test
  void aRunningGuestKeepsRunningWhileItsDiskMoves() {
    lab.apply(RUNNING + ON_LOCAL);
    Vm moved = Documents.of(RUNNING + ON_LVM);

    AttributeChange change = lab.attribute(moved, "spec.disks.scsi0.storage");
    assertThat(change.impact()).isEqualTo(Impact.LIVE);
    assertThat(change.note()).contains("while the guest runs");
    assertSucceeds(lab.apply(moved));
    assertThat(lab.host.writes()).noneMatch(w -> w.path().endsWith("/shutdown") || w.path().endsWith("/reboot"));
    assertEmpty(RUNNING + ON_LVM);
  }

  @Test
  void theOldVolumeOfAMoveGoesOnlyWhereTheDocumentSaysSo() {
    lab.apply(ON_LOCAL);
    Vm moved = Documents.of(DELETE + ON_LVM);

    assertThat(lab.attribute(moved, "spec.disks.scsi0.storage").note()).contains("deleted when the copy is complete");
    assertSucceeds(lab.apply(moved));
    assertThat(lab.has(OLD)).isFalse();
    assertThat(lab.option("unused0")).isEmpty();
    assertEmpty(DELETE + ON_LVM);
  }

  @Test
  void aSnapshotKeepsTheOldVolumeOfAMove() {
    String onQcow2 = "disks: {scsi0: {storage: local, size: 4GiB, format: qcow2}}\n";
    lab.apply(onQcow2);
    lab.byHand(PveRequest.post("/nodes/pve1/qemu/102/snapshot").with("snapname", "before"));

    Vm moved = Documents.of(DELETE + ON_LVM);
    assertThat(lab.attribute(moved, "spec.disks.scsi0.storage").note()).contains("because the VM has a snapshot");
    assertSucceeds(lab.apply(moved));
    assertThat(lab.has("local:102/vm-102-disk-0.qcow2")).isTrue();
    assertEmpty(DELETE + ON_LVM);
  }

  @Test
  void aProtectedVmKeepsTheOldVolumeOfAMove() {
    lab.apply("protection: true\n" + ON_LOCAL);

    assertSucceeds(lab.apply("protection: true\n" + DELETE + ON_LVM));
    assertThat(lab.has(OLD)).isTrue();
  }

  @Test
  void aMoveAndAnOptionOfTheSameDriveFollowEachOther() {
    lab.apply(RUNNING + ON_LOCAL);
    String both = RUNNING + "memory: 1GiB\ndisks: {scsi0: {storage: local-lvm, size: 6GiB, backup: false}}\n";

    assertThat(lab.steps(Documents.of(both))).containsExactly("move scsi0", "resize scsi0", "config");
    assertThat(lab.apply(both)).isInstanceOf(Outcome.WaitsForRestart.class);
    assertThat(lab.option("scsi0")).startsWith("local-lvm:vm-102-disk-0,backup=0").contains("size=6G");
  }

  @Test
  void whatWaitsForAPowerCycleHoldsTheMove() {
    lab.apply(RUNNING + ON_LOCAL);
    lab.config("scsi0", OLD + ",cache=writeback");

    Vm moved = Documents.of(RUNNING + ON_LVM);
    assertThat(lab.attribute(moved, "spec.disks.scsi0.storage").impact()).isEqualTo(Impact.IMPOSSIBLE);
    assertThat(lab.plan(moved).steps()).isEmpty();
    lab.power("stop");
    lab.power("start");
    assertSucceeds(lab.apply(moved));
  }

  @Test
  void theStateOfATpmMovesOnlyWhileTheVmIsOff() {
    lab.apply(RUNNING + "disks: {tpmstate0: {storage: local, version: v2.0}, scsi0: {storage: local, size: 4GiB}}\n");
    String moved = "disks: {tpmstate0: {storage: local-lvm, version: v2.0}, scsi0: {storage: local, size: 4GiB}}\n";

    assertThat(lab.attribute(Documents.of(RUNNING + moved), "spec.disks.tpmstate0.storage").impact()).isEqualTo(Impact.OFFLINE);
    assertThat(lab.plan(Documents.of(RUNNING + moved)).head().verdict()).isInstanceOf(Verdict.Held.class);
    lab.power("stop");
    assertSucceeds(lab.apply(moved));
    assertThat(lab.option("tpmstate0")).startsWith("local-lvm:");
  }

  @Test
  void aCloudInitDriveMovesAndLeavesNothing() {
    String drive = "cloudInit: {user: ops, drive: {slot: ide2, storage: %s}}\n";
    lab.apply(ON_LOCAL + drive.formatted("local"));

    assertSucceeds(lab.apply(ON_LOCAL + drive.formatted("local-lvm")));
    assertThat(lab.option("ide2")).startsWith("local-lvm:vm-102-cloudinit");
    assertThat(lab.option("unused0")).isEmpty();
    assertEmpty(ON_LOCAL + drive.formatted("local-lvm"));
  }

  @Test
  void aMoveToAStorageThatTakesNoDisksIsHeld() {
    lab.apply(ON_LOCAL);

    Change change = lab.plan(Documents.of("disks: {scsi0: {storage: nowhere, size: 4GiB}}\n"));
    assertThat(change.head().verdict()).isInstanceOf(Verdict.Held.class);
    assertThat(((Verdict.Held) change.head().verdict()).detail()).contains("has no storage \"nowhere\"");
  }

  @Test
  void aDiskThatIsTakenOutStaysAsAnUnusedOne() {
    lab.apply(TWO);
    AttributeChange change = lab.attribute(Documents.of(ONE), "spec.disks.scsi1");

    assertThat(change.impact()).isEqualTo(Impact.DESTRUCTIVE);
    assertThat(change.note())
        .isEqualTo("The disk is detached; its volume %s stays on the storage as an unused disk of the VM.".formatted(SECOND));
    assertSucceeds(lab.apply(ONE));
    assertThat(lab.option("unused0")).isEqualTo(SECOND);
    assertEmpty(ONE);
  }

  @Test
  void theVolumeThatThisRunDetachedIsDeletedAndNoOther() {
    lab.apply("disks: {scsi0: {storage: local, size: 4GiB}, scsi1: {storage: local, size: 1GiB}, scsi2: {storage: local, size: 1GiB}}\n");
    lab.config("delete", "scsi2");
    String kept = lab.option("unused0");
    Vm one = Documents.of(DELETE + ONE);

    assertThat(lab.steps(one)).containsExactly("config", "free " + SECOND);
    assertThat(lab.attribute(one, "spec.disks.scsi1").note()).contains("its volume " + SECOND + " is deleted");
    assertSucceeds(lab.apply(one));
    assertThat(lab.has(SECOND)).isFalse();
    assertThat(lab.has(kept)).isTrue();
    assertThat(lab.option("unused0")).isEqualTo(kept);
    assertThat(lab.host.writes()).allMatch(w -> w.shown("force").isEmpty());
    assertEmpty(DELETE + ONE);
  }

  @Test
  void anUnusedDiskThatWasThereBeforeIsReportedAndLeft() {
    lab.apply(TWO);
    lab.config("delete", "scsi1");

    Vm one = Documents.of(DELETE + ON_LOCAL);
    assertThat(lab.plan(one)).isInstanceOf(Change.Keep.class);
    assertThat(lab.hostPlan(one).warnings()).singleElement().asString().contains("102 pos-01", SECOND);
  }

  @Test
  void aVolumeOfAnotherVmIsDetachedAndNotDeleted() {
    lab.apply(ON_LOCAL);
    lab.config("scsi1", "local-lvm:base-9000-disk-0");

    Vm one = Documents.of(DELETE + ONE);
    assertThat(lab.steps(one)).containsExactly("config");
    assertSucceeds(lab.apply(one));
    assertThat(lab.has("local-lvm:base-9000-disk-0")).isTrue();
  }

  @Test
  void aVolumeThatTheRunningVmHoldsOnToIsNotDeleted() {
    String two = RUNNING + "disks: {scsi0: {storage: local, size: 4GiB}, sata1: {storage: local, size: 1GiB}}\n";
    lab.apply(two);
    String volume = Drive.parse(lab.option("sata1")).volume();
    Outcome outcome = lab.apply(RUNNING + DELETE + "disks: {scsi0: {storage: local, size: 4GiB}, sata1: null}\n");

    assertThat(outcome).isInstanceOf(Outcome.WaitsForRestart.class);
    lab.power("stop");
    assertThat(lab.has(volume)).isTrue();
    assertThat(lab.option("unused0")).isEqualTo(volume);
  }

  @Test
  void aSlotThatChangesItsNameKeepsItsVolumeAndItsPlaceInTheBootOrder() {
    lab.apply(ON_LOCAL);
    lab.config("boot", "order=scsi0");
    String renamed = DELETE + "disks: {scsi0: null, virtio0: {source: {volume: \"%s\"}}}\n".formatted(OLD);

    assertThat(lab.plan(Documents.of(renamed)).attributes()).allMatch(a -> a.impact() == Impact.LIVE);
    assertSucceeds(lab.apply(renamed));
    assertThat(lab.option("virtio0")).startsWith(OLD);
    assertThat(lab.option("scsi0")).isEmpty();
    assertThat(lab.option("boot")).isEqualTo("order=virtio0");
    assertThat(lab.option("unused0")).isEmpty();
    assertEmpty(renamed);
  }

  @Test
  void aSlotChangesItsNameOnlyWhileTheVmIsOff() {
    lab.apply(RUNNING + ON_LOCAL);
    String renamed = RUNNING + "disks: {scsi0: null, virtio0: {source: {volume: \"%s\"}}}\n".formatted(OLD);

    Change change = lab.plan(Documents.of(renamed));
    assertThat(change.attributes()).allMatch(a -> a.impact() == Impact.OFFLINE);
    assertThat(change.head().verdict()).isInstanceOf(Verdict.Held.class);
  }

  @Test
  void oneVolumeNeverGoesIntoTwoSlots() {
    lab.apply(ON_LOCAL);

    AttributeChange change =
        lab.attribute(Documents.of("disks: {virtio0: {source: {volume: \"%s\"}}}\n".formatted(OLD)), "spec.disks.virtio0");
    assertThat(change.impact()).isEqualTo(Impact.IMPOSSIBLE);
    assertThat(change.note()).contains("is in scsi0", "set spec.disks.scsi0 to null");
  }

  @Test
  void anOccupiedSlotGetsNoOtherVolume() {
    lab.apply(TWO);
    lab.config("delete", "scsi1");

    Change change = lab.plan(Documents.of("disks: {scsi0: {source: {volume: \"%s\"}}}\n".formatted(SECOND)));
    assertThat(change.attributes()).singleElement().satisfies(a -> assertThat(a.impact()).isEqualTo(Impact.IMPOSSIBLE));
    assertThat(change.steps()).isEmpty();
  }

  @Test
  void anUnusedDiskIsPutBackByItsVolume() {
    lab.apply(TWO);
    lab.apply(ONE);
    String back = "disks: {scsi0: {storage: local, size: 4GiB}, scsi1: {source: {volume: \"%s\"}}}\n".formatted(SECOND);

    assertSucceeds(lab.apply(back));
    assertThat(lab.option("scsi1")).startsWith(SECOND);
    assertThat(lab.option("unused0")).isEmpty();
    assertEmpty(back);
  }

  @Test
  void aSlotThatIsStillBeingLeftGetsNoNewDisk() {
    String two = RUNNING + "disks: {scsi0: {storage: local, size: 4GiB}, sata1: {storage: local, size: 1GiB}}\n";
    lab.apply(two);
    String volume = Drive.parse(lab.option("sata1")).volume();
    lab.apply(RUNNING + "disks: {scsi0: {storage: local, size: 4GiB}, sata1: null}\n");

    assertThat(lab.attribute(Documents.of(two), "spec.disks.sata1").impact()).isEqualTo(Impact.IMPOSSIBLE);
    String back = RUNNING + "disks: {scsi0: {storage: local, size: 4GiB}, sata1: {source: {volume: \"%s\"}}}\n".formatted(volume);
    assertSucceeds(lab.apply(back));
    assertThat(lab.seen().pendingKeys()).isEmpty();
    assertThat(lab.option("sata1")).startsWith(volume);
  }

  @Test
  void aStorageThatRoundsUpMadeTheDiskThatWasDeclared() {
    long gib = 1L << 30;
    long mib = 1L << 20;
    assertThat(Extents.isRounded(100 * mib, 128 * mib)).as("extents of 32 MiB or more").isTrue();
    assertThat(Extents.isRounded(101 * mib, 104 * mib)).as("extents of 4 MiB").isTrue();
    assertThat(Extents.isRounded(64 * gib, 64 * gib + 1)).as("an odd image: less than 1 MiB cannot be declared").isTrue();
    assertThat(Extents.isRounded(64 * gib, 64 * gib + mib)).as("grown by a MiB").isFalse();
    assertThat(Extents.isRounded(64 * gib, 65 * gib)).as("grown by hand").isFalse();
    assertThat(Extents.isRounded(100 * mib, 99 * mib)).as("too small").isFalse();
  }

  private void assertEmpty(String spec) {
    assertThat(lab.plan(Documents.of(spec))).isInstanceOf(Change.Keep.class);
  }

  private static void assertSucceeds(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
  }
}
