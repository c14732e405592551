package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.StoredEvent;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Notices.Mark;
import io.pvefleet.app.store.Notices.Message;
import io.pvefleet.app.store.Notices.NewNotice;
import io.pvefleet.app.store.Notices.Result;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.Source;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Notifications.Limit;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.fleet.model.Notifications;
import io.pvefleet.fleet.model.SecretRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One sink over time: the clock is the test's, and the carrier answers as it is told. */
class SinkLaneTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final MemoryStore store = new MemoryStore();
  private final FleetBoard fleet = new FleetBoard(Clock.fixed(NOON, ZoneOffset.UTC), Source.of("https://git.example.org/fleet.git"),
      new FleetSettings("hanbit", Duration.ofMinutes(1), ZoneId.of("Asia/Seoul"), FleetSettings.Limits.DEFAULT));
  private final SinkBoard board = new SinkBoard(fleet);
  private final Deque<Outcome> answers = new ArrayDeque<>();
  private final List<String> carried = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private Notices notices = store.notices();
  private SinkLane lane = lane();

  /** The news of that number is never taken. */
  private long poison = -1;

  @Test
  void newsThatComesTogetherGoesInOneMessage() {
    tell(Sample.offline(1), Sample.drift(2));

    assertThat(turn(NOON)).isEqualTo(NOON.plusSeconds(60));
    assertThat(carried).isEmpty();
    turn(NOON.plusSeconds(60));
    assertThat(carried).hasSize(1).first().asString().contains("Host is offline", "Not as Git says");
    assertThat(notices.counts()).isEmpty();
    assertThat(turn(NOON.plusSeconds(61))).isEqualTo(NOON.plusSeconds(61).plus(Timing.LONGEST));
    assertThat(carried).hasSize(1);
  }

  @Test
  void aSinkThatDoesNotAnswerIsTriedAgainWithTheSameMessage() {
    tell(Sample.offline(1));
    answers.add(new Outcome.Failed("no answer"));
    answers.add(new Outcome.Failed("no answer"));

    Instant second = turn(NOON.plusSeconds(60));
    assertThat(second).isBetween(NOON.plusSeconds(64), NOON.plusSeconds(66));
    assertThat(turn(second.minusMillis(1))).isEqualTo(second);
    assertThat(carried).hasSize(1);
    tell(Sample.drift(2));
    Instant third = turn(second);
    turn(third);

    assertThat(carried).hasSize(3).allMatch(text -> text.contains("Host is offline") && !text.contains("Not as Git says"));
    assertThat(ids).containsOnly(ids.getFirst());
    assertThat(events()).isEmpty();
    turn(third.plusSeconds(60));
    assertThat(carried).hasSize(4).last().asString().contains("Not as Git says");
    assertThat(ids.get(3)).isNotEqualTo(ids.get(0));
  }

  @Test
  void aSinkThatStaysSilentIsSaidOnceAndThatItIsBackAsWell() {
    tell(Sample.offline(1));
    Instant at = NOON.plusSeconds(60);
    for (int i = 0; i < 6; i++) {
      answers.add(new Outcome.Failed("hooks.example.org: no connection."));
      at = turn(at);
    }
    assertThat(events()).containsExactly(
        "PVF-0580 The sink ops takes nothing, and is tried again for a day: hooks.example.org: no connection.");
    turn(at);
    assertThat(events()).hasSize(2).last().isEqualTo(" The sink ops is told again.");
  }

  @Test
  void afterADayItIsGivenUpAndWhatIsNewGoesOn() {
    tell(Sample.offline(1));
    Instant at = NOON.plusSeconds(60);
    while (at.isBefore(NOON.plus(Duration.ofHours(26))) && !notices.underWay("ops").isEmpty() || carried.isEmpty()) {
      answers.add(new Outcome.Failed("down"));
      at = turn(at);
    }
    assertThat(events()).hasSize(2).last().isEqualTo("PVF-0582 The sink ops was not reached for a day, and news is given up, 1: down");
    assertThat(notices.counts()).isEmpty();
    answers.clear();
    tell(at, Sample.drift(2));
    turn(at.plusSeconds(60));
    assertThat(carried).last().asString().contains("Not as Git says");
  }

  @Test
  void aSinkThatRefusesIsNotAskedAgainAndThatIsSaidOnce() {
    for (int i = 0; i < 3; i++) {
      tell(NOON.plusSeconds(i * 100), Sample.offline(i));
      answers.add(new Outcome.Refused("hooks.example.org answers with HTTP status 404."));
      turn(NOON.plusSeconds(i * 100 + 60));
    }
    assertThat(carried).hasSize(3);
    assertThat(events()).containsExactly(
        "PVF-0581 The sink ops refuses, so that news is lost, now 1: hooks.example.org answers with HTTP status 404.");
    assertThat(notices.counts()).isEmpty();
  }

  @Test
  void theLimitHoldsNewsBackAndThenItComesTogether() {
    Sink sink = Sample.with(Sample.slack(), Duration.ZERO, new Limit(2, Duration.ofHours(1)), Optional.empty());
    for (int i = 0; i < 10; i++) {
      tell(NOON.plusSeconds(i), Sample.drift(i));
      lane.turn(sink, NOON.plusSeconds(i));
    }
    assertThat(carried).hasSize(2);
    assertThat(notices.counts()).containsEntry("ops", 8);
    lane.turn(sink, NOON.plus(Duration.ofHours(1)));
    assertThat(carried).hasSize(3).last().asString().contains("WARNING 8 × Not as Git says");
  }

  @Test
  void aMessageThatFailedBeforeTheQuietHoursWaitsForTheMorningToo() {
    // 21:59 in Seoul.
    Instant evening = Instant.parse("2026-11-22T12:59:00Z");
    Sink sink = Sample.with(Sample.slack(), Duration.ZERO, new Limit(20, Duration.ofHours(1)), Optional.of(Sample.quiet("22:00", "07:00")));
    tell(evening, Sample.drift(1));
    answers.add(new Outcome.Failed(NotifyCodes.NOT_REACHED, "down", Optional.of(Duration.ofMinutes(10))));

    lane.turn(sink, evening);
    Instant morning = Instant.parse("2026-11-22T22:00:00Z");
    for (Instant at = evening.plus(Duration.ofMinutes(11)); at.isBefore(morning); at = lane.turn(sink, at)) {
      assertThat(carried).hasSize(1);
    }
    lane.turn(sink, morning);
    assertThat(carried).hasSize(2);
  }

  @Test
  void aProcessThatDiesBetweenSendingAndNotingSendsTheSameMessageAgain() {
    tell(Sample.offline(1));
    notices = new BrokenNotices(store.notices());
    lane = lane();
    assertThatThrownBy(() -> turn(NOON.plusSeconds(60))).isInstanceOf(StoreException.class);
    assertThat(carried).hasSize(1);

    notices = store.notices();
    lane = lane();
    turn(NOON.plusSeconds(65));
    assertThat(carried).hasSize(2);
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    turn(NOON.plusSeconds(200));
    assertThat(carried).hasSize(2);
  }

  @Test
  void aProcessWhoseStoreFailsAfterSendingSendsNothingTwice() {
    tell(Sample.offline(1));
    BrokenNotices broken = new BrokenNotices(store.notices());
    notices = broken;
    lane = lane();
    for (int i = 0; i < 5; i++) {
      int second = 60 + i * 5;
      assertThatThrownBy(() -> turn(NOON.plusSeconds(second))).isInstanceOf(StoreException.class);
    }
    assertThat(carried).hasSize(1);
    broken.isWhole = true;
    turn(NOON.plusSeconds(100));
    assertThat(carried).hasSize(1);
    assertThat(notices.counts()).isEmpty();
  }

  @Test
  void whatIsKnownOfASinkOutlivesTheProcess() {
    tell(Sample.offline(1));
    answers.add(new Outcome.Failed("down"));
    turn(NOON.plusSeconds(60));
    SinkBoard next = new SinkBoard(fleet);
    new LaneTeller(next, store.events()).recall("ops", notices);
    turn(NOON.plusSeconds(70));
    new LaneTeller(next, store.events()).recall("ops", notices);

    assertThat(notices.last("ops", Notices.Result.DELIVERED)).map(Notices.Ended::at).contains(NOON.plusSeconds(70));
  }

  @Test
  void aCriticalAlertIsHeldBackByNothingThatWaitsForTheMorning() {
    Instant night = Instant.parse("2026-11-22T18:00:00Z"); // 03:00 in Seoul
    Sink sink = Sample.with(Sample.slack(), Duration.ofSeconds(60), new Limit(20, Duration.ofHours(1)),
        Optional.of(Sample.quiet("22:00", "07:00")));
    tell(night.minusSeconds(600), IntStream.range(0, 1200).mapToObj(Sample::drift).toArray(News[]::new));
    tell(night, Sample.offline(2000));

    assertThat(lane.turn(sink, night)).isEqualTo(night.plusSeconds(60));
    lane.turn(sink, night.plusSeconds(60));
    assertThat(carried).hasSize(1).first().asString().contains("Host is offline").doesNotContain("Not as Git says");
    Instant morning = Instant.parse("2026-11-22T22:00:00Z");
    lane.turn(sink, morning);
    assertThat(carried).hasSize(2).last().asString().contains("WARNING 1,200 × Not as Git says");
    assertThat(notices.counts()).isEmpty();
  }

  @Test
  void aCriticalAlertOvertakesWhatIsTriedAgainAndWhatWaitsForTheMorning() {
    Instant evening = Instant.parse("2026-11-22T12:59:00Z"); // 21:59 in Seoul
    Sink sink = Sample.with(Sample.slack(), Duration.ZERO, new Limit(1, Duration.ofHours(24)), Optional.of(Sample.quiet("22:00", "07:00")));
    answers.add(new Outcome.Failed(NotifyCodes.NOT_REACHED, "busy", Optional.of(Duration.ofHours(1))));
    tell(evening, Sample.drift(1));
    assertThat(lane.turn(sink, evening)).isEqualTo(evening.plus(Duration.ofHours(1)));

    Instant soon = evening.plusSeconds(30);
    tell(soon, Sample.offline(2));
    lane.turn(sink, soon);
    assertThat(carried).hasSize(2).last().asString().contains("Host is offline").doesNotContain("Not as Git says");
    Instant night = evening.plus(Duration.ofHours(5));
    tell(night, Sample.offline(3));
    lane.turn(sink, night);
    assertThat(carried).hasSize(3).last().asString().contains("Host is offline").doesNotContain("Not as Git says");
    lane.turn(sink, Instant.parse("2026-11-22T22:00:00Z"));
    assertThat(carried).hasSize(4).last().asString().contains("Not as Git says");
    assertThat(ids.get(3)).isEqualTo(ids.get(0));
  }

  @Test
  void aSiteThatIsAwakeDoesNotWaitForAnothersMorning() {
    Instant evening = Instant.parse("2026-11-22T12:59:00Z");
    Sink sink = Sample.with(Sample.slack(), Duration.ZERO, new Limit(20, Duration.ofHours(1)), Optional.of(Sample.quiet("22:00", "07:00")));
    tell(evening, Sample.drift(1));
    answers.add(new Outcome.Failed("busy"));
    lane.turn(sink, evening);
    Instant night = evening.plusSeconds(600);
    tell(night, Sample.driftInBerlin(2));
    lane.turn(sink, night);

    assertThat(carried).hasSize(2).last().asString().contains("berlin-001").doesNotContain("seoul-001");
  }

  @Test
  void aCriticalMessageThatIsNeverTakenHoldsUpNoOtherAndThatIsSaidOnce() {
    declare();
    poison = 0;
    int given = 0;
    for (int minute = 0; minute < 60; minute++) {
      Instant at = NOON.plus(Duration.ofMinutes(minute));
      if (minute % 10 == 0) {
        tell(at, Sample.offline(minute));
        given++;
      }
      while (!turn(at).isAfter(at)) {
        // As long as something is due.
      }
    }
    assertThat(carried.stream().filter(text -> text.contains("offline")).count()).isGreaterThan(given);
    assertThat(notices.counts()).containsEntry("ops", 1);
    assertThat(events()).containsExactly("PVF-0580 The sink ops takes nothing, and is tried again for a day: 500");
    assertThat(board.sinks()).allSatisfy(sink -> assertThat(sink.fault()).isEqualTo("500"));
  }

  @Test
  void aProcessThatIsStartedAnewGoesOnWithAllMessagesAtOnceAndTellsNoneTwice() {
    tell(Sample.drift(1));
    answers.add(new Outcome.Failed(NotifyCodes.NOT_REACHED, "busy", Optional.of(Duration.ofHours(1))));
    turn(NOON.plusSeconds(60));
    tell(NOON.plusSeconds(70), Sample.offline(2));
    answers.add(new Outcome.Failed("busy"));
    turn(NOON.plusSeconds(130));
    assertThat(carried).hasSize(2);

    lane = lane();
    Instant later = NOON.plusSeconds(140);
    while (!turn(later).isAfter(later)) {
      // As long as something is due.
    }
    assertThat(carried).hasSize(4);
    assertThat(carried.get(2)).as("the urgent one first").contains("Host is offline");
    assertThat(ids.subList(2, 4)).containsExactly(ids.get(1), ids.get(0));
    assertThat(notices.counts()).isEmpty();
  }

  @Test
  void aSinkThatACommitChangesIsTriedAtOnce() {
    tell(Sample.drift(1));
    answers.add(new Outcome.Failed(NotifyCodes.NOT_REACHED, "busy", Optional.of(Duration.ofHours(1))));
    turn(NOON.plusSeconds(60));
    turn(NOON.plusSeconds(90));
    assertThat(carried).hasSize(1);
    lane.turn(Sample.sink(new Receiver.Slack(new SecretRef("env:RIGHT_URL"))), NOON.plusSeconds(100));
    assertThat(carried).hasSize(2);
  }

  @Test
  void aRecipientThatIsRefusedIsSaidOnceAndNotWithEachMail() {
    for (int i = 0; i < 3; i++) {
      tell(NOON.plusSeconds(i * 100), Sample.drift(i));
      answers.add(new Outcome.Delivered("mail.example.org refuses gone@example.org; the others have it."));
      turn(NOON.plusSeconds(i * 100 + 60));
    }
    assertThat(carried).hasSize(3);
    assertThat(events()).containsExactly(
        "PVF-0581 The sink ops was told in part: mail.example.org refuses gone@example.org; the others have it.");
  }

  @Test
  void newsOfAnotherVersionThatCannotBeReadIsLeftOutAndHoldsNothingUp() {
    notices.take(new Mark(0, 0, new TreeMap<>()), Stream.of("{\"type\":\"of a later version\"}", "{\"type\":\"BEGUN\"}")
        .map(json -> new NewNotice("ops", NOON, false, "UTC", json)).toList());
    tell(Sample.drift(2));
    turn(NOON.plusSeconds(60));

    assertThat(carried).hasSize(1);
    assertThat(notices.counts()).isEmpty();
  }

  @Test
  void aCarrierThatStumblesIsTriedThreeTimesAndItsWordsAreNotRepeated() {
    lane = new SinkLane(notices, _ -> (_, _, _) -> {
      throw new IllegalStateException("https://hooks.example.org/T0SECRET");
    }, new Backoff(() -> 0L), new LaneTeller(board, store.events()), around());
    tell(Sample.offline(1));
    turn(NOON.plusSeconds(60));

    assertThat(notices.underWay("ops")).extracting(Notices.Message::fault)
        .containsExactly("pvefleet could not make the message (IllegalStateException).");
    turn(NOON.plusSeconds(70));
    turn(NOON.plusSeconds(90));
    assertThat(notices.underWay("ops")).isEmpty();
    assertThat(events()).containsExactly("PVF-0581 The sink ops refuses, so that news is lost, now 1:"
        + " pvefleet could not make the message (IllegalStateException).");
  }

  private SinkLane lane() {
    return new SinkLane(notices, _ -> (letter, id, wording) -> {
      carried.add(MailText.subject(letter, wording) + "\n" + MailText.of(letter, wording));
      ids.add(id);
      if (letter.news().stream().anyMatch(news -> news.id() == poison)) {
        return new Outcome.Failed("500");
      }
      Outcome answer = answers.poll();
      return answer == null ? new Outcome.Delivered("") : answer;
    }, new Backoff(() -> 0L), new LaneTeller(board, store.events()), around());
  }

  private void declare() {
    fleet.declare(new FleetSettings("hanbit", Duration.ofMinutes(1), ZoneId.of("Asia/Seoul"), FleetSettings.Limits.DEFAULT, Alerting.NONE,
        new Notifications(new TreeMap<>(Map.of("ops", Sample.slack())))), List.of());
  }

  private SinkLane.Surroundings around() {
    return new SinkLane.Surroundings(fleet::view, Optional.of(Sample.PAGES), Locale.ENGLISH);
  }

  private Instant turn(Instant at) {
    return lane.turn(Sample.slack(), at);
  }

  private void tell(News... news) {
    tell(NOON, news);
  }

  private void tell(Instant at, News... news) {
    List<NewNotice> all = new ArrayList<>();
    for (News one : news) {
      all.add(new NewNotice("ops", at, one.isCritical(), one.where().zone(), Codec.write(one)));
    }
    store.notices().take(new Mark(0, 0, new TreeMap<>()), all);
  }

  private List<String> events() {
    return store.events().list(EventLog.Query.newest(100)).reversed().stream().map(StoredEvent::event)
        .map((NewEvent event) -> event.code() + " " + event.message()).toList();
  }
}
