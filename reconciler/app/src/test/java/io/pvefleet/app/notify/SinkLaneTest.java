package io.pvefleet.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.StoredEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.Notices.Mark;
import io.pvefleet.app.store.Notices.NewNotice;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.Source;
import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Notifications.Limit;
import io.pvefleet.fleet.model.Notifications.Sink;
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
import java.util.Optional;
import java.util.TreeSet;
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
        "PVF-0580 The sink ops is not reached, and is tried again for a day: hooks.example.org: no connection.");
    turn(at);
    assertThat(events()).hasSize(2).last().isEqualTo(" The sink ops is told again.");
  }

  @Test
  void afterADayItIsGivenUpAndWhatIsNewGoesOn() {
    tell(Sample.offline(1));
    Instant at = NOON.plusSeconds(60);
    while (at.isBefore(NOON.plus(Duration.ofHours(26))) && notices.underWay("ops").isPresent() || carried.isEmpty()) {
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
    assertThat(carried).hasSize(3).last().asString().contains("8 warnings");
  }

  @Test
  void aMessageThatFailedBeforeTheQuietHoursWaitsForTheMorningToo() {
    // 21:59 in Seoul.
    Instant evening = Instant.parse("2026-11-22T12:59:00Z");
    Sink sink = Sample.with(Sample.slack(), Duration.ZERO, new Limit(20, Duration.ofHours(1)), Optional.of(Sample.quiet("22:00", "07:00")));
    tell(evening, Sample.drift(1));
    answers.add(new Outcome.Failed("down", Optional.of(Duration.ofMinutes(10))));

    lane.turn(sink, evening);
    Instant morning = Instant.parse("2026-11-22T22:00:00Z");
    assertThat(lane.turn(sink, evening.plus(Duration.ofMinutes(11)))).isEqualTo(morning);
    assertThat(carried).hasSize(1);
    lane.turn(sink, morning);
    assertThat(carried).hasSize(2);
  }

  @Test
  void aProcessThatDiesBetweenSendingAndNotingSendsTheSameMessageAgain() {
    tell(Sample.offline(1));
    notices = new Broken(store.notices());
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
    Broken broken = new Broken(store.notices());
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
  void newsOfAnotherVersionThatCannotBeReadIsLeftOutAndHoldsNothingUp() {
    notices.take(new Mark(0, 0, new TreeSet<>()), List.of(new NewNotice("ops", NOON, "{\"type\":\"of a later version\"}")));
    tell(Sample.drift(2));
    turn(NOON.plusSeconds(60));

    assertThat(carried).hasSize(1);
    assertThat(notices.counts()).isEmpty();
  }

  @Test
  void aCarrierThatStumblesIsTriedAgainAndItsWordsAreNotRepeated() {
    lane = new SinkLane(notices, _ -> (_, _, _) -> {
      throw new IllegalStateException("https://hooks.example.org/T0SECRET");
    }, new Backoff(() -> 0L), new LaneTeller(board, store.events()), around());
    tell(Sample.offline(1));
    turn(NOON.plusSeconds(60));

    assertThat(notices.underWay("ops")).map(Notices.Message::fault)
        .contains("pvefleet could not make the message (IllegalStateException).");
  }

  private SinkLane lane() {
    return new SinkLane(notices, _ -> (letter, id, wording) -> {
      carried.add(MailText.subject(letter, wording) + "\n" + MailText.of(letter, wording));
      ids.add(id);
      Outcome answer = answers.poll();
      return answer == null ? new Outcome.Delivered("") : answer;
    }, new Backoff(() -> 0L), new LaneTeller(board, store.events()), around());
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
      all.add(new NewNotice("ops", at, Codec.write(one)));
    }
    store.notices().take(new Mark(0, 0, new TreeSet<>()), all);
  }

  private List<String> events() {
    return store.events().list(EventLog.Query.newest(100)).reversed().stream().map(StoredEvent::event)
        .map((NewEvent event) -> event.code() + " " + event.message()).toList();
  }

  /** Takes everything but the end of a message, until it is whole. */
  private static final class Broken implements Notices {
    private final Notices kept;
    private boolean isWhole;

    Broken(Notices kept) {
      this.kept = kept;
    }

    @Override
    public void end(long message, Result result, String fault, Instant at) {
      if (!isWhole) {
        throw new StoreException(Code.world("PVF-0503", "Store fails"), "disk full", "make room");
      }
      kept.end(message, result, fault, at);
    }

    @Override
    public Optional<Mark> mark() {
      return kept.mark();
    }

    @Override
    public int take(Mark mark, List<NewNotice> notices) {
      return kept.take(mark, notices);
    }

    @Override
    public List<Notice> waiting(String sink, int limit) {
      return kept.waiting(sink, limit);
    }

    @Override
    public java.util.Map<String, Integer> counts() {
      return kept.counts();
    }

    @Override
    public Optional<Message> underWay(String sink) {
      return kept.underWay(sink);
    }

    @Override
    public Message begin(String sink, List<Long> notices, Instant at, String body) {
      return kept.begin(sink, notices, at, body);
    }

    @Override
    public void tried(long message, Instant due, String fault) {
      kept.tried(message, due, fault);
    }

    @Override
    public List<Instant> begunAfter(String sink, Instant after) {
      return kept.begunAfter(sink, after);
    }

    @Override
    public Optional<Ended> last(String sink, Result result) {
      return kept.last(sink, result);
    }

    @Override
    public int dropBefore(String sink, Instant before) {
      return kept.dropBefore(sink, before);
    }

    @Override
    public void keepOnly(java.util.Set<String> sinks) {
      kept.keepOnly(sinks);
    }
  }
}
