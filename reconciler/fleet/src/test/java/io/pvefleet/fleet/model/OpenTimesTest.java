package io.pvefleet.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class OpenTimesTest {

  private static final String SEOUL = "Asia/Seoul";
  private static final String BERLIN = "Europe/Berlin";

  @Test
  void aWindowIsOpenByTheClockOfItsZone() {
    OpenTimes night = times(SEOUL, "Mon-Sat 02:00-05:00");

    // 2026-11-24 is a Tuesday; Seoul is nine hours ahead.
    assertThat(night.isOpen(at("2026-11-23T16:59:59Z"))).isFalse();
    assertThat(night.isOpen(at("2026-11-23T17:00:00Z"))).isTrue();
    assertThat(night.isOpen(at("2026-11-23T19:59:59Z"))).isTrue();
    assertThat(night.isOpen(at("2026-11-23T20:00:00Z"))).isFalse();
    assertThat(night.openUntil(at("2026-11-23T18:30:00Z"))).contains(at("2026-11-23T20:00:00Z"));
    assertThat(night.openUntil(at("2026-11-23T20:00:00Z"))).isEmpty();
    assertThat(night.nextOpening(at("2026-11-23T18:30:00Z"))).contains(at("2026-11-24T17:00:00Z"));
  }

  @Test
  void sundayIsLeftOut() {
    OpenTimes night = times(SEOUL, "Mon-Sat 02:00-05:00");

    // After Saturday's hours the next are Monday's, at 17:00Z of Sunday.
    assertThat(night.nextOpening(at("2026-11-27T20:00:00Z"))).contains(at("2026-11-29T17:00:00Z"));
  }

  @Test
  void hoursPassMidnightAndBelongToTheDayOnWhichTheyBegin() {
    OpenTimes sunday = times("UTC", "Sun 22:00-04:00");

    assertThat(sunday.isOpen(at("2026-11-22T21:59:00Z"))).isFalse();
    assertThat(sunday.isOpen(at("2026-11-22T23:59:00Z"))).isTrue();
    assertThat(sunday.isOpen(at("2026-11-23T03:59:00Z"))).isTrue();
    assertThat(sunday.isOpen(at("2026-11-23T04:00:00Z"))).isFalse();
    assertThat(sunday.isOpen(at("2026-11-22T03:00:00Z"))).as("Sunday's own early morning is Saturday's night").isFalse();
    assertThat(sunday.openUntil(at("2026-11-22T23:00:00Z"))).contains(at("2026-11-23T04:00:00Z"));
    assertThat(sunday.nextOpening(at("2026-11-23T00:00:00Z"))).contains(at("2026-11-29T22:00:00Z"));
  }

  @Test
  void whereTheClockIsPutForwardTheMissingHourIsNotThere() {
    OpenTimes night = times(BERLIN, "Sun 01:00-04:00");

    // 2026-03-29: 02:00 becomes 03:00 at 01:00Z, so that three hours on the wall are two.
    assertThat(night.openUntil(at("2026-03-29T00:00:00Z"))).contains(at("2026-03-29T02:00:00Z"));
    assertThat(night.lasts(at("2026-03-29T00:00:00Z"), Duration.ofHours(2))).isTrue();
    assertThat(night.lasts(at("2026-03-29T00:00:00Z"), Duration.ofHours(3))).isFalse();
  }

  @Test
  void aWindowInTheMissingHourComesAWeekLater() {
    OpenTimes night = times(BERLIN, "Sun 02:00-03:00");

    assertThat(night.nextOpening(at("2026-03-28T12:00:00Z"))).contains(at("2026-04-05T00:00:00Z"));
  }

  @Test
  void aWindowThatBeginsInTheMissingHourOpensWithTheJump() {
    OpenTimes night = times(BERLIN, "Sun 02:30-05:00");

    assertThat(night.nextOpening(at("2026-03-28T12:00:00Z"))).contains(at("2026-03-29T01:00:00Z"));
    assertThat(night.openUntil(at("2026-03-29T01:00:00Z"))).contains(at("2026-03-29T03:00:00Z"));
  }

  @Test
  void whereTheClockIsPutBackTheRepeatedHourIsThereTwice() {
    OpenTimes night = times(BERLIN, "Sun 01:00-04:00");

    // 2026-10-25: 03:00 becomes 02:00 at 01:00Z, so that three hours on the wall are four.
    assertThat(night.nextOpening(at("2026-10-24T12:00:00Z"))).contains(at("2026-10-24T23:00:00Z"));
    assertThat(night.openUntil(at("2026-10-24T23:00:00Z"))).contains(at("2026-10-25T03:00:00Z"));
  }

  @Test
  void aWindowWithinTheRepeatedHourOpensTwice() {
    OpenTimes night = times(BERLIN, "Sun 02:15-02:45");

    assertThat(night.nextOpening(at("2026-10-24T12:00:00Z"))).contains(at("2026-10-25T00:15:00Z"));
    assertThat(night.openUntil(at("2026-10-25T00:15:00Z"))).contains(at("2026-10-25T00:45:00Z"));
    assertThat(night.nextOpening(at("2026-10-25T00:15:00Z"))).contains(at("2026-10-25T01:15:00Z"));
  }

  @Test
  void theJumpBackShutsAWindowThatTheClockLeaves() {
    OpenTimes night = times(BERLIN, "Sun 02:30-04:00");

    // 02:30 to 03:00 in summer time, then the wall says 02:00 again: shut until it says 02:30.
    assertThat(night.openUntil(at("2026-10-25T00:30:00Z"))).contains(at("2026-10-25T01:00:00Z"));
    assertThat(night.nextOpening(at("2026-10-25T00:45:00Z"))).contains(at("2026-10-25T01:30:00Z"));
  }

  @Test
  void windowsAddUp() {
    OpenTimes both = times(SEOUL, "Mon-Sun 02:00-04:00", "Mon-Sun 04:00-05:00", "Tue 03:00-06:00");

    assertThat(both.openUntil(at("2026-11-24T17:00:00Z"))).as("Wednesday").contains(at("2026-11-24T20:00:00Z"));
    assertThat(both.openUntil(at("2026-11-23T17:00:00Z"))).as("Tuesday").contains(at("2026-11-23T21:00:00Z"));
  }

  @Test
  void anOpeningThatIsTooShortIsPassedOver() {
    OpenTimes both = times("UTC", "Mon-Fri 12:00-12:10", "Sat 02:00-05:00");

    assertThat(both.nextOpening(at("2026-11-23T13:00:00Z"), Duration.ofMinutes(10))).contains(at("2026-11-24T12:00:00Z"));
    assertThat(both.nextOpening(at("2026-11-23T13:00:00Z"), Duration.ofMinutes(11))).contains(at("2026-11-28T02:00:00Z"));
    assertThat(both.nextOpening(at("2026-11-23T13:00:00Z"), Duration.ofHours(4))).isEmpty();
  }

  @Test
  void whatIsAlwaysOpenNeverOpens() {
    OpenTimes always = times("UTC", "Mon-Sun 00:00-24:00");

    assertThat(always.isOpen(at("2026-11-23T13:00:00Z"))).isTrue();
    assertThat(always.lasts(at("2026-11-23T13:00:00Z"), Duration.ofDays(10))).isTrue();
    assertThat(always.nextOpening(at("2026-11-23T13:00:00Z"))).isEmpty();
    assertThat(OpenTimes.NEVER.nextOpening(at("2026-11-23T13:00:00Z"))).isEmpty();
    assertThat(OpenTimes.NEVER.openUntil(at("2026-11-23T13:00:00Z"))).isEmpty();
  }

  @Test
  void daysMayGoRoundTheEndOfTheWeekAndBeListed() {
    assertThat(WeekSpan.parse("Sat-Mon 01:00-02:00").days()).hasSize(3);
    assertThat(WeekSpan.parse("Tue,Thu-Fri 01:00-02:00")).hasToString("Tue,Thu,Fri 01:00-02:00");
    assertThat(WeekSpan.parse("Mon-Sun 20:00-24:00").minutes()).isEqualTo(240);
    assertThat(WeekSpan.parse("Sun 22:00-04:00").minutes()).isEqualTo(360);
    assertThatIllegalArgumentException().isThrownBy(() -> WeekSpan.parse("Mon 25:00-26:00"));
  }

  /** Minute by minute against the definition: the clock on the wall decides, whatever the zone does. */
  @RepeatedTest(20)
  void openingsAndClosingsAreWhereTheWallClockSaysSo(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    String zone = Arrays.asList(SEOUL, BERLIN, "America/New_York", "Australia/Lord_Howe").get(random.nextInt(4));
    int from = random.nextInt(1440);
    int until = (from + 1 + random.nextInt(1438)) % 1440;
    OpenTimes times = times(zone, "%s %02d:%02d-%02d:%02d".formatted(
        random.nextBoolean() ? "Sat-Mon" : "Sun", from / 60, from % 60, until / 60, until % 60));
    // Around a change of the clock in most zones.
    Instant begin = LocalDateTime.of(2026, random.nextBoolean() ? 3 : 10, 22 + random.nextInt(7), 0, 0).atZone(ZoneId.of(zone)).toInstant();
    Instant opening = times.nextOpening(begin).orElseThrow();
    Instant closing = times.openUntil(opening).orElseThrow();
    boolean wasOpen = times.isOpen(begin);
    for (Instant minute = begin.plusSeconds(60); minute.isBefore(closing); minute = minute.plusSeconds(60)) {
      boolean isOpen = times.isOpen(minute);
      assertThat(!wasOpen && isOpen).as("seed %d, %s", seed.getCurrentRepetition(), minute).isEqualTo(minute.equals(opening));
      wasOpen = isOpen;
    }
    assertThat(times.isOpen(closing)).as("seed %d", seed.getCurrentRepetition()).isFalse();
  }

  private static OpenTimes times(String zone, String... spans) {
    return new OpenTimes(
        Arrays.stream(spans).map(span -> new OpenTimes.Zoned(WeekSpan.parse(span), ZoneId.of(zone))).toList());
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }
}
