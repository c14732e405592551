package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final PveRequest READ = PveRequest.get("/version");

  @TempDir static Path folder;
  private static Certificates certificates;
  private static Path self;
  private static Path authority;
  private static Path signed;

  private final PveHttp http = Hosts.http(Hosts.SETTINGS, new Virtual());

  @BeforeAll
  static void makeKeys() {
    certificates = new Certificates(folder);
    self = certificates.selfSigned("self", "dns:elsewhere.example");
    authority = certificates.authority("ca");
    signed = certificates.signedBy(authority, "signed", "ip:127.0.0.1");
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void thePinnedLeafIsTrustedWhateverItsName() throws IOException {
    try (RawHost raw = new RawHost(self, RawHost.ok("1"))) {
      assertThat(send(raw, new TlsTrust.Pinned(Certificates.fingerprint(self)))).isEqualTo(1);
    }
  }

  @Test
  void aPinOfALeafHoldsAlsoWhereAnAuthoritySignedIt() throws IOException {
    try (RawHost raw = new RawHost(signed, RawHost.ok("1"))) {
      assertThat(send(raw, new TlsTrust.Pinned(Certificates.fingerprint(signed)))).isEqualTo(1);
      assertThatThrownBy(() -> send(raw, new TlsTrust.Pinned(Certificates.fingerprint(authority))))
          .isInstanceOf(Unreachable.class);
    }
  }

  @Test
  void aWrongPinNamesBothFingerprintsAndNothingIsSent() throws IOException {
    String expected = "AB:".repeat(31) + "AB";
    try (RawHost raw = new RawHost(self, RawHost.ok("1"))) {
      assertThatThrownBy(() -> send(raw, new TlsTrust.Pinned(expected)))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.PIN))
          .hasMessageContaining("expected SHA-256 " + expected)
          .hasMessageContaining("presented " + Certificates.fingerprint(self));
      assertThat(raw.requests).isEmpty();
      assertThat(raw.connections).as("a wrong certificate is not tried again").hasSize(1);
    }
  }

  @Test
  void aSelfSignedCertificateIsNotTrustedBySystem() throws IOException {
    try (RawHost raw = new RawHost(self, RawHost.ok("1"))) {
      assertThatThrownBy(() -> send(raw, new TlsTrust.SystemTrust()))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.TLS))
          .hasMessageContaining("the certificate is not trusted");
    }
  }

  @Test
  void aCaFileMayHoldSeveralAuthorities() throws IOException {
    Path both = folder.resolve("both.pem");
    Path first = certificates.pem(self, "self.pem");
    Files.writeString(both, Files.readString(first) + Files.readString(certificates.pem(authority, "ca.pem")));
    try (RawHost raw = new RawHost(signed, RawHost.ok("1"))) {
      assertThat(send(raw, new TlsTrust.CaFile(both))).isEqualTo(1);
    }
  }

  @Test
  void withACaFileTheNameIsChecked() throws IOException {
    Path elsewhere = certificates.signedBy(authority, "elsewhere", "dns:elsewhere.example");
    try (RawHost raw = new RawHost(elsewhere, RawHost.ok("1"))) {
      TlsTrust trust = new TlsTrust.CaFile(certificates.pem(authority, "ca2.pem"));
      assertThatThrownBy(() -> send(raw, trust))
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.TLS))
          .hasMessageContaining("127.0.0.1");
      assertThat(raw.requests).isEmpty();
    }
  }

  @Test
  void aCaFileThatIsMissingOrEmptyHarmsItsOwnHostOnly() throws IOException {
    Path missing = folder.resolve("missing.pem");
    try (RawHost raw = new RawHost(signed, RawHost.ok("1"))) {
      assertThatThrownBy(() -> send(raw, new TlsTrust.CaFile(missing))).isInstanceOf(Unreachable.class)
          .hasMessageContaining("missing.pem");
      Files.writeString(missing, "no certificate\n");
      assertThatThrownBy(() -> send(raw, new TlsTrust.CaFile(missing))).isInstanceOf(Unreachable.class);
      Files.copy(certificates.pem(authority, "ca3.pem"), missing, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      assertThat(send(raw, new TlsTrust.CaFile(missing))).as("the file is read again once it is there").isEqualTo(1);
    }
  }

  private int send(RawHost raw, TlsTrust trust) {
    return http.host(new PveEndpoint("seoul-001", raw.uri(), trust, Hosts.TOKEN)).send(READ).data().asInt();
  }
}
