package io.pvefleet.app.alert;

import static io.pvefleet.app.alert.WatchedFleet.NOON;
import static io.pvefleet.app.alert.WatchedFleet.host;
import static io.pvefleet.app.alert.WatchedFleet.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.Alerts;
import io.pvefleet.app.store.BadDisk;
import io.pvefleet.app.store.EventLog.StoredEvent;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.DeclaredHost;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.Alerting.Rule;
import io.pvefleet.fleet.model.Alerting.Setting;
import io.pvefleet.fleet.model.Alerting.Severity;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of alerts over restarts, maintenances, commits and a store that fails. */
class AlertWatchTest {
  private final Store store = new MemoryStore();
  private final WatchedFleet hosts = new WatchedFleet(store);

  @Test
  void unknownNeitherBeginsNorEndsAnything() {
    hosts.minutes(16, () -> hosts.pass("a", VmState.DRIFTED, usage(99, 99, 99, 99, 99)));
    List<Alert> before = hosts.alerts.of("a");
    assertThat(before).extracting(Alert::kind)
        .containsExactlyInAnyOrder(AlertKind.USAGE_CPU, AlertKind.USAGE_MEMORY, AlertKind.USAGE_STORAGE);
    hosts.minutes(4 * 24 * 60, () -> hosts.silence("a"));
    assertThat(hosts.alerts.of("a")).containsAll(before).hasSize(4);
    hosts.clock.set(NOON.plus(Duration.ofDays(30)));
    hosts.look();
    assertThat(hosts.alerts.of("a", 102)).as("drift that nobody has looked at since").isEmpty();
  }

