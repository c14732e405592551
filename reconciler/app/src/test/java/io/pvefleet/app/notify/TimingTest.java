package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.notify.Backoff.Pace;
import io.pvefleet.app.notify.Timing.Decision;
import io.pvefleet.app.notify.Timing.Waiting;
import io.pvefleet.app.store.Notices.Begun;
import io.pvefleet.fleet.model.Notifications.Limit;
import io.pvefleet.fleet.model.Notifications.QuietHours;
import io.pvefleet.fleet.model.Notifications.Sink;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When news goes out; every moment is an argument. */
class TimingTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Limit PLENTY = new Limit(1000, Duration.ofHours(1));

  @Test
  void theFirstNewsWaitsForOthersAndTheyGoTogether() {
    Sink sink = sink(MINUTE, PLENTY, Optional.empty());
    List<Waiting> two = List.of(news(1, NOON), news(2, NOON.plusSeconds(50)));

    assertThat(decide(sink, two, List.of(), NOON.plusSeconds(59))).isEqualTo(new Decision(List.of(), NOON.plusSeconds(60)));
    assertThat(decide(sink, two, List.of(), NOON.plusSeconds(60)).go()).containsExactly(1L, 2L);
  }

  @Test
  void withoutAGroupItGoesAtOnce() {
    assertThat(decide(sink(Duration.ZERO, PLENTY, Optional.empty()), List.of(news(1, NOON)), List.of(), NOON).go())
        .containsExactly(1L);
  }

  @Test
  void whatIsOverTheLimitWaitsForTheOldestMessageToLeaveTheSpan() {
    Sink sink = sink(Duration.ZERO, new Limit(2, Duration.ofHours(1)), Optional.empty());
    List<Begun> begun = Stream.of(50, 10).map(minutes -> new Begun(NOON.minus(Duration.ofMinutes(minutes)), false)).toList();
    List<Waiting> waiting = List.of(news(1, NOON), news(2, NOON));

    Decision first = decide(sink, waiting, begun, NOON);
    assertThat(first.go()).isEmpty();
    Instant free = NOON.plus(Duration.ofMinutes(10));
    assertThat(decide(sink, waiting, begun, free.minusMillis(1)).next()).isEqualTo(free);
    assertThat(decide(sink, waiting, begun, free).go()).containsExactly(1L, 2L);
  }

  @Test
  void eachSitesNewsWaitsForItsOwnMorning() {
    Sink sink = sink(MINUTE, PLENTY, Optional.of(Sample.quiet("22:00", "07:00")));
    Waiting seoul = new Waiting(1, NOON, false, SEOUL);
    Waiting berlin = new Waiting(2, NOON, false, BERLIN);
    Instant ten = Instant.parse("2026-11-22T14:00:00Z"); // 23:00 in Seoul, 15:00 in Berlin

    assertThat(decide(sink, List.of(seoul, berlin), List.of(), ten).go()).containsExactly(2L);
    assertThat(Timing.heldUntil(sink, false, SEOUL, ten)).isEqualTo(Instant.parse("2026-11-22T22:00:00Z"));
    assertThat(decide(sink, List.of(seoul), List.of(), Instant.parse("2026-11-22T22:00:00Z")).go()).containsExactly(1L);
  }

  @Test
  void whatIsCriticalDoesNotWaitUnlessTheSinkSaysSo() {
    Instant night = Instant.parse("2026-11-22T18:00:00Z");
    Waiting critical = new Waiting(1, night.minus(MINUTE), true, SEOUL);
    Sink sends = sink(MINUTE, PLENTY, Optional.of(Sample.quiet("22:00", "07:00")));
    Sink holds = sink(MINUTE, PLENTY, Optional.of(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), true)));

    assertThat(decide(sends, List.of(critical), List.of(), night).go()).containsExactly(1L);
    assertThat(decide(holds, List.of(critical), List.of(), night).go()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      // Berlin puts its clock forward at 02:00 (01:00 UTC): the hour from 02:00 to 03:00 is not there.
      "22:00, 07:00, 2026-03-29T00:30:00Z, 2026-03-29T05:00:00Z",
      "22:00, 02:30, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
      "02:00, 03:00, 2026-03-29T00:59:00Z, 2026-03-29T00:59:00Z",
      // And back at 03:00 (01:00 UTC): the hour from 02:00 to 03:00 is there twice.
      "22:00, 07:00, 2026-10-25T00:30:00Z, 2026-10-25T06:00:00Z",
      "22:00, 02:30, 2026-10-25T00:10:00Z, 2026-10-25T00:30:00Z",
      "22:00, 02:30, 2026-10-25T01:10:00Z, 2026-10-25T01:30:00Z",
      "22:00, 03:00, 2026-10-25T00:10:00Z, 2026-10-25T02:00:00Z",
  })
  void quietHoursAreThoseOfTheClockOnTheWall(String from, String until, Instant now, Instant end) {
    assertThat(Quiet.until(Sample.quiet(from, until), BERLIN, now)).isEqualTo(end);
  }

  @Test
  void noMomentWithinQuietHoursLetsAnythingThroughAndNoneIsHeldForMoreThanADay() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<ZoneId> zones = List.of(SEOUL, BERLIN, ZoneId.of("America/St_Johns"), ZoneId.of("Australia/Lord_Howe"), UTC);
    for (int i = 0; i < 3000; i++) {
      ZoneId zone = zones.get(random.nextInt(zones.size()));
      LocalTime from = LocalTime.of(random.nextInt(24), random.nextInt(4) * 15);
      LocalTime until = LocalTime.of(random.nextInt(24), random.nextInt(4) * 15);
      if (from.equals(until)) {
        continue;
      }
      QuietHours hours = new QuietHours(from, until, false);
      Instant now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(366 * 24 * 60) * 60L);
      Instant end = Quiet.until(hours, zone, now);
      String what = "seed %d: %s in %s at %s until %s".formatted(seed, hours, zone, now, end);

      assertThat(hours.contains(end.atZone(zone).toLocalTime())).as(what).isFalse();
      assertThat(end).as(what).isBetween(now, now.plus(Duration.ofHours(25)));
      if (end.isAfter(now)) {
        assertThat(hours.contains(end.minusSeconds(60).atZone(zone).toLocalTime())).as(what).isTrue();
      }
    }
  }

  @Test
  void whatIsCriticalWaitsForNothingThatIsNot() {
    Sink sink = sink(Duration.ofHours(1), new Limit(2, Duration.ofHours(1)), Optional.of(Sample.quiet("22:00", "07:00")));
    Instant night = Instant.parse("2026-11-22T18:00:00Z"); // 03:00 in Seoul
    List<Begun> evening = Stream.of(50, 10, 5, 1).map(minutes -> new Begun(night.minus(Duration.ofMinutes(minutes)), false)).toList();
    List<Waiting> waiting = new ArrayList<>();
    IntStream.range(0, 600).forEach(i -> waiting.add(new Waiting(i, night.minus(MINUTE), false, SEOUL)));
    waiting.add(new Waiting(600, night, true, SEOUL));

    assertThat(decide(sink, waiting, evening, night).next()).isEqualTo(night.plus(Timing.CRITICAL_GROUP));
    assertThat(decide(sink, waiting, evening, night.plus(MINUTE)).go()).containsExactly(600L);
  }

  @Test
  void manyCriticalOnesComeTogetherAndNeverLate() {
    Sink sink = sink(Duration.ZERO, new Limit(1, Duration.ofHours(24)), Optional.empty());
    List<Begun> begun = List.of(new Begun(NOON.minus(Duration.ofHours(2)), true), new Begun(NOON.minus(MINUTE), true));
    List<Waiting> waiting = List.of(news(1, NOON), new Waiting(2, NOON, true, UTC));

    assertThat(decide(sink, waiting, begun, NOON).next()).isEqualTo(NOON.plus(Duration.ofMinutes(4)));
    assertThat(decide(sink, waiting, begun, NOON.plus(Duration.ofMinutes(4))).go()).as("and what else is ready").containsExactly(2L, 1L);
  }

  @Test
  void whateverComesWhenNothingIsLostTheLimitIsKeptAndNothingWaitsForEver() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      Limit limit = new Limit(1 + random.nextInt(5), Duration.ofMinutes(1 + random.nextInt(120)));
      Sink sink = sink(Duration.ofSeconds(random.nextInt(600)), limit,
          random.nextBoolean() ? Optional.of(Sample.quiet("22:00", "07:00")) : Optional.empty());
      List<Waiting> waiting = new ArrayList<>();
      List<Begun> begun = new ArrayList<>();
      Instant now = NOON;
      int told = 0;
      int made = 30;
      for (int i = 0; i < made; i++) {
        Instant at = NOON.plusSeconds(i * random.nextInt(60));
        waiting.add(new Waiting(i, at, random.nextInt(5) == 0, random.nextBoolean() ? SEOUL : BERLIN));
      }
      while (!waiting.isEmpty()) {
        Instant at = now;
        List<Waiting> there = waiting.stream().filter(one -> !one.made().isAfter(at)).toList();
        Decision decision = decide(sink, there, begun, now);
        if (!decision.go().isEmpty()) {
          List<Waiting> gone = waiting.stream().filter(one -> decision.go().contains(one.id())).toList();
          boolean isCritical = gone.stream().anyMatch(Waiting::isCritical);
          String what = "seed %d round %d".formatted(seed, round);
          Instant since = now.minus(limit.per());
          assertThat(begun.stream().filter(one -> one.at().isAfter(since) && (!isCritical || one.isCritical())).count() < limit.messages()
              || isCritical && begun.stream().noneMatch(one -> one.isCritical() && one.at().isAfter(at.minus(Timing.CRITICAL_GAP))))
              .as(what).isTrue();
          assertThat(gone).as(what).filteredOn(Waiting::isCritical).allSatisfy(one ->
              assertThat(one.made()).isAfterOrEqualTo(at.minus(Timing.CRITICAL_GROUP).minus(Timing.CRITICAL_GAP)));
          begun.add(new Begun(now, isCritical));
          told += decision.go().size();
          waiting.removeAll(gone);
        } else {
          assertThat(decision.next()).as("seed %d", seed).isAfter(now);
          // Whoever brings something wakes the lane.
          now = waiting.stream().map(Waiting::made).filter(one -> one.isAfter(at) && one.isBefore(decision.next()))
              .min(Comparator.naturalOrder()).orElse(decision.next());
        }
        assertThat(now).as("seed %d", seed).isBefore(NOON.plus(Duration.ofDays(3)));
      }
      assertThat(told).isEqualTo(made);
    }
  }

  @Test
  void aClockThatIsPutBackHoldsNothingForLongerThanAGroup() {
    Sink sink = sink(MINUTE, new Limit(1, Duration.ofHours(1)), Optional.empty());
    Waiting fromTheFuture = news(1, NOON.plus(Duration.ofDays(1)));

    assertThat(decide(sink, List.of(fromTheFuture), List.of(new Begun(NOON.plus(Duration.ofHours(23)), false)), NOON).next())
        .isEqualTo(NOON.plus(MINUTE));
  }

  @Test
  void retriesComeSlowerAndSlowerForADay() {
    Backoff backoff = new Backoff(() -> 1L << 62); // a quarter of the way, always
    Instant begun = NOON;
    Instant now = NOON;
    int tries = 0;
    Duration last = Duration.ZERO;
    for (Optional<Instant> next = Optional.of(NOON); next.isPresent();
        next = backoff.next(Pace.ORDINARY, begun, ++tries, Optional.empty(), now)) {
      Duration wait = Duration.between(now, next.get());
      assertThat(wait).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofMinutes(36));
      last = wait;
      now = next.get();
    }
    assertThat(Duration.between(begun, now)).isBetween(Duration.ofHours(24), Duration.ofHours(25));
    assertThat(tries).isBetween(40, 80);
    assertThat(backoff.next(Pace.ORDINARY, begun, 1, Optional.of(Duration.ofMinutes(10)), begun))
        .contains(begun.plus(Duration.ofMinutes(10)));
    Optional<Duration> asked = Optional.of(Duration.ofDays(10));
    assertThat(backoff.next(Pace.ORDINARY, begun, 1, asked, begun)).contains(begun.plus(Duration.ofHours(1)));
    assertThat(backoff.next(Pace.CRITICAL, begun, 1, asked, begun)).contains(begun.plus(Duration.ofMinutes(5)));
    assertThat(backoff.next(Pace.CRITICAL, begun, 30, Optional.empty(), begun).orElseThrow())
        .isBetween(begun.plus(Duration.ofMinutes(4)), begun.plus(Duration.ofMinutes(6)));
  }

  private static Decision decide(Sink sink, List<Waiting> waiting, List<Begun> begun, Instant now) {
    return Timing.decide(sink, waiting, begun, now, 5000);
  }

  private static Waiting news(long id, Instant made) {
    return new Waiting(id, made, false, UTC);
  }

  private static Sink sink(Duration group, Limit atMost, Optional<QuietHours> quiet) {
    return Sample.with(Sample.slack(), group, atMost, quiet);
  }
}
