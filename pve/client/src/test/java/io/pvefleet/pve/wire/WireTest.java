package io.pvefleet.pve.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  @Test
  void upidIsReadWithItsTokenAndItsStart() {
    Upid upid = Upid.parse("UPID:pve1:00000187:0007108E:6B026C76:qmcreate:101:root@pam!full:").orElseThrow();
    assertThat(upid.node()).isEqualTo("pve1");
    assertThat(upid.startTime()).isEqualTo(Instant.ofEpochSecond(0x6B026C76L));
    assertThat(upid.type()).isEqualTo("qmcreate");
    assertThat(upid.id()).isEqualTo("101");
    assertThat(upid.user()).isEqualTo("root@pam!full");
    assertThat(upid.pathSegment()).isEqualTo("UPID%3Apve1%3A00000187%3A0007108E%3A6B026C76%3Aqmcreate%3A101%3Aroot%40pam%21full%3A");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "UPID:pve1:00000187:0007108EF:6B026C76:vzdump::root@pam:",
    "UPID:pve1:00000187:0007108E:6B026C76:qmmove:100-scsi1>101-scsi1:root@pam:",
  })
  void upidMayHaveNineTicksAndAnOddId(String text) {
    assertThat(Upid.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    "null",
    "UPID:pve1:00000187:0007108E:6B026C76:qmcreate:101:root@pam",
    "UPID:p/q:00000187:0007108E:6B026C76:a:1:u:",
  })
  void whatIsNoUpidIsNone(String text) {
    assertThat(Upid.parse(text)).isEmpty();
  }

  @Test
  void warningsAreASuccessAndUnexpectedStatusIsNotKnown() {
    assertThat(TaskStatus.ofExit("OK")).isEqualTo(new TaskStatus.Succeeded(0));
    assertThat(TaskStatus.ofExit("WARNINGS: 2")).isEqualTo(new TaskStatus.Succeeded(2));
    assertThat(TaskStatus.ofExit("WARNINGS: many")).isEqualTo(new TaskStatus.Succeeded(1));
    assertThat(TaskStatus.ofExit("unexpected status")).isInstanceOf(TaskStatus.Lost.class);
    assertThat(TaskStatus.ofExit("unable to get last line from task log - no such file")).isInstanceOf(TaskStatus.Lost.class);
    assertThat(TaskStatus.ofExit("VM 100 already running")).isEqualTo(new TaskStatus.Failed("VM 100 already running"));
    assertThat(TaskStatus.ofExit("interrupted by signal")).isInstanceOf(TaskStatus.Failed.class);
  }

  @Test
  void propertyStringFilesTheBareValueUnderTheDefaultKey() {
    PropertyString drive = PropertyString.parse("local:101/vm-101-disk-0.qcow2,discard=on,size=2G", "file");
    assertThat(drive.get("file")).contains("local:101/vm-101-disk-0.qcow2");
    assertThat(drive.with("discard", "ignore").without("size").text("file"))
        .isEqualTo("local:101/vm-101-disk-0.qcow2,discard=ignore");
  }

  @Test
  void propertyStringKeepsAnEqualSignInsideAValue() {
    assertThat(PropertyString.parse("enabled=1,x=a=b", "enabled").get("x")).contains("a=b");
  }

  @Test
  void secretsOfARequestAreNeverPrinted() {
    PveRequest request = PveRequest.put("/nodes/pve1/qemu/100/config")
        .with("ciuser", "ops")
        .with("cipassword", new PveRequest.Value.Secret("env:CLOUD_PASSWORD"));
    assertThat(request.toString()).isEqualTo("PUT /nodes/pve1/qemu/100/config ciuser=ops cipassword=***");
    assertThat(request.params().toString()).doesNotContain("CLOUD_PASSWORD");
    assertThat(request.shown("cipassword")).isEqualTo("***");
  }
}
