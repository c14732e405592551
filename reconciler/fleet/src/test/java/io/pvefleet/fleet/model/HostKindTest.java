package io.pvefleet.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.schema.ShapeChecker;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostKindTest {

  private final Diagnostics diagnostics = new Diagnostics();

  @ParameterizedTest
  @CsvSource({"https://100.64.0.10:8006, https://100.64.0.10:8006", "https://pve.example, https://pve.example:8006",
    "https://pve.example:443/, https://pve.example:443", "https://[fd7a::1]:8006, https://[fd7a::1]:8006"})
  void endpointGetsThePortOfProxmoxWhereItHasNone(String written, String meant) {
    assertThat(parse("endpoint: \"" + written + "\"").orElseThrow().endpoint()).hasToString(meant);
    assertThat(diagnostics.hasErrors()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h:1", "https://h:8006/api2", "https://u:p@h:8006", "https://", "h:8006", "https://h:port", "https://h?x"})
  void endpointOfAnotherFormIsRefusedByTheSchema(String written) {
    parse("endpoint: \"" + written + "\"");
    assertThat(diagnostics.sorted()).extracting(d -> d.code().id()).containsExactly("PVF-0112");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://100.64.0.300:8006", "https://h:0", "https://h:70000", "https://[12:34]:8006", "https://a..b"})
  void endpointThatCannotBeReachedIsRefused(String written) {
    assertThat(parse("endpoint: \"" + written + "\"")).isEmpty();
    assertThat(diagnostics.sorted()).extracting(Diagnostic::code).containsExactly(ModelCodes.BAD_ADDRESS);
  }

  @Test
  void everythingThatCanBeDeclaredIsRead() {
    Host host = parse("""
        node: pve1
        tls: {fingerprint: "%s"}
        mode: observe
        consoleLoginRef: file:/run/login
        maintenance: {until: "2026-12-01T06:00+09:00", reason: disks}
        """.formatted("ab:".repeat(31) + "cd")).orElseThrow();
    assertThat(diagnostics.sorted()).isEmpty();
    assertThat(host.node()).contains("pve1");
    assertThat(host.tls()).isEqualTo(new Host.Tls.Fingerprint("AB:".repeat(31) + "CD"));
    assertThat(host.mode()).isEqualTo(Host.Mode.OBSERVE);
    assertThat(host.maintenance()).contains(new Host.Maintenance(Instant.parse("2026-11-30T21:00:00Z"), "disks"));
    assertThat(host.tokenRef().text()).isEqualTo("env:TOKEN");
    assertThat(host.consoleLoginRef()).map(SecretRef::text).contains("file:/run/login");
    assertThat(parse("mode: enforce").orElseThrow().consoleLoginRef()).isEmpty();
    assertThat(parse("tls: {ca: /etc/ca.pem}").orElseThrow().tls()).isEqualTo(new Host.Tls.CaFile("/etc/ca.pem"));
    assertThat(parse("tls: {}").orElseThrow().tls()).isEqualTo(new Host.Tls.SystemTrust());
  }

  @Test
  void aLoginWrittenDownIsRefusedAndNotRepeated() {
    assertThat(parse("consoleLoginRef: \"root@pam:hunter2\"")).isEmpty();
    assertThat(diagnostics.sorted()).singleElement().asString().doesNotContain("hunter2");
  }

  @Test
  void contradictionsAndImpossibleTimesAreRefused() {
    HostKindTest other = new HostKindTest();
    other.parse("tls: {ca: /etc/ca.pem, fingerprint: \"" + "ab:".repeat(31) + "cd\"}");
    parse("maintenance: {until: \"2026-13-01T06:00:00Z\", reason: x}");
    assertThat(other.diagnostics.sorted()).extracting(Diagnostic::code).containsExactly(ModelCodes.CONTRADICTION);
    assertThat(diagnostics.sorted()).extracting(Diagnostic::code).containsExactly(ModelCodes.BAD_TIME);
  }

  private Optional<Host> parse(String lines) {
    String text = (lines.contains("endpoint:") ? "" : "endpoint: https://h:8006\n") + "tokenRef: env:TOKEN\n" + lines;
    Node.Mapping spec = (Node.Mapping) YamlReader.read("h.yaml", text.getBytes(StandardCharsets.UTF_8)).documents().getFirst();
    ShapeChecker.check(HostKind.SPEC, spec, "spec", diagnostics);
    if (diagnostics.hasErrors()) {
      return Optional.empty();
    }
    return HostKind.parse(new Envelope("pvefleet/v1", "Host", "h", "s", Map.of(), spec, spec.place()), "s", diagnostics);
  }
}
