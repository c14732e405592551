package io.pvefleet.pve.simulator.world.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.wire.PveRequest.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules that were seen on a real host, one each. */
class RulesTest {

  @Test
  void hugeIntegersAreAcceptedAndThenGone() {
    Bench bench = Bench.stopped();
    assertThat(bench.put("cores", "99999999999999999999")).isEqualTo("OK");
    assertThat(bench.value("cores")).isEqualTo("(absent)");
  }

  @Test
  void aSignPassesTheSchemaAndDiesAtTheWrite() {
    assertThat(Bench.stopped().put("cores", "+2"))
        .isEqualTo("500 unable to parse value of 'cores' - type check ('integer') failed - got '+2'");
    assertThat(Bench.stopped().put("cpulimit", "1e0"))
        .isEqualTo("500 unable to parse value of 'cpulimit' - type check ('number') failed - got '1e0'");
  }

  @Test
  void textOutsideTheDescriptionTurnsToMojibake() {
    Bench bench = Bench.stopped();
    bench.put("ciuser", "관리자", "description", "관리자");
    assertThat(bench.value("ciuser")).startsWith("ê´\u0080").isNotEqualTo("관리자");
    assertThat(bench.value("description")).isEqualTo("관리자");
    String once = bench.value("ciuser");
    bench.put("cores", "2");
    assertThat(bench.value("ciuser")).isEqualTo(once);
  }

  @Test
  void emptyValuesAreStoredAsABlank() {
    Bench bench = Bench.stopped();
    bench.put("boot", "", "machine", "", "nameserver", "");
    assertThat(bench.value("boot")).isEqualTo(" ");
    assertThat(bench.value("machine")).isEqualTo(" ");
    assertThat(bench.value("nameserver")).isEqualTo(" ");
  }

  @Test
  void bytesPerSecondBecomeZeroMegabytes() {
    Bench bench = Bench.stopped();
    assertThat(bench.put("scsi0", "local:100/vm-100-disk-0.raw,bps=1048576")).isEqualTo("OK");
    assertThat(bench.value("scsi0")).isEqualTo("local:100/vm-100-disk-0.raw,mbps=0.000,size=1G");
  }

  @Test
  void formatNextToAnExistingVolumeIsKept() {
    Bench bench = Bench.stopped();
    bench.put("scsi0", "local:100/vm-100-disk-0.raw,format=raw,size=9G");
    assertThat(bench.value("scsi0")).isEqualTo("local:100/vm-100-disk-0.raw,format=raw,size=1G");
  }

  @Test
  void theFailingKeyLeavesEarlierKeysPendingOnAStoppedMachine() {
    Bench bench = Bench.stopped();
    assertThat(bench.put("agent", "1", "boot", "order=scsi9")).isEqualTo("500 invalid bootorder: device 'scsi9' does not exist'");
    assertThat(bench.vm().pending()).containsEntry("agent", "1");
    assertThat(bench.vm().config()).doesNotContainKey("agent");
    bench.put("onboot", "1");
    assertThat(bench.vm().config()).containsEntry("agent", "1");
    assertThat(bench.vm().pending()).isEmpty();
  }

  @Test
  void startAppliesWhatWasLeftPending() {
    Bench bench = Bench.stopped();
    bench.put("agent", "1", "boot", "order=scsi9");
    assertThat(bench.post("status/start")).isEqualTo("OK");
    assertThat(bench.vm().config()).containsEntry("agent", "1");
  }

  @Test
  void aBadDiskRollsTheGoodOneBackAndLeavesTheCores() {
    Bench bench = Bench.stopped();
    String exit = bench.post("config", "cores", "2", "scsi1", "local:1", "scsi2", "local:0,import-from=local:import/no.raw");
    assertThat(exit).isEqualTo("failed to stat '/var/lib/vz/import/no.raw'");
    assertThat(bench.vm().pending()).containsOnlyKeys("cores");
    assertThat(bench.state().volumes()).doesNotContainKey("local:100/vm-100-disk-1.raw");
  }

