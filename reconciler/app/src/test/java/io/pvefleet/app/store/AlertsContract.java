package io.pvefleet.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.fleet.model.Alerting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store keeps of alerts. */
abstract class AlertsContract {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Store store;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void alertsInForceAreTheOnesThatHaveNotEnded() {
    StoredAlert offline = alert(1, "host-offline", "seoul-001", "", NOON);
    StoredAlert disk = alert(2, "usage-storage", "seoul-001", "local-lvm", NOON.minusSeconds(60));
    store.alerts().put(List.of(offline, disk));
    assertThat(store.alerts().inForce()).containsExactly(disk, offline);
    store.alerts().put(List.of(ended(offline, NOON.plusSeconds(300))));
    assertThat(store.alerts().inForce()).containsExactly(disk);
    assertThat(store.alerts().ended(Alerts.Query.since(NOON, 10))).containsExactly(ended(offline, NOON.plusSeconds(300)));
    assertThat(store.alerts().ended(Alerts.Query.since(NOON.plusSeconds(301), 10))).isEmpty();
    StoredAlert again = alert(3, "host-offline", "seoul-001", "", NOON.plusSeconds(900));
    store.alerts().put(List.of(again));
    assertThat(store.alerts().inForce()).containsExactly(disk, again);
  }

  @Test
  void ofTwoAlertsInForceOfTheSameThingTheLaterOneStays() {
    store.alerts().put(List.of(alert(1, "drift", "seoul-001", "", NOON)));
    store.alerts().put(List.of(alert(2, "drift", "seoul-001", "", NOON.plusSeconds(60))));
    assertThat(store.alerts().inForce()).extracting(StoredAlert::id).containsExactly(2L);
  }

  @Test
  void endedAlertsAreChosenAndTheLastToEndComesFirst() {
    StoredAlert vm = new StoredAlert(4, "drift", Alerting.Severity.WARNING, "busan-002", Optional.of(102), "pos-01", "", NOON,
        Optional.of(NOON.plusSeconds(9)), "Not as Git says.");
    store.alerts().put(List.of(
        ended(alert(1, "host-offline", "seoul-001", "", NOON), NOON.plusSeconds(7)),
        ended(alert(2, "host-offline", "busan-002", "", NOON), NOON.plusSeconds(5)),
        ended(alert(3, "certificate", "busan-002", "", NOON), NOON.plusSeconds(8)), vm));
    assertThat(ids(new Alerts.Query(NOON, "", Optional.empty(), "", Optional.empty(), 10))).containsExactly(4L, 3L, 1L, 2L);
    assertThat(ids(new Alerts.Query(NOON, "", Optional.empty(), "", Optional.empty(), 2))).containsExactly(4L, 3L);
    assertThat(ids(new Alerts.Query(NOON, "busan-002", Optional.empty(), "", Optional.empty(), 10))).containsExactly(4L, 3L, 2L);
    assertThat(ids(new Alerts.Query(NOON, "busan-002", Optional.of(102), "", Optional.empty(), 10))).containsExactly(4L);
    assertThat(ids(new Alerts.Query(NOON, "", Optional.empty(), "host-offline", Optional.empty(), 10))).containsExactly(1L, 2L);
    assertThat(ids(new Alerts.Query(NOON, "", Optional.empty(), "", Optional.of(Alerting.Severity.WARNING), 10))).containsExactly(4L);
    store.tidy(NOON.plusSeconds(68), new Retention(Duration.ofSeconds(60), Duration.ofSeconds(60)));
    assertThat(ids(new Alerts.Query(NOON, "", Optional.empty(), "", Optional.empty(), 10))).containsExactly(4L, 3L);
  }

  private List<Long> ids(Alerts.Query query) {
    return store.alerts().ended(query).stream().map(StoredAlert::id).toList();
  }

  private static StoredAlert alert(long id, String kind, String host, String object, Instant began) {
    return new StoredAlert(
        id, kind, Alerting.Severity.CRITICAL, host, Optional.empty(), "", object, began, Optional.empty(), "something is wrong");
  }

  private static StoredAlert ended(StoredAlert a, Instant at) {
    return new StoredAlert(
        a.id(), a.kind(), a.severity(), a.host(), a.vmid(), a.vmName(), a.object(), a.began(), Optional.of(at), a.message());
  }
}