  @Test
  void silenceBreaksWhatWasCounted() {
    hosts.minutes(14, () -> hosts.pass("a", VmState.IN_SYNC, usage(99, 40, 50, 5, 60)));
    hosts.minutes(4, () -> hosts.silence("a"));
    hosts.minutes(15, () -> hosts.pass("a", VmState.IN_SYNC, usage(99, 40, 50, 5, 60)));
    assertThat(hosts.alerts.of("a")).isEmpty();
    hosts.minutes(2, () -> hosts.silence("a"));
    hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC, usage(99, 40, 50, 5, 60)));
    assertThat(hosts.alerts.of("a")).as("two passes that were missed are no silence").hasSize(1);
  }

  @Test
  void maintenanceMutesAHostAndItsVms() {
    Host.Maintenance maintenance = new Host.Maintenance(NOON.plus(Duration.ofHours(3)), "new disks");
    hosts.minutes(6, () -> hosts.silence("b"));
    hosts.declare(Alerting.NONE,
        List.of(host("a", Alerting.NONE, Optional.of(maintenance)), host("b", Alerting.NONE, Optional.of(maintenance)), host("c")));
    hosts.minutes(60, () -> {
      hosts.silence("a");
      hosts.pass("b", VmState.IN_SYNC);
    });
    hosts.fleet.failed("b", 102, "no space", NOON);
    hosts.minutes(1, () -> { });
    assertThat(hosts.news).as("neither begun nor ended").containsExactly("+host-offline b");
    hosts.fleet.settled("b", 102, VmState.IN_SYNC);
    hosts.clock.set(NOON.plus(Duration.ofHours(3)));
    hosts.minutes(3, () -> {
      hosts.silence("a");
      hosts.pass("b", VmState.IN_SYNC);
    });
    assertThat(hosts.news).containsExactly("+host-offline b", "+host-offline a", "-host-offline b");
  }

  @Test
  void hostThatLeavesGitEndsItsAlertsAtOnce() {
    hosts.pass("a", VmState.DRIFTED);
    hosts.fleet.failed("a", 102, "no space", NOON);
    hosts.minutes(6, () -> hosts.silence("b"));
    hosts.declare(Alerting.NONE, List.of(host("c")));
    hosts.look();
    assertThat(hosts.news).containsExactlyInAnyOrder("+run-failed a/102", "+host-offline b", "-run-failed a/102", "-host-offline b");
    assertThat(store.alerts().ended(Alerts.Query.since(NOON, 10))).extracting(Alerts.StoredAlert::message)
        .as("which does not say that they are well").containsExactlyInAnyOrder(
            "Not watched any more, since it left Git. It was: No answer since 2026-11-22T12:01:00Z: 100.64.0.1:8006: connecting timed out",
            "Not watched any more, since it left Git. It was: A change failed at 2026-11-22T12:00:00Z: no space");
  }

  @Test
  void ruleThatIsSwitchedOffEndsItsAlerts() {
    hosts.minutes(6, () -> hosts.silence("a"));
    hosts.declare(new Alerting(Map.of(Rule.HOST_OFFLINE, Setting.of(false)), Map.of()), List.of(host("a"), host("b"), host("c")));
    hosts.minutes(60, () -> hosts.silence("b"));
    assertThat(hosts.news).containsExactly("+host-offline a", "-host-offline a");
    assertThat(store.alerts().ended(Alerts.Query.since(NOON, 10)).getFirst().message())
        .startsWith("Not watched any more, since the rule is switched off. It was: No answer since");
  }

  @Test
  void vmThatLeavesGitEndsItsAlerts() {
    hosts.pass("a", VmState.DRIFTED);
    hosts.fleet.failed("a", 102, "no space", NOON);
    hosts.look();
    DeclaredHost without = host("a");
    hosts.declare(Alerting.NONE, List.of(new DeclaredHost(without.host(), without.site(), List.of()), host("b"), host("c")));
    hosts.passWithoutVms("a");
    hosts.look();
    assertThat(hosts.news).containsExactly("+run-failed a/102", "-run-failed a/102");
    assertThat(store.alerts().ended(Alerts.Query.since(NOON, 10)).getFirst().message())
        .startsWith("Not watched any more, since it left Git.");
  }

  @Test
  void whatASiteAndARoleSayGoesOverTheFleet() {
    Setting after2 = new Setting(true, Optional.empty(), Optional.of(Duration.ofMinutes(2)), Optional.of(Severity.WARNING));
    Alerting site = new Alerting(Map.of(Rule.HOST_OFFLINE, after2), Map.of("pos", Map.of(Rule.RUN_FAILED, Setting.of(false))));
    hosts.declare(Alerting.NONE, List.of(host("a", site, Optional.empty()), host("b"), host("c")));
    hosts.fleet.failed("a", 102, "no space", NOON);
    hosts.fleet.failed("b", 102, "no space", NOON);
    hosts.pass("b", VmState.DRIFTED);
    hosts.minutes(3, () -> {
      hosts.silence("a");
      hosts.silence("c");
    });
    assertThat(hosts.news).containsExactlyInAnyOrder("+run-failed b/102", "+host-offline a");
    assertThat(hosts.alerts.of("a").getFirst().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void alertsOutliveTheProcessAndAreNotToldAgain(@TempDir Path folder) {
    try (Store first = SqliteStore.open(folder)) {
      hosts.restart(first);
      hosts.minutes(16, () -> hosts.pass("a", VmState.DRIFTED, usage(99, 40, 91, 5, 60)));
      hosts.fleet.failed("a", 102, "no space", NOON);
      hosts.minutes(1, () -> { });
    }
    hosts.news.clear();
    try (Store second = SqliteStore.open(folder)) {
      WatchedFleet later = new WatchedFleet(second);
      List<Alert> before = hosts.alerts.inForce();
      assertThat(later.alerts.inForce()).hasSize(3).extracting(Alert::id, Alert::began).containsExactlyElementsOf(
          before.stream().map(alert -> org.assertj.core.groups.Tuple.tuple(alert.id(), alert.began())).toList());
      later.clock.set(hosts.clock.instant());
      later.look(); // no host was looked at yet
      later.minutes(3, () -> later.pass("a", VmState.DRIFTED)); // figures come later, and what a failure was is not known
      later.minutes(3, () -> later.pass("a", VmState.DRIFTED, usage(99, 40, 91, 5, 60)));
      assertThat(later.news).isEmpty();
      assertThat(later.alerts.inForce()).extracting(Alert::message).anyMatch(message ->
          message.equals("CPU is at 99.0 %, above 90 % since 2026-11-22T12:01:00Z."));
      later.minutes(6, () -> later.pass("a", VmState.IN_SYNC, usage(10, 40, 50, 5, 60)));
      assertThat(later.news).containsExactlyInAnyOrder("-run-failed a/102", "-usage-cpu a", "-usage-storage a");
      assertThat(second.alerts().ended(Alerts.Query.since(NOON, 10))).hasSize(3);
      assertThat(second.alerts().inForce()).isEmpty();
    }
  }

  @Test
  void beforeACommitIsKnownNothingEnds() {
    hosts.minutes(6, () -> hosts.silence("a"));
    hosts.restart(store);
    hosts.fleet.declare(hosts.fleet.view().settings(), List.of());
    hosts.look();
    assertThat(hosts.alerts.inForce()).hasSize(1);
  }

  @Test
  void beginningAndEndAreEachOneEvent() {
    hosts.minutes(60, () -> hosts.silence("a"));
    hosts.minutes(4, () -> hosts.pass("a", VmState.IN_SYNC));
    List<EventLog.NewEvent> told = store.events().list(EventLog.Query.newest(50)).stream().map(StoredEvent::event).toList();
    assertThat(told).extracting(EventLog.NewEvent::kind).containsExactly("alert-ended", "alert");
    assertThat(told).extracting(EventLog.NewEvent::severity).containsExactly(EventLog.Severity.INFO, EventLog.Severity.ERROR);
    assertThat(told.getFirst().message()).isEqualTo("The alert of 2026-11-22T12:06:00Z has ended: No answer since"
        + " 2026-11-22T12:01:00Z: 100.64.0.1:8006: connecting timed out");
  }

  @Test
  void storeThatFailsCostsNoAlertAndIsCaughtUpWith(@TempDir Path folder) throws Exception {
    try (Store kept = SqliteStore.open(folder)) {
      hosts.restart(kept);
      BadDisk.remove(folder); // the next write finds that and fails, once
      hosts.minutes(6, () -> hosts.silence("a"));
      assertThat(hosts.news).containsExactly("+host-offline a");
      hosts.minutes(1, () -> hosts.silence("a"));
      assertThat(kept.alerts().inForce()).hasSize(1);
    }
  }
}
