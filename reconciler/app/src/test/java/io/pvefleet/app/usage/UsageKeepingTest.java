package io.pvefleet.app.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.FailingUsages;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.store.Usages;
import io.pvefleet.app.store.Usages.Span;
import io.pvefleet.app.view.DeclaredHost;
import io.pvefleet.app.view.HostPass;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import io.pvefleet.engine.observe.HostUsage.Load;
import io.pvefleet.engine.observe.HostUsage.Space;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.yaml.Place;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** From passes to what a page can show, by way of the store. */
class UsageKeepingTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long GIB = 1L << 30;

  private Instant now = NOON;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final MemoryStore store = new MemoryStore();
  private final FailingUsages usages = new FailingUsages(store.usages());
  private UsageBook book = new UsageBook();
  private UsageWriter writer = new UsageWriter(book, usages, clock);

  @Test
  void whatAPassToldIsShownAtOnceAndWrittenWhenItsFiveMinutesAreOver() {
    take(0.25, 101);
    assertThat(day().steps()).containsOnlyKeys(NOON);
    assertThat(day().steps().get(NOON).node().cpu()).hasValue(0.25);
    assertThat(day().steps().get(NOON).guest(101).memoryShare()).hasValue(0.5);
    assertThat(day().steps().get(NOON).storages().get("local").share()).hasValue(0.75);

    now = NOON.plusSeconds(299);
    writer.write();
    assertThat(stored(Span.FIVE_MINUTES)).isEmpty();

    now = NOON.plusSeconds(330);
    writer.write();
    assertThat(stored(Span.FIVE_MINUTES)).extracting(Usages.Bucket::at).containsExactly(NOON);
    assertThat(day().steps()).containsOnlyKeys(NOON);
    assertThat(day().steps().get(NOON).node().cpu()).hasValue(0.25);
  }

  @Test
  void anHourIsMadeOnceItIsOverAndSaysWhatItsPassesSaid() {
    for (int minute = 0; minute < 130; minute++) {
      now = NOON.plus(Duration.ofMinutes(minute));
      take(minute < 60 ? 0.2 : 0.6, 101);
      writer.write();
    }
    assertThat(stored(Span.HOUR)).extracting(Usages.Bucket::at).containsExactly(NOON, NOON.plus(Duration.ofHours(1)));
    History month = month();
    assertThat(month.steps()).containsOnlyKeys(NOON, NOON.plus(Duration.ofHours(1)), NOON.plus(Duration.ofHours(2)));
    assertThat(month.steps().get(NOON).node().cpu()).hasValue(0.2);
    assertThat(month.steps().get(NOON).node().count()).isEqualTo(60);
    assertThat(month.steps().get(NOON.plus(Duration.ofHours(2))).presence().answered()).as("the hour under way").isEqualTo(10);
    assertThat(month.total().node().count()).isEqualTo(130);
  }

  @Test
  void aHostThatDidNotAnswerHasPresenceAndNoFigures() {
    take(0.2, 101);
    now = NOON.plusSeconds(400);
    book.take(host(Optional.empty()), silent());
    now = NOON.plusSeconds(3000);
    take(0.2, 101);

    assertThat(day().steps()).containsOnlyKeys(NOON, NOON.plusSeconds(300), NOON.plusSeconds(3000));
    assertThat(day().steps().get(NOON.plusSeconds(300)).node().cpu()).isEmpty();
    assertThat(day().steps().get(NOON.plusSeconds(300)).presence().shown()).isEqualTo(Presence.Shown.SILENT);
  }

  @Test
  void passesDuringAMaintenanceCountAsSuch() {
    book.take(host(Optional.of(new Host.Maintenance(NOON.plusSeconds(60), "disk"))), silent());

    assertThat(day().steps().get(NOON).presence()).isEqualTo(new Presence(0, 1, 1));
  }

  @Test
  void aRestartInTheMiddleOfABucketLosesNothing() {
    take(0.2, 101);
    writer.writeAll();
    restart();
    now = NOON.plusSeconds(60);
    take(0.4, 101);
    assertThat(day().steps().get(NOON).node().count()).isEqualTo(2);

    now = NOON.plusSeconds(400);
    writer.write();
    assertThat(day().steps().get(NOON).node().count()).isEqualTo(2);
    assertThat(day().steps().get(NOON).node().cpuPeak()).hasValue(0.4);
  }

  @Test
  void hoursThatEndedWhileNobodyRanAreMadeAtTheNextStart() {
    take(0.2, 101);
    writer.writeAll();
    restart();
    now = NOON.plus(Duration.ofHours(9));
    writer.write();

    assertThat(stored(Span.HOUR)).extracting(Usages.Bucket::at).containsExactly(NOON);
  }

  @Test
  void whileTheStoreFailsFiguresWaitAndAreShownAllTheSame() {
    usages.fail();
    take(0.2, 101);
    now = NOON.plusSeconds(400);
    assertThatThrownBy(writer::write).isInstanceOf(StoreException.class);
    assertThat(day().steps()).containsOnlyKeys(NOON);

    usages.recover();
    writer.write();
    assertThat(stored(Span.FIVE_MINUTES)).hasSize(1);
    assertThat(day().steps().get(NOON).node().count()).isEqualTo(1);
  }

  @Test
  void whatComesLateIsTakenIntoItsHour() {
    take(0.2, 101);
    now = NOON.plusSeconds(400);
    writer.write();
    now = NOON.plus(Duration.ofHours(2));
    writer.write();
    book.add(new UsageBook.Entry("seoul-001", NOON.plusSeconds(600), Usage.of(pass(0.6, 101))));
    writer.write();

    assertThat(stored(Span.HOUR)).hasSize(1);
    assertThat(month().steps().get(NOON).node().count()).isEqualTo(2);
  }

  @Test
  void aStoreThatFailsForLongCostsTheOldestFigures() {
    usages.fail();
    for (int bucket = 0; bucket < 40; bucket++) {
      now = NOON.plus(Duration.ofMinutes(5L * bucket));
      take(0.2, 101);
    }
    assertThat(day().steps()).hasSize(24).containsKey(now);
  }

  @Test
  void aHostThatLeftTheFleetIsForgottenInTheEnd() {
    take(0.2, 101);
    writer.writeAll();
    now = NOON.plus(Duration.ofHours(3));
    writer.write();

    store.tidy(NOON.plus(Duration.ofHours(47)), Retention.DEFAULT);
    assertThat(stored(Span.FIVE_MINUTES)).hasSize(1);
    store.tidy(NOON.plus(Duration.ofHours(49)), Retention.DEFAULT);
    assertThat(stored(Span.FIVE_MINUTES)).isEmpty();
    assertThat(stored(Span.HOUR)).hasSize(1);
    store.tidy(NOON.plus(Duration.ofDays(30)).plusSeconds(1), Retention.DEFAULT);
    assertThat(stored(Span.HOUR)).isEmpty();
  }

  @Test
  void aWriterThatIsClosedHasWrittenTheBucketUnderWay() {
    UsageWriter running = UsageWriter.start(book, usages, clock);
    take(0.2, 101);
    running.close();

    assertThat(stored(Span.FIVE_MINUTES)).hasSize(1);
  }

  private void restart() {
    book = new UsageBook();
    writer = new UsageWriter(book, usages, clock);
  }

  private void take(double cpu, int vmid) {
    book.take(host(Optional.empty()), pass(cpu, vmid));
  }

  private History day() {
    return new UsageHistory(usages, book).of("seoul-001", Period.DAY, now);
  }

  private History month() {
    return new UsageHistory(usages, book).of("seoul-001", Period.MONTH, now);
  }

  private List<Usages.Bucket> stored(Span span) {
    return store.usages().of("seoul-001", span, Instant.EPOCH, NOON.plus(Duration.ofDays(1)));
  }

  private HostPass pass(double cpu, int vmid) {
    HostUsage usage = new HostUsage(
        Optional.of(new Load(cpu, 8, 16 * GIB, 64 * GIB, Duration.ofDays(1))),
        new TreeMap<>(Map.of("local", new Space(75 * GIB, 100 * GIB, true), "nas", new Space(0, 0, false))),
        new TreeMap<>(Map.of(vmid, new GuestLoad(cpu, 2, 2 * GIB, 4 * GIB, Duration.ofDays(1)))));
    HostPlan plan =
        new HostPlan("seoul-001", "seoul-001", now, new Reach.Reached("9.2", "pve1"), List.of(), List.of(), List.of());
    return new HostPass("seoul-001", now, Duration.ofMillis(300), 5, plan, Map.of(), usage);
  }

  private HostPass silent() {
    HostPlan plan = new HostPlan("seoul-001", "seoul-001", now, new Reach.NotReached(FaultKind.UNREACHABLE, "timed out"), List.of(),
        List.of(), List.of());
    return new HostPass("seoul-001", now, Duration.ofSeconds(5), 2, plan, Map.of());
  }

  private static DeclaredHost host(Optional<Host.Maintenance> maintenance) {
    Place place = new Place("sites/seoul-001/site.yaml", 1, 1);
    Host host = new Host("seoul-001", "seoul-001", URI.create("https://100.64.0.1:8006"), Optional.of("pve1"),
        new Host.Tls.SystemTrust(), new SecretRef("env:PVE_TOKEN"), Host.Mode.ENFORCE, maintenance, Map.of(), place);
    return new DeclaredHost(host, new Site("seoul-001", "서울 1호점", ZoneOffset.UTC, "", Map.of(), place), List.of());
  }
}
