package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.Notices.Notice;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.DeclaredHost;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.Source;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Notifications;
import io.pvefleet.fleet.model.Notifications.Choice;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.yaml.Place;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes news for whom. */
class IntakeTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final Place HERE = new Place("f", 1, 1);

  private final MemoryStore store = new MemoryStore();
  private final FleetBoard fleet = new FleetBoard(CLOCK, Source.of("https://git.example.org/fleet.git"),
      new FleetSettings("", Duration.ofMinutes(1), ZoneOffset.UTC, FleetSettings.Limits.DEFAULT));
  private final Intake intake = new Intake(store.events(), store.alerts(), store.notices(), fleet, CLOCK);

  @Test
  void whatHappenedBeforeTheFirstStartIsNoNews() {
    declare(sink("ops", Sample.everything()));
    event("applied", "seoul-001");
    alert(1, "host-offline", Alerting.Severity.CRITICAL, Optional.empty());
    intake.begin();
    event("failed", "seoul-001");
    alert(2, "drift", Alerting.Severity.WARNING, Optional.empty());
    intake.take();

    assertThat(waiting("ops")).containsExactly("EVENT failed", "BEGUN drift");
    intake.take();
    assertThat(waiting("ops")).hasSize(2);
  }

  @Test
  void beforeACommitIsInForceEverythingWaitsAndNothingIsForgotten() {
    intake.begin();
    event("rejected", "");
    intake.take();
    assertThat(store.notices().counts()).isEmpty();
    declare(sink("ops", Sample.everything()));
    intake.take();
    assertThat(waiting("ops")).containsExactly("EVENT rejected");
  }

  @Test
  void theEndOfAnAlertIsNewsOnceAndAStoreThatShowsNothingEndsNone() {
    declare(sink("ops", Sample.everything()));
    intake.begin();
    alert(5, "host-offline", Alerting.Severity.CRITICAL, Optional.empty());
    intake.take();
    alert(5, "host-offline", Alerting.Severity.CRITICAL, Optional.of(NOON));
    intake.take();
    intake.take();
    assertThat(waiting("ops")).containsExactly("BEGUN host-offline", "ENDED host-offline");
    assertThat(store.notices().mark().orElseThrow().open()).isEmpty();
  }

  @Test
  void theEndIsToldToWhoWasToldTheBeginningWhateverGitSaysMeanwhile() {
    Sink busan = sink("busan", new Choice(
        Set.of("host-offline"), Alerting.Severity.CRITICAL, Set.of(), Set.of("busan-002"), new TreeMap<>()));
    declare(busan);
    intake.begin();
    put(1, "host-offline", "busan-002", Alerting.Severity.CRITICAL, Optional.empty());
    put(2, "host-offline", "seoul-001", Alerting.Severity.CRITICAL, Optional.empty());
    intake.take();
    assertThat(waiting("busan")).containsExactly("BEGUN host-offline");

    // The host leaves Git, the rule is less severe, and there is a new sink that never heard of it.
    fleet.declare(settings(busan, sink("new", Sample.everything())), List.of(host("seoul-001", "서울 1호점", Map.of())));
    put(1, "host-offline", "busan-002", Alerting.Severity.WARNING, Optional.of(NOON));
    put(2, "host-offline", "seoul-001", Alerting.Severity.WARNING, Optional.of(NOON));
    intake.take();
    assertThat(waiting("busan")).containsExactly("BEGUN host-offline", "ENDED host-offline");
    assertThat(waiting("new")).isEmpty();
  }

  @Test
  void moreAlertsThanAPageShowsEndAtOnceAndAreAllTold() {
    declare(sink("ops", Sample.everything()));
    intake.begin();
    put(IntStream.range(0, 1500), Optional.empty());
    intake.take();
    put(IntStream.range(0, 1500), Optional.of(NOON));
    intake.take();
    assertThat(waiting("ops").stream().filter("ENDED drift"::equals)).hasSize(1500);
    assertThat(store.notices().mark().orElseThrow().open()).isEmpty();
  }

  @Test
  void anAlertThatWasTidiedAwayIsForgotten() {
    declare(sink("ops", Sample.everything()));
    intake.begin();
    store.notices().take(new Notices.Mark(0, 7, new TreeMap<>(Map.of(7L, Set.of("ops")))), List.of());
    intake.take();
    assertThat(store.notices().mark().orElseThrow().open()).isEmpty();
    assertThat(waiting("ops")).isEmpty();
  }

  @Test
  void eachSinkHearsWhatItAskedFor() {
    Choice critical = new Choice(Set.of("host-offline", "drift"), Alerting.Severity.CRITICAL, Set.of(), Set.of(), new TreeMap<>());
    Choice applied = new Choice(Set.of(), Alerting.Severity.WARNING, Set.of("applied"), Set.of(), new TreeMap<>());
    Choice south = new Choice(Set.of("drift"), Alerting.Severity.WARNING, Set.of("applied", "rejected"), Set.of(),
        new TreeMap<>(Map.of("region", List.of("south"))));
    Choice busan = new Choice(
        Set.of("drift"), Alerting.Severity.WARNING, Set.of("applied", "rejected"), Set.of("busan-002"), new TreeMap<>());
    declare(sink("critical", critical), sink("applied", applied), sink("south", south), sink("busan", busan));
    intake.begin();
    event("applied", "seoul-001");
    event("applied", "busan-002");
    event("rejected", "");
    event("applied", "gone-003");
    alert(1, "drift", Alerting.Severity.WARNING, Optional.empty());
    alert(2, "host-offline", Alerting.Severity.CRITICAL, Optional.empty());
    intake.take();

    assertThat(waiting("critical")).containsExactly("BEGUN host-offline");
    assertThat(waiting("applied")).containsExactly("EVENT applied", "EVENT applied", "EVENT applied");
    assertThat(waiting("south")).containsExactly("EVENT applied");
    assertThat(waiting("busan")).containsExactly("EVENT applied");
  }

  @Test
  void whatWaitsForASinkThatLeftGitIsForgotten() {
    declare(sink("ops", Sample.everything()));
    intake.begin();
    event("applied", "seoul-001");
    intake.take();
    declare(sink("other", Sample.everything()));
    intake.take();
    assertThat(store.notices().counts()).isEmpty();
  }

  @Test
  void aBurstIsTakenUpWhole() {
    declare(sink("ops", Sample.everything()));
    intake.begin();
    for (int i = 0; i < 1203; i++) {
      event("applied", "seoul-001");
    }
    intake.take();
    assertThat(store.notices().counts()).containsEntry("ops", 1203);
  }

  @Test
  void newsKnowsItsSiteItsClockAndTheCommitThatIsTheReason() {
    declare(sink("ops", Sample.everything()));
    intake.begin();
    event("applied", "seoul-001");
    intake.take();
    News news = news("ops").getFirst();

    assertThat(news.where()).isEqualTo(new News.Where("seoul-001", "서울 1호점", "Asia/Seoul", "seoul-001", 0, ""));
    assertThat(news.commit()).contains(new News.Author("c0ffee00", "Kim", "tills"));
    assertThat(news.at()).isEqualTo(NOON);
  }

  private void declare(Sink... sinks) {
    fleet.declare(settings(sinks), List.of(host("seoul-001", "서울 1호점", Map.of()), host("busan-002", "부산 2호점", Map.of("region", "south"))));
    fleet.source(source -> source.accepted(new Commit("c0ffee0012345678", "Kim", NOON, "tills"), NOON, List.of()));
  }

  private static FleetSettings settings(Sink... sinks) {
    TreeMap<String, Sink> byName = new TreeMap<>();
    Stream.of(sinks).forEach(sink -> byName.put(sink.name(), sink));
    return new FleetSettings("hanbit", Duration.ofMinutes(1), ZoneId.of("Asia/Seoul"), FleetSettings.Limits.DEFAULT, Alerting.NONE,
        new Notifications(byName));
  }

  private static DeclaredHost host(String name, String display, Map<String, String> labels) {
    Host host = new Host(name, name, URI.create("https://100.64.0.1:8006"), Optional.empty(), new Host.Tls.SystemTrust(),
        new SecretRef("env:TOKEN"), Host.Mode.ENFORCE, Optional.empty(), Map.of(), HERE);
    return new DeclaredHost(host, new Site(name, display, ZoneId.of("Asia/Seoul"), "", labels, HERE), List.of());
  }

  private static Sink sink(String name, Choice on) {
    Sink sink = Sample.slack();
    return new Sink(name, sink.receiver(), on, Optional.empty(), sink.group(), sink.atMost(), Optional.empty());
  }

  private void event(String kind, String host) {
    store.events().append(new NewEvent(NOON, Severity.INFO, kind, host, Optional.empty(), "", "", "Something."));
  }

  private void put(long id, String kind, String host, Alerting.Severity severity, Optional<Instant> ended) {
    store.alerts().put(List.of(new StoredAlert(id, kind, severity, host, Optional.empty(), "", "", NOON, ended, "Something lasts.")));
  }

  private void put(IntStream vmids, Optional<Instant> ended) {
    store.alerts().put(vmids.mapToObj(vmid -> new StoredAlert(1000L + vmid, "drift", Alerting.Severity.WARNING, "seoul-001",
        Optional.of(1000 + vmid), "", "", NOON, ended, "Something lasts.")).toList());
  }

  private void alert(long id, String kind, Alerting.Severity severity, Optional<Instant> ended) {
    store.alerts().put(List.of(
        new StoredAlert(id, kind, severity, "seoul-001", Optional.empty(), "", "", NOON, ended, "Something lasts.")));
  }

  private List<String> waiting(String sink) {
    return news(sink).stream().map(news -> news.type() + " " + news.kind()).toList();
  }

  private List<News> news(String sink) {
    return store.notices().news(sink, store.notices().waiting(sink).stream().map(Notice::id).collect(Collectors.toSet())).stream()
        .map(json -> Codec.read(json, News.class).orElseThrow()).toList();
  }
}
