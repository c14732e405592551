package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class VmReaderTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void numbersFlagsAndTextsReadAlike() {
    VmObservation seen = read("""
        [{"key":"memory","value":2048},{"key":"onboot","value":true},{"key":"cores","value":"2"},{"key":"digest","value":"abc"}]
        """, "running");

    assertThat(seen.effective()).containsOnly(Map.entry("memory", "2048"), Map.entry("onboot", "1"), Map.entry("cores", "2"));
    assertThat(seen.current()).isEqualTo(seen.effective());
    assertThat(seen.digest()).isEqualTo("abc");
    assertThat(seen.pendingKeys()).isEmpty();
  }

  @Test
  void whatIsPendingIsEffectiveAndNotCurrent() {
    VmObservation seen = read("""
        [{"key":"memory","value":"512","pending":"1024"},{"key":"sata0","delete":2,"value":"l1:d,size=1G"},
         {"key":"cores","pending":2},{"key":"digest","value":"abc"}]
        """, "running");

    assertThat(seen.current()).containsOnly(Map.entry("memory", "512"), Map.entry("sata0", "l1:d,size=1G"));
    assertThat(seen.effective()).containsOnly(Map.entry("memory", "1024"), Map.entry("cores", "2"));
    assertThat(seen.pendingKeys()).containsExactlyInAnyOrder("memory", "sata0", "cores");
  }

  @Test
  void aBlankIsNoValue() {
    VmObservation seen = read("[{\"key\":\"boot\",\"value\":\" \"},{\"key\":\"digest\",\"value\":\"abc\"}]", "stopped");

    assertThat(seen.effective()).isEmpty();
  }

  @Test
  void aStoppedVmWithASuspendedLockIsHibernated() {
    assertThat(read("[{\"key\":\"lock\",\"value\":\"suspended\"},{\"key\":\"digest\",\"value\":\"a\"}]", "stopped").power())
        .isEqualTo(Power.HIBERNATED);
    assertThat(read("[{\"key\":\"digest\",\"value\":\"a\"}]", "stopped").power()).isEqualTo(Power.STOPPED);
    assertThat(read("[{\"key\":\"digest\",\"value\":\"a\"}]", "running").power()).isEqualTo(Power.RUNNING);
    assertThat(read("[{\"key\":\"digest\",\"value\":\"a\"}]", "paused").power()).isEqualTo(Power.PAUSED);
  }

  @Test
  void withoutDigestNothingIsKnown() {
    assertThat(observed("[{\"key\":\"memory\",\"value\":\"512\"}]", "running")).isInstanceOf(Observed.Unknown.class);
    assertThat(observed("[{\"key\":\"digest\",\"value\":\"\"}]", "running")).isInstanceOf(Observed.Unknown.class);
    assertThat(observed("{}", "running")).isInstanceOf(Observed.Unknown.class);
  }

  @Test
  void aFaultIsUnknownAndOnlyNotFoundIsAbsent() {
    var listed = JSON.createObjectNode().put("status", "stopped");

    assertThat(VmReader.observation(102, fault(FaultKind.FORBIDDEN), listed)).isInstanceOf(Observed.Unknown.class);
    assertThat(VmReader.observation(102, fault(FaultKind.UNREACHABLE), listed)).isInstanceOf(Observed.Unknown.class);
    assertThat(VmReader.observation(102, fault(FaultKind.NOT_FOUND), listed)).isInstanceOf(Observed.Absent.class);
    assertThat(VmReader.observation("pve1", Documents.of(""), Map.of())).isInstanceOf(Observed.Unknown.class);
  }

  private static Answer fault(FaultKind kind) {
    return new Answer.Fault(kind, "no", Map.of());
  }

  private static VmObservation read(String pending, String status) {
    return observed(pending, status).present().orElseThrow();
  }

  private static Observed<VmObservation> observed(String pending, String status) {
    return VmReader.observation(102, new Answer.Data(JSON.readTree(pending)), JSON.createObjectNode().put("status", status));
  }
}
