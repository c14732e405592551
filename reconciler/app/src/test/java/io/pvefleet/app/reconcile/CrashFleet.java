package io.pvefleet.app.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Fleets of one host as a repository would declare them. */
final class CrashFleet {

  static final String HOST = "seoul-001";

  private CrashFleet() {}

  /** With these documents, each the body of a VM's spec after its vmid. */
  static EngineFleet of(String revision, List<String> vms) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    files.put("fleet.yaml", bytes("""
        apiVersion: pvefleet/v1
        kind: Fleet
        metadata: {name: test-fleet}
        spec: {interval: 10s, timeZone: Asia/Seoul, limits: {maxDestructivePercent: 100}}
        """));
    files.put("sites/seoul-001/site.yaml", bytes("""
        apiVersion: pvefleet/v1
        kind: Site
        metadata: {name: seoul-001}
        spec: {displayName: Seoul, timeZone: Asia/Seoul}
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: seoul-001}
        spec:
          endpoint: https://10.0.0.1:8006
          tls: {fingerprint: "%s"}
          tokenRef: env:TOKEN
        """.formatted("AA:".repeat(31) + "AA")));
    if (!vms.isEmpty()) {
      files.put("sites/seoul-001/vms.yaml", bytes(String.join("---\n", vms)));
    }
    FleetLoad load = new FleetLoader(Kinds.guestKinds()).load(new FileTree(revision, files));
    assertThat(load.diagnostics()).filteredOn(d -> d.severity() == io.pvefleet.fleet.diagnostic.Diagnostic.Severity.ERROR).isEmpty();
    return load.fleet().map(Kinds::parse).orElseThrow().parsed().orElseThrow();
  }

  /** One VM; {@code spec} is lines of YAML without indentation. */
  static String vm(int vmid, String spec) {
    return """
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: vm-%1$d}
        spec:
          vmid: %1$d
        %2$s""".formatted(vmid, spec.indent(2));
  }

  /** Consent to the deletion of one VM that was declared. */
  static String tombstone(int vmid) {
    return """
        apiVersion: pvefleet/v1
        kind: Tombstone
        metadata: {name: vm-%1$d}
        spec: {host: seoul-001, vmid: %1$d, name: vm-%1$d, reason: not needed any more}
        """.formatted(vmid);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