  @Test
  void aWrongDigestComesBeforeTheLock() {
    Bench bench = Bench.stopped().having("lock", "backup");
    assertThat(bench.put("cores", "2", "digest", "a".repeat(40))).isEqualTo("500 checksum mismatch (file change by other user?)");
    assertThat(bench.put("cores", "2", "digest", "")).isEqualTo("500 VM is locked (backup)");
  }

  @Test
  void anEmptyDigestIsNoCheck() {
    assertThat(Bench.stopped().put("cores", "2", "digest", "")).isEqualTo("OK");
  }

  @Test
  void theDigestChangesWithTheConfigurationAlone() {
    Bench bench = Bench.stopped();
    String before = bench.vm().digest();
    bench.put("memory", "128");
    assertThat(bench.vm().digest()).isEqualTo(before);
    bench.post("status/start");
    assertThat(bench.vm().digest()).isEqualTo(before);
    bench.put("cores", "2");
    assertThat(bench.vm().digest()).isNotEqualTo(before);
  }

  @Test
  void createChecksLessThanUpdate() {
    Bench bench = Bench.stopped();
    assertThat(bench.create(200, "memory", "128", "balloon", "4096")).isEqualTo("OK");
    assertThat(bench.create(201, "boot", "order=scsi9")).isEqualTo("OK");
    assertThat(bench.put("balloon", "4096")).isEqualTo("500 balloon value too large (must be smaller than assigned memory)");
  }

  @Test
  void aNewMachineBootsFromIdeBeforeScsiBeforeVirtio() {
    Bench bench = Bench.stopped();
    bench.create(200, "scsi0", "local:1", "virtio0", "local:1", "sata0", "local:1", "ide0", "local:1");
    assertThat(bench.vm(200).config())
        .containsEntry("boot", "order=ide0")
        .containsEntry("ide0", "local:200/vm-200-disk-0.raw,size=1G")
        .containsEntry("virtio0", "local:200/vm-200-disk-3.raw,size=1G");
  }

  @Test
  void windowsPinsTheMachineOnUpdateUnlessItIsSentToo() {
    Bench bench = Bench.stopped();
    bench.put("ostype", "win11");
    assertThat(bench.value("machine")).isEqualTo("pc-i440fx-10.0+pve1");
    bench.put("machine", "q35");
    assertThat(bench.value("machine")).isEqualTo("q35");
    Bench other = Bench.stopped().having("machine", "q35,viommu=virtio");
    other.put("ostype", "win11");
    assertThat(other.value("machine")).isEqualTo("pc-q35-10.0+pve1,viommu=virtio");
  }

  @Test
  void anEquivalentMemoryValueBecomesPendingAndAnEquivalentAgentDoesNot() {
    Bench bench = Bench.stopped().having("agent", "1").running();
    bench.put("memory", "current=128", "agent", "enabled=1");
    assertThat(bench.vm().pending()).containsOnly(Map.entry("memory", "current=128"));
    assertThat(bench.vm().config()).containsEntry("agent", "enabled=1");
  }

  @Test
  void onePendingSubOptionHoldsTheWholeDriveBack() {
    Bench bench = Bench.stopped().running();
    bench.put("scsi0", "local:100/vm-100-disk-0.raw,backup=0,ssd=1");
    assertThat(bench.vm().config().get("scsi0")).doesNotContain("backup");
    bench.put("scsi0", "local:100/vm-100-disk-0.raw,backup=0,werror=stop");
    assertThat(bench.vm().config().get("scsi0")).contains("backup=0").contains("werror=stop");
    assertThat(bench.vm().pending()).isEmpty();
  }

  @Test
  void stopAppliesPendingValues() {
    Bench bench = Bench.stopped().running();
    bench.put("cores", "4");
    assertThat(bench.vm().pending()).containsKey("cores");
    bench.post("status/stop");
    assertThat(bench.vm().config()).containsEntry("cores", "4");
    assertThat(bench.vm().pending()).isEmpty();
  }

  @Test
  void rebootStopsAppliesAndStarts() {
    Bench bench = Bench.stopped().running();
    bench.put("cores", "4");
    assertThat(bench.post("status/reboot")).isEqualTo("OK");
    assertThat(bench.vm().config()).containsEntry("cores", "4");
    assertThat(bench.vm().power()).isEqualTo(SimVm.Power.RUNNING);
  }

