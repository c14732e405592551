package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ThreeColumnsTest {

  @Test
  void theProcessMayHaveAThirdValue() {
    VmDiff diff = diff("memory: 1GiB", Power.RUNNING, Map.of("memory", "512"), Map.of("memory", "2048"));

    assertThat(columns(diff.attributes())).containsExactly("spec.memory: 1GiB | 2GiB | 512MiB");
    assertThat(diff.attributes()).allMatch(AttributeChange::isPending);
    assertThat(diff.waiting()).isEmpty();
  }

  @Test
  void whatWaitsIsConfiguredButDoesNotRun() {
    VmDiff diff = diff("memory: 1GiB", Power.RUNNING, Map.of("memory", "512"), Map.of("memory", "1024"));

    assertThat(diff.attributes()).isEmpty();
    assertThat(columns(diff.waiting())).containsExactly("spec.memory: 1GiB | 1GiB | 512MiB");
  }

  @Test
  void somebodyElsesPendingChangeLeavesTheProcessAsGitSays() {
    VmDiff diff = diff("memory: 1GiB", Power.RUNNING, Map.of("memory", "1024"), Map.of("memory", "2048"));

    assertThat(columns(diff.attributes())).containsExactly("spec.memory: 1GiB | 2GiB | 1GiB");
  }

  @Test
  void whereNothingWaitsTheProcessHasWhatIsConfigured() {
    VmDiff diff = diff("memory: 1GiB", Power.RUNNING, Map.of("memory", "512"), Map.of("memory", "512"));

    assertThat(columns(diff.attributes())).containsExactly("spec.memory: 1GiB | 512MiB | 512MiB");
    assertThat(diff.attributes()).noneMatch(AttributeChange::isPending);
  }

  @Test
  void aStoppedVmHasNoThirdValueAlthoughAFailedWriteLeftOneBehind() {
    VmDiff diff = diff("cpu: {cores: 4}", Power.STOPPED, Map.of("cores", "1"), Map.of("cores", "2"));

    assertThat(columns(diff.attributes())).containsExactly("spec.cpu.cores: 4 | 2 | 2");
  }

  @Test
  void aDeviceThatWaitsToBePluggedDoesNotRun() {
    VmDiff diff = diff("networks: {net1: {bridge: vmbr0, vlan: 20}}", Power.RUNNING, Map.of(),
        Map.of("net1", "virtio=BC:24:11:00:00:02,bridge=vmbr0,tag=10"));

    assertThat(columns(diff.attributes())).containsExactly("spec.networks.net1.vlan: 20 | 10 | ");
  }

  @Test
  void aPropertyOfADriveThatWaitsRunsWithItsOldValue() {
    VmDiff diff = diff("disks: {scsi0: {storage: l1, size: 4GiB, ssd: true}}", Power.RUNNING,
        Map.of("scsi0", "l1:vm-102-disk-0,size=4G"), Map.of("scsi0", "l1:vm-102-disk-0,ssd=1,size=4G"));

    assertThat(columns(diff.waiting())).containsExactly("spec.disks.scsi0.ssd: true | true | false");
  }

  private static VmDiff diff(String spec, Power power, Map<String, String> current, Map<String, String> effective) {
    Set<String> pending = new TreeMap<>(effective).entrySet().stream()
        .filter(option -> !option.getValue().equals(current.get(option.getKey())))
        .map(Map.Entry::getKey)
        .collect(java.util.stream.Collectors.toSet());
    return VmDiffer.diff(
        Documents.of(spec), new VmObservation(102, power, false, "", ours(current), ours(effective), pending, "d1"));
  }

  private static Map<String, String> ours(Map<String, String> options) {
    Map<String, String> all = new TreeMap<>(options);
    all.put("name", "pos-01");
    all.put("tags", "pvefleet");
    return all;
  }

  private static List<String> columns(List<AttributeChange> attributes) {
    return attributes.stream()
        .map(a -> "%s: %s | %s | %s".formatted(a.path(), a.desired(), a.configured(), a.running()))
        .toList();
  }
}
