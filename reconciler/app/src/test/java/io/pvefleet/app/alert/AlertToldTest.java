package io.pvefleet.app.alert;

import static io.pvefleet.app.alert.WatchedFleet.NOON;
import static io.pvefleet.app.alert.WatchedFleet.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.notify.Receivers;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.FleetSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of alert on its whole way: what a host shows, the rule, the alert, the notice, and what three real receivers get. */
class AlertToldTest {
  private static final HostUsage CALM = usage(12, 40, 50, 5, 60);
  private static Receivers receivers;

  private final Store store = new MemoryStore();
  private final WatchedFleet hosts = new WatchedFleet(store);

  @BeforeAll
  static void start() {
    receivers = new Receivers();
  }

  @AfterAll
  static void stop() {
    receivers.close();
  }

  @BeforeEach
  void declare() throws Exception {
    receivers.empty();
    hosts.fleet.declare(
        new FleetSettings("hanbit", WatchedFleet.MINUTE, ZoneOffset.UTC, FleetSettings.Limits.DEFAULT, Alerting.NONE, receivers.sinks()),
        Stream.of("a", "b", "c").map(WatchedFleet::host).toList());
    receivers.begin(store, hosts.fleet, hosts.clock);
  }

  /** What brings the alert about, what of it a person has to read, and where the link leads. */
  private record Case(Runnable happens, List<String> figures, String link) {}

  private Case of(AlertKind kind) {
    return switch (kind) {
      case USAGE_CPU -> busy(usage(97.3, 40, 50, 5, 60), "CPU is at 97.3 %, above 90 %");
      case USAGE_MEMORY -> busy(usage(12, 96.5, 50, 5, 60), "Memory is at 96.5 %, above 95 %");
      case USAGE_STORAGE -> busy(usage(12, 40, 91, 5, 60), "Storage local-lvm is at 91.0 %, above 85 %");
      case HOST_OFFLINE -> new Case(
          () -> {
            hosts.pass("a", VmState.IN_SYNC);
            hosts.minutes(6, () -> hosts.silence("a"));
          },
          List.of("No answer since 2026-11-22 12:01 UTC", "connecting timed out"), "/hosts/a");
      case FLEET_HELD -> new Case(
          () -> {
            hosts.fleet.holds(List.of("None of the 3 hosts answers any more (a, b and c): our own network is suspect, so nothing is"
                + " applied. Mend the network, or raise limits.maxHostsUnreachablePercent in fleet.yaml."));
            hosts.minutes(20, () -> List.of("a", "b", "c").forEach(hosts::silence));
          },
          List.of("None of the 3 hosts answers any more"), "/alerts");
      case CERTIFICATE -> new Case(
          () -> {
            care(NOON.plus(Duration.ofDays(20)), new HostCare.Expiry.Never());
            hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
          },
          List.of("The certificate expires at 2026-12-12 12:00 UTC", "19 d left"), "/hosts/a");
      case TOKEN -> new Case(
          () -> {
            care(NOON.plus(Duration.ofDays(400)), new HostCare.Expiry.Until(NOON.plus(Duration.ofDays(9))));
            hosts.minutes(1, () -> hosts.pass("a", VmState.IN_SYNC));
          },
          List.of("The token fleet@pve!apply expires at 2026-12-01 12:00 UTC", "8 d left"), "/hosts/a");
      case DRIFT -> new Case(
          () -> {
            hosts.pass("a", VmState.DRIFTED);
            hosts.look();
            hosts.clock.set(NOON.plus(Duration.ofHours(25)));
            hosts.minutes(2, () -> hosts.pass("a", VmState.DRIFTED));
          },
          List.of("Not as Git says since 2026-11-22 12:00 UTC, longer than 24h", "spec.memory", "4GiB", "2GiB"), "/vms/a/102");
      case PENDING_RESTART -> new Case(
          () -> {
            hosts.pass("a", VmState.PENDING_RESTART);
            hosts.look();
            hosts.clock.set(NOON.plus(Duration.ofDays(7)));
            hosts.minutes(1, () -> hosts.pass("a", VmState.PENDING_RESTART));
          },
          List.of("Waits for a restart since 2026-11-22 12:00 UTC, longer than 168h"), "/vms/a/102");
      case RUN_FAILED -> new Case(
          () -> {
            hosts.pass("a", VmState.DRIFTED);
            hosts.fleet.failed("a", 102, "storage local-lvm: 12 GiB free, 64 GiB needed", NOON.plusSeconds(60));
            hosts.look();
          },
          List.of("12 GiB free, 64 GiB needed", "c0ffee00", "Kim"), "/vms/a/102");
      case COMMIT_REJECTED -> new Case(
          () -> {
            Diagnostic error =
                new Diagnostic(Code.user("PVF-0110", "Unknown key"), Diagnostic.Severity.ERROR, Optional.empty(), "", "", "", "");
            hosts.fleet.source(s -> s.rejecting(new Commit("bad00001", "Lee", NOON, "a typo"), NOON, List.of(error)));
            hosts.minutes(1, () -> { });
          },
          List.of("bad00001", "Lee", "1 error"), "/alerts");
    };
  }

