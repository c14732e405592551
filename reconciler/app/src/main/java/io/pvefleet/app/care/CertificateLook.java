package io.pvefleet.app.care;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.view.HostCare.Certificate;
import io.pvefleet.app.view.HostCare.Pin;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.http.CertificateProbe;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The certificate that a host shows in a handshake, against what Git pins and what the host itself says of its certificates. */
final class CertificateLook {

  /** As long as connecting may take: what needs longer is not there. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Proxmox renews its own certificate each day from this many days before the end on: what gets nearer was not renewed. */
  private static final long RENEWAL_DAYS = 14;

  private static final String RENEW = "On the host: pvecm updatecerts --force && systemctl reload pveproxy.";
  private static final String REPIN =
      " Then take the new fingerprint (openssl x509 -noout -fingerprint -sha256 -in /etc/pve/local/pve-ssl.pem) into"
          + " spec.tls.fingerprint; spec.tls.ca instead of a fingerprint outlives renewals.";

  private CertificateLook() {}

  /** What the port shows; empty where there is no handshake to be had. */
  static Optional<Certificate> shown(Host host, Instant at) {
    try {
      X509Certificate leaf = CertificateProbe.leaf(host.endpoint(), LIMIT);
      String fingerprint = CertificateProbe.fingerprint(leaf);
      return Optional.of(
          new Certificate(
              leaf.getSubjectX500Principal().getName(), leaf.getIssuerX500Principal().getName(), fingerprint,
              leaf.getNotAfter().toInstant(), pin(host.tls(), fingerprint), at));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Pin pin(Host.Tls tls, String fingerprint) {
    return switch (tls) {
      case Host.Tls.Fingerprint(String pinned) -> bare(pinned).equals(bare(fingerprint)) ? Pin.PINNED : Pin.MISMATCH;
      case Host.Tls.CaFile _ -> Pin.AUTHORITY;
      case Host.Tls.SystemTrust() -> Pin.SYSTEM;
    };
  }

  /** The certificate after the client has refused it: an authority then did not help. */
  static Certificate refused(Certificate shown) {
    return switch (shown.pin()) {
      case PINNED, AUTHORITY, SYSTEM, UNTRUSTED -> with(shown, Pin.UNTRUSTED);
      case MISMATCH -> shown;
    };
  }

  private static Certificate with(Certificate shown, Pin pin) {
    return new Certificate(shown.subject(), shown.issuer(), shown.fingerprint(), shown.notAfter(), pin, shown.at());
  }

  /** How long it is good for. */
  static Finding end(Certificate shown, Instant now) {
    long days = shown.daysLeft(now);
    LocalDate end = LocalDate.ofInstant(shown.notAfter(), ZoneOffset.UTC);
    String text = days < 0 ? "ended on " + end : "ends on " + end + ", in " + days + (days == 1 ? " day" : " days");
    return days < RENEWAL_DAYS
        ? Finding.bad("certificate", text, RENEW + (shown.pin() == Pin.PINNED ? REPIN : ""))
        : Finding.good("certificate", text);
  }

  /**
   * Whether the host shows what it has. It does not just after a renewal, before pveproxy has read it, and where something on the way
   * ends TLS; in both cases a pin is about to be wrong, or already is.
   */
  static Optional<Finding> asTheHostSays(Host host, HostLine line, Certificate shown) {
    if (!(line.ask(PveRequest.get("/nodes/" + host.node().orElse("localhost") + "/certificates/info"))
        instanceof Answer.Data(JsonNode list))) {
      return Optional.empty();
    }
    Optional<JsonNode> served = named(list, "pveproxy-ssl.pem").or(() -> named(list, "pve-ssl.pem"));
    String own = served.map(row -> row.path("fingerprint").asString("")).orElse("");
    if (own.isEmpty() || bare(own).equals(bare(shown.fingerprint()))) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.bad("certificate", "the host has another one than it shows, with the SHA-256 " + own,
            "After a renewal: systemctl reload pveproxy on the host, and that fingerprint into spec.tls.fingerprint where one is pinned."
                + " Without one, something between here and the host ends TLS."));
  }

  private static Optional<JsonNode> named(JsonNode list, String file) {
    for (JsonNode row : list) {
      if (row.path("filename").asString("").equals(file)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private static String bare(String fingerprint) {
    return fingerprint.replace(":", "").toUpperCase(Locale.ROOT);
  }
}