  @Test
  void equalSizesResizeToNothing() {
    Bench bench = Bench.stopped();
    assertThat(bench.call(Method.PUT, "resize", "disk", "scsi0", "size", "1G")).isEqualTo("OK");
    assertThat(bench.call(Method.PUT, "resize", "disk", "scsi0", "size", "+0")).isEqualTo("OK");
    assertThat(bench.value("scsi0")).endsWith("size=1G");
  }

  @Test
  void protectionBlocksDeletingTheMachineButNotMovingItsDisk() {
    Bench bench = Bench.stopped().having("protection", "1");
    assertThat(bench.delete(100)).isEqualTo("500 can't remove VM 100 - protection mode enabled");
    assertThat(bench.post("move_disk", "disk", "scsi0", "storage", "local-lvm", "delete", "1")).isEqualTo("OK");
    assertThat(bench.value("scsi0")).isEqualTo("local-lvm:vm-100-disk-0,size=1G");
    assertThat(bench.state().volumes()).doesNotContainKey("local:100/vm-100-disk-0.raw");
  }

  @Test
  void linkedClonesOfThinVolumesStandAlone() {
    Bench lvm = Bench.with(Map.of("name", "tmpl"));
    lvm.put("scsi0", "local-lvm:1", "net0", "virtio,bridge=vmbr0");
    assertThat(lvm.post("clone", "newid", "201", "full", "0"))
        .isEqualTo("500 Linked clone feature is not supported for 'local-lvm:vm-100-disk-0' (scsi0)");
    assertThat(lvm.post("template")).isEqualTo("OK");
    assertThat(lvm.value("scsi0")).isEqualTo("local-lvm:base-100-disk-0,size=1G");
    assertThat(lvm.post("clone", "newid", "201")).isEqualTo("OK");
    assertThat(lvm.vm(201).config())
        .containsEntry("scsi0", "local-lvm:vm-201-disk-0,size=1G").containsEntry("name", "Copy-of-VM-tmpl");
    assertThat(lvm.vm(201).config().get("net0")).isNotEqualTo(lvm.value("net0"));
    assertThat(lvm.post("clone", "newid", "300")).contains("failed: File exists");
  }

  @Test
  void aCloudinitDriveReadsItsSizeOnlyAfterTheMove() {
    Bench bench = Bench.stopped();
    bench.put("ide2", "local:cloudinit");
    assertThat(bench.value("ide2")).isEqualTo("local:100/vm-100-cloudinit.qcow2,media=cdrom");
    assertThat(bench.post("move_disk", "disk", "ide2", "storage", "local-lvm", "delete", "1")).isEqualTo("OK");
    assertThat(bench.value("ide2")).isEqualTo("local-lvm:vm-100-cloudinit,media=cdrom,size=4M");
  }

  @Test
  void aFailedHotUnplugLeavesTheDeletePending() {
    Bench bench = Bench.stopped().having("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0").running();
    bench.put("net1", "virtio=BC:24:11:00:00:02,bridge=vmbr9");
    assertThat(bench.vm().pending()).containsKey("net1");
    assertThat(bench.put("delete", "scsi0")).isEqualTo("{scsi0=hotplug problem - can't unplug bootdisk 'scsi0'\n}");
    assertThat(bench.vm().deletes()).containsKey("scsi0");
  }

  @Test
  void hibernatedMachinesWakeWithStartAndKeepNothingOfTheState() {
    Bench bench = Bench.stopped().running();
    assertThat(bench.post("status/suspend", "todisk", "1")).isEqualTo("OK");
    assertThat(bench.vm().isHibernated()).isTrue();
    assertThat(bench.post("status/stop")).isEqualTo("OK");
    assertThat(bench.vm().isHibernated()).isTrue();
    assertThat(bench.put("cores", "2")).isEqualTo("500 VM is locked (suspended)");
    assertThat(bench.post("status/start")).isEqualTo("OK");
    assertThat(bench.vm().config()).doesNotContainKeys("lock", "vmstate", "runningcpu");
    assertThat(bench.vm().power()).isEqualTo(SimVm.Power.RUNNING);
  }
}
