package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.notify.Timing.Decision;
import io.pvefleet.app.notify.Timing.Waiting;
import io.pvefleet.fleet.model.Notifications.Limit;
import io.pvefleet.fleet.model.Notifications.QuietHours;
import io.pvefleet.fleet.model.Notifications.Sink;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

    assertThat(Timing.decide(sink, two, List.of(), NOON.plusSeconds(59))).isEqualTo(new Decision(List.of(), NOON.plusSeconds(60)));
    assertThat(Timing.decide(sink, two, List.of(), NOON.plusSeconds(60)).go()).containsExactly(1L, 2L);
  }

  @Test
  void withoutAGroupItGoesAtOnce() {
    assertThat(Timing.decide(sink(Duration.ZERO, PLENTY, Optional.empty()), List.of(news(1, NOON)), List.of(), NOON).go())
        .containsExactly(1L);
  }

  @Test
  void whatIsOverTheLimitWaitsForTheOldestMessageToLeaveTheSpan() {
    Sink sink = sink(Duration.ZERO, new Limit(2, Duration.ofHours(1)), Optional.empty());
    List<Instant> begun = List.of(NOON.minus(Duration.ofMinutes(50)), NOON.minus(Duration.ofMinutes(10)));
    List<Waiting> waiting = List.of(news(1, NOON), news(2, NOON));

    Decision first = Timing.decide(sink, waiting, begun, NOON);
    assertThat(first.go()).isEmpty();
    Instant free = NOON.plus(Duration.ofMinutes(10));
    assertThat(Timing.decide(sink, waiting, begun, free.minusMillis(1)).next()).isEqualTo(free);
    assertThat(Timing.decide(sink, waiting, begun, free).go()).containsExactly(1L, 2L);
  }

  @Test
  void eachSitesNewsWaitsForItsOwnMorning() {
    Sink sink = sink(MINUTE, PLENTY, Optional.of(Sample.quiet("22:00", "07:00")));
    Waiting seoul = new Waiting(1, NOON, false, SEOUL);
    Waiting berlin = new Waiting(2, NOON, false, BERLIN);
    Instant ten = Instant.parse("2026-11-22T14:00:00Z"); // 23:00 in Seoul, 15:00 in Berlin

    assertThat(Timing.decide(sink, List.of(seoul, berlin), List.of(), ten).go()).containsExactly(2L);
    assertThat(Timing.heldUntil(sink, false, SEOUL, ten)).isEqualTo(Instant.parse("2026-11-22T22:00:00Z"));
    assertThat(Timing.decide(sink, List.of(seoul), List.of(), Instant.parse("2026-11-22T22:00:00Z")).go()).containsExactly(1L);
  }

  @Test
  void whatIsCriticalDoesNotWaitUnlessTheSinkSaysSo() {
    Instant night = Instant.parse("2026-11-22T18:00:00Z");
    Waiting critical = new Waiting(1, night.minus(MINUTE), true, SEOUL);
    Sink sends = sink(MINUTE, PLENTY, Optional.of(Sample.quiet("22:00", "07:00")));
    Sink holds = sink(MINUTE, PLENTY, Optional.of(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), true)));

    assertThat(Timing.decide(sends, List.of(critical), List.of(), night).go()).containsExactly(1L);
    assertThat(Timing.decide(holds, List.of(critical), List.of(), night).go()).isEmpty();
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
  void whateverComesWhenNothingIsLostTheLimitIsKeptAndNothingWaitsForEver() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      Limit limit = new Limit(1 + random.nextInt(5), Duration.ofMinutes(1 + random.nextInt(120)));
      Sink sink = sink(Duration.ofSeconds(random.nextInt(600)), limit,
          random.nextBoolean() ? Optional.of(Sample.quiet("22:00", "07:00")) : Optional.empty());
      List<Waiting> waiting = new ArrayList<>();
      List<Instant> begun = new ArrayList<>();
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
        Decision decision = Timing.decide(sink, there, begun, now);
        if (!decision.go().isEmpty()) {
          begun.add(now);
          told += decision.go().size();
          waiting.removeIf(one -> decision.go().contains(one.id()));
        } else {
          assertThat(decision.next()).as("seed %d", seed).isAfter(now);
          now = decision.next();
        }
        Instant since = now.minus(sink.atMost().per());
        assertThat(begun.stream().filter(one -> one.isAfter(since)).count()).as("seed %d", seed)
            .isLessThanOrEqualTo(sink.atMost().messages());
        assertThat(now).as("seed %d", seed).isBefore(NOON.plus(Duration.ofDays(3)));
      }
      assertThat(told).isEqualTo(made);
    }
  }

  @Test
  void aClockThatIsPutBackHoldsNothingForLongerThanAGroup() {
    Sink sink = sink(MINUTE, new Limit(1, Duration.ofHours(1)), Optional.empty());
    Waiting fromTheFuture = news(1, NOON.plus(Duration.ofDays(1)));

    assertThat(Timing.decide(sink, List.of(fromTheFuture), List.of(NOON.plus(Duration.ofHours(23))), NOON).next())
        .isEqualTo(NOON.plus(MINUTE));
  }

  @Test
  void retriesComeSlowerAndSlowerForADay() {
    Backoff backoff = new Backoff(() -> 1L << 62); // a quarter of the way, always
    Instant begun = NOON;
    Instant now = NOON;
    int tries = 0;
    Duration last = Duration.ZERO;
    for (Optional<Instant> next = Optional.of(NOON); next.isPresent(); next = backoff.next(begun, ++tries, Optional.empty(), now)) {
      Duration wait = Duration.between(now, next.get());
      assertThat(wait).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofMinutes(36));
      last = wait;
      now = next.get();
    }
    assertThat(Duration.between(begun, now)).isBetween(Duration.ofHours(24), Duration.ofHours(25));
    assertThat(tries).isBetween(40, 80);
    assertThat(backoff.next(begun, 1, Optional.of(Duration.ofMinutes(10)), begun)).contains(begun.plus(Duration.ofMinutes(10)));
    assertThat(backoff.next(begun, 1, Optional.of(Duration.ofDays(10)), begun)).contains(begun.plus(Duration.ofHours(1)));
  }

  private static Waiting news(long id, Instant made) {
    return new Waiting(id, made, false, UTC);
  }

  private static Sink sink(Duration group, Limit atMost, Optional<QuietHours> quiet) {
    return Sample.with(Sample.slack(), group, atMost, quiet);
  }
}
