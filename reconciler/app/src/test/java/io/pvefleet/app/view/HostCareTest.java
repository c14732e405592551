package io.pvefleet.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.web.SampleFleet;
import io.pvefleet.engine.plan.VmState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostCareTest {
  private static final Instant NOW = SampleFleet.NOW;
  private static final HostCare.Certificate CERTIFICATE =
      new HostCare.Certificate("CN=pve1", "CN=PVE", "AA:BB", NOW.plus(Duration.ofDays(30)), HostCare.Pin.PINNED, NOW);

  private final FleetBoard board = SampleFleet.troubled(Clock.fixed(NOW, ZoneOffset.UTC), 40, 7);

  @Test
  void aFactStaysWithItsAgeWhereALaterLookDidNotComeToIt() {
    board.care("seoul-001", new HostCare(NOW, List.of(), Optional.of(new HostCare.Latency(Duration.ofMillis(31), NOW)),
        Optional.of(CERTIFICATE), Optional.of(new HostCare.Token("a@pve!b", new HostCare.Expiry.Never(), NOW))));
    Finding silent = Finding.bad("connection", "port 8006: no route", "Look at the VPN.");
    board.care("seoul-001", new HostCare(NOW.plusSeconds(3_600), List.of(silent), Optional.empty(), Optional.empty(), Optional.empty()));

    HostCare care = board.view().host("seoul-001").orElseThrow().care().orElseThrow();
    assertThat(care.at()).isEqualTo(NOW.plusSeconds(3_600));
    assertThat(care.bad()).containsExactly(silent);
    assertThat(care.latency().orElseThrow().at()).isEqualTo(NOW);
    assertThat(care.certificate()).contains(CERTIFICATE);
    assertThat(care.tokenEnds()).isEmpty();
  }

  @Test
  void whatWasAskedOutlivesPassesAndCommits() {
    FleetView before = board.view();
    HostRow host = before.host("seoul-001").orElseThrow();
    board.declare(before.settings(), List.of(new DeclaredHost(host.host(), host.site(), List.of())));
    assertThat(board.view().host("seoul-001").orElseThrow().care()).isEqualTo(host.care()).isPresent();
  }

  @Test
  void whoChangedAVmIsForgottenWhenItIsAsGitSaysAgain() {
    VmRow drifted =
        board.view().vms().stream().filter(vm -> vm.state() == VmState.DRIFTED && vm.changedBy().isPresent()).findFirst().orElseThrow();
    String host = drifted.ref().host();
    board.addresses(host, drifted.ref().vmid(), List.of("10.0.0.9"), NOW);
    board.pass(SampleFleet.fine(board.view().host(host).orElseThrow(), NOW));
    VmRow fine = board.view().vm(host, drifted.ref().vmid()).orElseThrow();
    assertThat(fine.state()).isEqualTo(VmState.IN_SYNC);
    assertThat(fine.changedBy()).isEmpty();
    assertThat(fine.addresses()).containsExactly("10.0.0.9");
  }

  @Test
  void daysAreWholeOnesAndNegativeOnceItHasEnded() {
    assertThat(CERTIFICATE.daysLeft(NOW)).isEqualTo(30);
    assertThat(CERTIFICATE.daysLeft(NOW.plusSeconds(1))).isEqualTo(29);
    assertThat(CERTIFICATE.daysLeft(NOW.plus(Duration.ofDays(30)))).isZero();
    assertThat(CERTIFICATE.daysLeft(NOW.plus(Duration.ofDays(30)).plusSeconds(1))).isEqualTo(-1);
  }
}
