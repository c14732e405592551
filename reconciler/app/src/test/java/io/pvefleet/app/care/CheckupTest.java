package io.pvefleet.app.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.simulator.fault.Fault;
import io.pvefleet.pve.simulator.fault.FaultRule;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckupTest {
  private CareHosts hosts;

  @BeforeAll
  void start() {
    hosts = new CareHosts(8);
  }

  @AfterAll
  void stop() {
    hosts.close();
  }

  @Test
  void aSoundHostTellsItsLatencyItsCertificateAndThatItsTokenNeverExpires() {
    HostCare care = look(hosts.declared(0));
    assertThat(care.bad()).isEmpty();
    assertThat(care.latency()).isPresent();
    HostCare.Certificate certificate = care.certificate().orElseThrow();
    assertThat(certificate.pin()).isEqualTo(HostCare.Pin.PINNED);
    assertThat(certificate.fingerprint()).isEqualTo(hosts.simulated(0).fingerprint());
    assertThat(certificate.daysLeft(Instant.now())).isBetween(728L, 730L);
    HostCare.Token token = care.token().orElseThrow();
    assertThat(token.name()).isEqualTo("pvefleet@pve!reconciler");
    assertThat(token.expiry()).isEqualTo(new HostCare.Expiry.Never());
  }

  @Test
  void aWrongPinShowsTheOtherCertificateAndSendsNothing() {
    long before = hosts.simulated(1).log().size();
    HostCare care = look(hosts.declared(1, new Host.Tls.Fingerprint(hosts.simulated(0).fingerprint()), hosts.simulated(1).token()));
    HostCare.Certificate shown = care.certificate().orElseThrow();
    assertThat(shown.pin()).isEqualTo(HostCare.Pin.MISMATCH);
    assertThat(shown.fingerprint()).isEqualTo(hosts.simulated(1).fingerprint());
    assertThat(care.bad()).singleElement().satisfies(finding -> {
      assertThat(finding.step()).isEqualTo("TLS and token");
      assertThat(finding.remedy()).contains("spec.tls.fingerprint");
    });
    assertThat(care.latency()).isEmpty();
    assertThat(hosts.simulated(1).log().size()).isEqualTo(before);
  }

  @Test
  void anAuthorityFromAFileIsNamedAndAnUnknownOneIsNotTrusted(@TempDir Path folder) throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), hosts.simulated(2).caPem());
    String token = hosts.simulated(2).token();
    assertThat(look(hosts.declared(2, new Host.Tls.CaFile(ca.toString()), token)).certificate().orElseThrow().pin())
        .isEqualTo(HostCare.Pin.AUTHORITY);
    assertThat(look(hosts.declared(2, new Host.Tls.SystemTrust(), token)).certificate().orElseThrow().pin())
        .isEqualTo(HostCare.Pin.UNTRUSTED);
  }

  @Test
  void aCertificateThatHasEndedIsToldThoughAPinAsksForNoDates() {
    try (CareHosts old = new CareHosts(SimulationSettings.FAST.withCertificateLife(Duration.ofMinutes(2)), Clock.systemUTC())) {
      HostCare care = new Checkup(old.lines, Clock.systemUTC()).look(old.declared(0), List.of());
      assertThat(care.certificate().orElseThrow().daysLeft(Instant.now())).isEqualTo(-1);
      assertThat(finding(care, "certificate")).satisfies(finding -> {
        assertThat(finding.isGood()).isFalse();
        assertThat(finding.text()).startsWith("ended on ");
        assertThat(finding.remedy()).contains("pvecm updatecerts").contains("spec.tls.fingerprint");
      });
    }
  }

  @Test
  void aTokenThatEndsSoonIsToldWithItsDay() {
    Instant end = Instant.parse("2099-01-02T03:04:05Z");
    hosts.simulated(3).keyboard().expire(hosts.simulated(3).token(), end);
    assertThat(look(hosts.declared(3)).tokenEnds()).contains(end);

    Instant soon = Instant.ofEpochSecond(Instant.now().plus(Duration.ofDays(5)).getEpochSecond());
    hosts.simulated(3).keyboard().expire(hosts.simulated(3).token(), soon);
    HostCare care = look(hosts.declared(3));
    assertThat(care.tokenEnds()).contains(soon);
    assertThat(finding(care, "token").isGood()).isFalse();
    assertThat(finding(care, "token").remedy()).contains("pveum user token modify pvefleet@pve reconciler");
  }

  @Test
  void whereTheTokenMayNotReadUsersItsEndIsUnknownAndNotNever() {
    hosts.simulated(4).keyboard().withdraw("Reconcile", "Sys.Audit");
    HostCare care = look(hosts.declared(4));
    assertThat(care.token().orElseThrow().expiry()).isInstanceOf(HostCare.Expiry.Unknown.class);
    assertThat(care.tokenEnds()).isEmpty();
    assertThat(finding(care, "token").text()).contains("not known").contains("Sys.Audit");
  }

  @Test
  void aSilentHostTellsWhereTheWayEnds() {
    hosts.simulated(5).faults().reachability(Reachability.OFFLINE);
    HostCare care = look(hosts.declared(5));
    assertThat(care.bad()).singleElement().extracting(Finding::step).isEqualTo("connection");
    assertThat(care.certificate()).isEmpty();
    assertThat(care.token()).isEmpty();
  }

  @Test
  void aHostThatDoesNotTellOfItsCertificatesIsNotAccusedOfAnything() {
    hosts.simulated(6).faults().add(
        FaultRule.every("GET", "/nodes/pve1/certificates/info", new Fault.StatusBeforeEffect(500, "no such file")));
    assertThat(look(hosts.declared(6)).bad()).isEmpty();
  }

  private HostCare look(Host host) {
    return new Checkup(hosts.lines, Clock.systemUTC()).look(host, List.of());
  }

  private static Finding finding(HostCare care, String step) {
    return care.findings().stream().filter(finding -> finding.step().equals(step)).findFirst().orElseThrow();
  }
}
