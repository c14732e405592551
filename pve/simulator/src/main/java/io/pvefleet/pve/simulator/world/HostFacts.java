package io.pvefleet.pve.simulator.world;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What does not change while a host runs.
 *
 * @param version of pve-manager, such as {@code 9.2.11}
 * @param qemuVersion such as {@code 10.0.13}
 * @param threads processor threads
 * @param memory bytes of RAM
 * @param bridges Linux bridges that exist
 * @param certificates what {@code certificates/info} lists, the served one last
 */
public record HostFacts(
    String node,
    String version,
    String qemuVersion,
    int threads,
    long memory,
    Set<String> bridges,
    Instant bootedAt,
    List<Certificate> certificates) {

  /** One certificate as the API shows it. */
  public record Certificate(
      String filename, String subject, String issuer, String fingerprint, String pem, Instant notBefore, Instant notAfter,
      List<String> names) {}

  public HostFacts {
    bridges = Set.copyOf(bridges);
    certificates = List.copyOf(certificates);
  }

  String release() {
    int second = version.indexOf('.', version.indexOf('.') + 1);
    return second < 0 ? version : version.substring(0, second);
  }

  String fingerprint() {
    return certificates.isEmpty() ? "" : certificates.getLast().fingerprint();
  }
}
