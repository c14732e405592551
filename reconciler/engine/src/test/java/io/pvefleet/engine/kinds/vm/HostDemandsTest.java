package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.run.Outcome;
import org.junit.jupiter.api.Test;

/** What the host demands of a request beyond the values that were declared; each was found by the law over generated documents. */
class HostDemandsTest {

  private final DiskLab lab = new DiskLab();

  @Test
  void optionsOfTheAgentCarryWhetherItIsOn() {
    applies("agent: {trim: true}");
    assertThat(lab.option("agent")).isEqualTo("0,fstrim_cloned_disks=1");
  }

  @Test
  void flagsOfTheProcessorCarryItsType() {
    applies("cpu: {type: null, flags: [+aes]}");
    assertThat(lab.option("cpu")).contains("kvm64", "flags=+aes");
  }

  @Test
  void aTurnOfZeroIsNamed() {
    applies("boot: {startup: {order: 0}}");
    assertThat(lab.option("startup")).isEqualTo("order=0");
  }

  @Test
  void noMachineOnWindowsIsThePinOfTheHost() {
    applies("os: win11\nmachine: null");
    assertThat(lab.option("machine")).startsWith("pc-i440fx-");
  }

  @Test
  void aLimitOfOneDirectionTakesThePlaceOfBoth() {
    lab.apply("disks: {scsi0: {storage: local, size: 4GiB, limits: {mbps: 100, iops: 500}}}");
    applies("disks: {scsi0: {storage: local, size: 4GiB, limits: {mbpsRead: 50}}}");
    assertThat(lab.option("scsi0")).contains("iops=500", "mbps_rd=50").doesNotContain("mbps=");
  }

  @Test
  void aBalloonLargerThanTheMemoryIsImpossible() {
    lab.apply("memory: 1GiB");
    assertThat(lab.attribute(Documents.of("balloon: 2GiB"), "spec.balloon").impact()).isEqualTo(Impact.IMPOSSIBLE);
    applies("memory: 4GiB\nballoon: 2GiB");
  }

  @Test
  void theSizeOfAnImportedDiskIsPartOfThePlannedDisk() {
    lab.apply("disks: {scsi0: {storage: local, size: 4GiB}}");
    applies("disks: {scsi0: {storage: local, size: 4GiB},"
        + " scsi1: {storage: local, size: 4GiB, source: {import: \"local:import/a.qcow2\"}}}");
  }

  @Test
  void aDiskGrowsBeforeAnOptionOfItIsLeftWaiting() {
    lab.apply("power: running\ndisks: {scsi0: {storage: local, size: 4GiB}}");
    String both = "power: running\ndisks: {scsi0: {storage: local, size: 6GiB, cache: writeback}}";
    assertThat(lab.steps(Documents.of(both))).containsExactly("resize scsi0", "config");
    assertThat(lab.apply(both)).isInstanceOf(Outcome.WaitsForRestart.class);
    assertThat(lab.option("scsi0")).contains("size=6G", "cache=writeback");

    String more = "power: running\ndisks: {scsi0: {storage: local, size: 8GiB, cache: writeback}}";
    assertThat(lab.attribute(Documents.of(more), "spec.disks.scsi0.size").impact()).isEqualTo(Impact.IMPOSSIBLE);
    lab.power("stop");
    lab.power("start");
    applies(more);
  }

  @Test
  void protectionKeepsCdDrivesToo() {
    lab.apply("protection: true\ndisks: {scsi0: {storage: local, size: 4GiB}, ide2: {cdrom: none}}");
    String without = "disks: {scsi0: {storage: local, size: 4GiB}, ide2: null}";
    assertThat(lab.attribute(Documents.of(without), "spec.disks.ide2").impact()).isEqualTo(Impact.IMPOSSIBLE);
    applies("protection: false\n" + without);
  }

  private void applies(String spec) {
    assertThat(lab.apply(spec)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(lab.plan(Documents.of(spec))).isInstanceOf(Change.Keep.class);
  }
}
