package io.pvefleet.app.alert;

import static io.pvefleet.app.alert.WatchedFleet.NOON;
import static io.pvefleet.app.alert.WatchedFleet.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Alerting.Rule;
import io.pvefleet.fleet.model.Alerting.Setting;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kind of alert begins and ends. */
class AlertKindsTest {
  private static final HostUsage CALM = usage(12, 40, 50, 5, 60);
  private static final Set<AlertKind> SEEN = EnumSet.noneOf(AlertKind.class);

  private final WatchedFleet hosts = new WatchedFleet(new MemoryStore());

  @AfterEach
  void note() {
    for (AlertKind kind : AlertKind.values()) {
      boolean both = hosts.news.stream().anyMatch(news -> news.startsWith("+" + kind.word()))
          && hosts.news.stream().anyMatch(news -> news.startsWith("-" + kind.word()));
      if (both) {
        SEEN.add(kind);
      }
    }
  }

  @AfterAll
  static void noKindWasForgotten() {
    assertThat(SEEN).containsExactlyInAnyOrder(AlertKind.values());
  }

  @Test
  void busyProcessorsOfAHost() {
    hosts.minutes(15, () -> hosts.pass("a", VmState.IN_SYNC, usage(97.3, 40, 50, 5, 60)));
    assertThat(hosts.news).isEmpty();
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC, usage(97.3, 40, 50, 5, 60)));
    assertThat(hosts.news).containsExactly("+usage-cpu a");
    Alert alert = hosts.alerts.of("a").getFirst();
    assertThat(alert.severity()).isEqualTo(Severity.WARNING);
    assertThat(alert.message()).isEqualTo("CPU is at 97.3 %, above 90 % since 2026-11-22T12:01:00Z.");
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC, usage(93, 40, 50, 5, 60)));
    assertThat(hosts.alerts.of("a").getFirst().message()).startsWith("CPU is at 93.0 %, above 90 %");
    hosts.minutes(30, () -> hosts.pass("a", VmState.IN_SYNC, usage(87, 40, 50, 5, 60)));
    assertThat(hosts.news).as("within the band").containsExactly("+usage-cpu a");
    hosts.minutes(6, () -> hosts.pass("a", VmState.IN_SYNC, usage(84, 40, 50, 5, 60)));
    assertThat(hosts.news).containsExactly("+usage-cpu a", "-usage-cpu a");
  }

  @Test
  void memoryOfAHost() {
    hosts.minutes(16, () -> hosts.pass("a", VmState.IN_SYNC, usage(12, 96, 50, 5, 60)));
    hosts.minutes(6, () -> hosts.pass("a", VmState.IN_SYNC, CALM));
    assertThat(hosts.news).containsExactly("+usage-memory a", "-usage-memory a");
  }

  @Test
  void oneStorageOfAHost() {
    hosts.minutes(16, () -> hosts.pass("a", VmState.IN_SYNC, usage(12, 40, 91, 5, 60)));
    assertThat(hosts.alerts.of("a")).extracting(Alert::object).containsExactly("local-lvm");
    assertThat(hosts.alerts.of("a").getFirst().message())
        .isEqualTo("Storage local-lvm is at 91.0 %, above 85 % since 2026-11-22T12:01:00Z.");
    hosts.minutes(6, () -> hosts.pass("a", VmState.IN_SYNC, CALM));
    assertThat(hosts.news).containsExactly("+usage-storage a", "-usage-storage a");
  }

  @Test
  void storageThatIsNotThereAnyMoreEndsItsAlertAndOneThatIsAwayDoesNot() {
    hosts.minutes(16, () -> hosts.pass("a", VmState.IN_SYNC, usage(12, 40, 91, 5, 60)));
    hosts.minutes(9, () -> hosts.pass("a", VmState.IN_SYNC, HostUsage.NONE));
    assertThat(hosts.alerts.of("a")).as("nothing is told").hasSize(1);
    HostUsage other = new HostUsage(CALM.node(),
        new java.util.TreeMap<>(Map.of("local", new HostUsage.Space(1, 10, true))), CALM.guests());
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC, other));
    assertThat(hosts.news).containsExactly("+usage-storage a", "-usage-storage a");
  }

  @Test
  void processorsAndMemoryOfAVm() {
    hosts.declare(
        new Alerting(Map.of(Rule.VM_MEMORY, Setting.of(true)), Map.of()), List.of(WatchedFleet.host("a"), WatchedFleet.host("b")));
    hosts.minutes(31, () -> hosts.pass("a", VmState.IN_SYNC, usage(12, 40, 50, 99, 98)));
    assertThat(hosts.alerts.of("a", 102)).extracting(Alert::vmName).containsExactly("pos-01", "pos-01");
    hosts.minutes(6, () -> hosts.pass("a", VmState.IN_SYNC, CALM));
    assertThat(hosts.news)
        .containsExactlyInAnyOrder("+usage-cpu a/102", "+usage-memory a/102", "-usage-cpu a/102", "-usage-memory a/102");
  }

  @Test
  void hostThatDoesNotAnswer() {
    hosts.pass("a", VmState.IN_SYNC);
    hosts.minutes(5, () -> hosts.silence("a"));
    assertThat(hosts.news).isEmpty();
    hosts.minutes(1, () -> hosts.silence("a"));
    assertThat(hosts.alerts.inForce()).extracting(Alert::severity, Alert::message).containsExactly(
        org.assertj.core.groups.Tuple.tuple(Severity.CRITICAL,
            "No answer since 2026-11-22T12:01:00Z: 100.64.0.1:8006: connecting timed out"));
    hosts.minutes(2, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.alerts.inForce()).as("one answer is not yet a host that answers").hasSize(1);
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.news).containsExactly("+host-offline a", "-host-offline a");
  }

  @Test
  void hostThatIsNotTriedEachTimeIsSaidToBeAwayWithWhatItWentAwayWith() {
    assertThat(AlertText.offline(NOON,
        "not tried: no answer since 2026-11-22T11:59:00Z (connecting timed out); next probe from 2026-11-22T12:00:05Z on"))
        .isEqualTo("No answer since 2026-11-22T12:00:00Z: connecting timed out");
    assertThat(AlertText.offline(NOON, "")).isEqualTo("No answer since 2026-11-22T12:00:00Z.");
  }

  @Test
  void ownNetworkIsOneAlertAndNotOneForEachHost() {
    hosts.minutes(1, () -> List.of("a", "b", "c").forEach(host -> hosts.pass(host, VmState.IN_SYNC)));
    hosts.fleet.holds(List.of("None of the 3 hosts answers any more (a, b and c): our own network is suspect, so nothing is applied."
        + " Mend the network, or raise limits.maxHostsUnreachablePercent in fleet.yaml."));
    hosts.minutes(20, () -> List.of("a", "b", "c").forEach(hosts::silence));
    assertThat(hosts.news).containsExactly("+fleet-held");
    assertThat(hosts.alerts.inForce().getFirst().message()).startsWith("None of the 3 hosts answers any more");
    hosts.fleet.holds(List.of());
    hosts.minutes(4, () -> {
      hosts.silence("a");
      hosts.pass("b", VmState.IN_SYNC);
      hosts.pass("c", VmState.IN_SYNC);
    });
    assertThat(hosts.news).as("the one that stays away").containsExactly("+fleet-held", "+host-offline a", "-fleet-held");
  }

  @Test
  void certificateThatExpires() {
    care(NOON.plus(Duration.ofDays(31)), new HostCare.Expiry.Never());
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.news).isEmpty();
    hosts.clock.set(NOON.plus(Duration.ofDays(2)));
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.news).as("it may have been renewed since").isEmpty();
    care(NOON.plus(Duration.ofDays(31)), new HostCare.Expiry.Never());
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.alerts.of("a").getFirst().message())
        .isEqualTo("The certificate expires at 2026-12-23T12:00:00Z: 28 d left, limit 30 d.");
    hosts.clock.set(NOON.plus(Duration.ofDays(40)));
    care(NOON.plus(Duration.ofDays(31)), new HostCare.Expiry.Never());
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.alerts.of("a").getFirst().message()).isEqualTo("The certificate has expired at 2026-12-23T12:00:00Z.");
    care(NOON.plus(Duration.ofDays(400)), new HostCare.Expiry.Never());
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.news).containsExactly("+certificate a", "-certificate a");
  }

  @Test
  void tokenThatExpires() {
    care(NOON.plus(Duration.ofDays(400)), new HostCare.Expiry.Until(NOON.plus(Duration.ofDays(9))));
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.alerts.of("a").getFirst().message())
        .isEqualTo("The token fleet@pve!apply expires at 2026-12-01T12:00:00Z: 8 d left, limit 30 d.");
    care(NOON.plus(Duration.ofDays(400)), new HostCare.Expiry.Unknown("The token may not read the list of users."));
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.news).as("unknown is not fine").containsExactly("+token a");
    care(NOON.plus(Duration.ofDays(400)), new HostCare.Expiry.Never());
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.news).containsExactly("+token a", "-token a");
  }

  @Test
  void driftThatStays() {
    hosts.minutes(24 * 60, () -> hosts.pass("a", VmState.DRIFTED));
    assertThat(hosts.news).isEmpty();
    hosts.minutes(1, () -> hosts.pass("a", VmState.HELD));
    assertThat(hosts.alerts.of("a", 102).getFirst().message())
        .isEqualTo("Not as Git says since 2026-11-22T12:01:00Z, longer than 24h: spec.memory.");
    hosts.minutes(3, () -> hosts.pass("a", VmState.OUT_OF_SYNC));
    assertThat(hosts.news).as("not settled yet").containsExactly("+drift a/102");
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.news).containsExactly("+drift a/102", "-drift a/102");
  }

  @Test
  void restartThatIsWaitedForForLong() {
    hosts.pass("a", VmState.PENDING_RESTART);
    hosts.look();
    hosts.clock.set(NOON.plus(Duration.ofDays(7)));
    hosts.minutes(1, () -> hosts.pass("a", VmState.PENDING_RESTART));
    assertThat(hosts.alerts.of("a", 102).getFirst().message())
        .isEqualTo("Waits for a restart since 2026-11-22T12:00:00Z, longer than 168h.");
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
    assertThat(hosts.news).containsExactly("+pending-restart a/102", "-pending-restart a/102");
  }

  @Test
  void changeThatFailed() {
    hosts.pass("a", VmState.DRIFTED);
    hosts.fleet.failed("a", 102, "storage local-lvm: 12 GiB free, 64 GiB needed", NOON.plusSeconds(60));
    hosts.look();
    assertThat(hosts.alerts.of("a", 102).getFirst().message())
        .isEqualTo("A change failed at 2026-11-22T12:00:00Z: storage local-lvm: 12 GiB free, 64 GiB needed");
    hosts.fleet.doing("a", 102, "Resize scsi0");
    hosts.look();
    assertThat(hosts.news).containsExactly("+run-failed a/102");
    hosts.fleet.settled("a", 102, VmState.IN_SYNC);
    hosts.look();
    assertThat(hosts.news).containsExactly("+run-failed a/102", "-run-failed a/102");
  }

  @Test
  void commitThatWasRejected() {
    reject("bad00001");
    hosts.minutes(1, () -> { });
    assertThat(hosts.alerts.inForce().getFirst().message())
        .isEqualTo("Commit bad00001 by Lee, \"a typo\", is not in force: it has 1 error.");
    reject("bad00002");
    hosts.minutes(2, () -> { });
    assertThat(hosts.news).as("another one").containsExactly("+commit-rejected", "+commit-rejected", "-commit-rejected");
    hosts.commit();
    hosts.minutes(2, () -> { });
    assertThat(hosts.alerts.inForce()).isEmpty();
  }

  private void reject(String id) {
    Diagnostic error = new Diagnostic(Code.user("PVF-0110", "Unknown key"), Diagnostic.Severity.ERROR, Optional.empty(), "", "", "", "");
    hosts.fleet.source(s -> s.rejecting(new Commit(id, "Lee", hosts.clock.instant(), "a typo"), hosts.clock.instant(), List.of(error)));
  }

  private void care(Instant notAfter, HostCare.Expiry token) {
    Instant at = hosts.clock.instant();
    hosts.fleet.care("a", new HostCare(at, List.of(), Optional.empty(),
        Optional.of(new HostCare.Certificate("CN=a", "CN=ca", "AA", notAfter, HostCare.Pin.PINNED, at)),
        Optional.of(new HostCare.Token("fleet@pve!apply", token, at))));
  }
}