  private Case busy(HostUsage usage, String figure) {
    return new Case(() -> hosts.minutes(17, () -> hosts.pass("a", VmState.IN_SYNC, usage)), List.of(figure), "/hosts/a");
  }

  @ParameterizedTest
  @EnumSource(AlertKind.class)
  void everyReceiverHearsOfEveryKindWithFigureAndLink(AlertKind kind) throws Exception {
    Case of = of(kind);
    of.happens().run();
    assertThat(hosts.alerts.inForce()).extracting(Alert::kind).contains(kind);
    receivers.tell(store, hosts.fleet, hosts.clock);

    receivers.received().forEach((sink, text) -> {
      // JSON has quotes within it escaped; none of these has any.
      assertThat(text).as("%s at %s", kind, sink).contains(of.figures());
      assertThat(text).as("%s at %s", kind, sink).contains("https://pvefleet.example.org" + of.link());
      assertThat(text).doesNotContain("T0SECRET").doesNotContain("sesame");
    });
    assertThat(receivers.json()).anySatisfy(message ->
        assertThat(message.get("news").toString()).contains("\"kind\":\"" + kind.word() + "\"", "\"state\":\"begun\""));
  }

  @Test
  void theEndOfAnAlertIsHeardAsWell() throws Exception {
    hosts.pass("a", VmState.IN_SYNC);
    hosts.minutes(6, () -> hosts.silence("a"));
    receivers.tell(store, hosts.fleet, hosts.clock);
    receivers.empty();
    hosts.minutes(4, () -> hosts.pass("a", VmState.IN_SYNC));
    receivers.tell(store, hosts.fleet, hosts.clock);

    receivers.received().forEach((sink, text) -> {
      assertThat(text).contains("ENDED", "Host is offline: a");
      assertThat(text).contains(sink.equals("nms") ? "\"began\":\"2026-11-22T12:06:00Z\"" : "From 2026-11-22 12:06 UTC to 2026-11-22 12:0");
    });
    assertThat(receivers.json().getLast().get("news").get(0).get("state").asString()).isEqualTo("ended");
  }

  @Test
  void aProcessThatIsStartedAnewTellsNothingAgain() throws Exception {
    hosts.pass("a", VmState.IN_SYNC);
    hosts.minutes(6, () -> hosts.silence("a"));
    receivers.tell(store, hosts.fleet, hosts.clock);
    receivers.empty();
    hosts.restart(store);
    hosts.minutes(3, () -> hosts.silence("a"));
    receivers.begin(store, hosts.fleet, hosts.clock);
    receivers.tell(store, hosts.fleet, hosts.clock);

    assertThat(receivers.received().values()).containsOnly("");
  }

  @Test
  void anAlertThatBeganAndEndedBetweenTwoLooksIsToldAsEnded() {
    hosts.minutes(17, () -> hosts.pass("a", VmState.IN_SYNC, usage(97.3, 40, 50, 5, 60)));
    hosts.minutes(7, () -> hosts.pass("a", VmState.IN_SYNC, CALM));
    receivers.tell(store, hosts.fleet, hosts.clock);

    assertThat(receivers.json().getLast().get("news")).filteredOn(news -> news.get("type").asString().equals("alert"))
        .singleElement().satisfies(news -> assertThat(news.get("state").asString()).isEqualTo("ended"));
  }

  private void care(Instant notAfter, HostCare.Expiry token) {
    Instant at = hosts.clock.instant();
    hosts.fleet.care("a", new HostCare(at, List.of(), Optional.empty(),
        Optional.of(new HostCare.Certificate("CN=a", "CN=ca", "AA", notAfter, HostCare.Pin.PINNED, at)),
        Optional.of(new HostCare.Token("fleet@pve!apply", token, at))));
  }
}
