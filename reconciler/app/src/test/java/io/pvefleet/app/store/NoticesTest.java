package io.pvefleet.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.Notices.Mark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store keeps of notices. */
class NoticesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path folder;
  private Store store = new MemoryStore();

  private Notices open(String kind) {
    store = kind.equals("sqlite") ? SqliteStore.open(folder) : new MemoryStore();
    return store.notices();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void noticesWaitForTheirSinkUntilTheirMessageIsOver(String kind) {
    Notices notices = open(kind);
    assertThat(notices.mark()).isEmpty();
    Mark mark = new Mark(7, 3, new TreeSet<>(Set.of(2L, 3L)));
    notices.take(mark, List.of(notice("ops", "a"), notice("ops", "b"), notice("mail", "c")));
    assertThat(notices.mark()).contains(mark);
    List<Notices.Notice> waiting = notices.waiting("ops", 10);
    assertThat(waiting).extracting(Notices.Notice::news).containsExactly("a", "b");
    assertThat(notices.counts()).isEqualTo(Map.of("ops", 2, "mail", 1));

    Notices.Message begun = notices.begin("ops", List.of(waiting.getFirst().id()), NOON, "body");
    assertThat(notices.underWay("ops")).contains(begun);
    assertThat(notices.underWay("mail")).isEmpty();
    assertThat(notices.waiting("ops", 10)).extracting(Notices.Notice::news).containsExactly("b");
    assertThat(notices.counts()).containsEntry("ops", 2);

    notices.tried(begun.id(), NOON.plusSeconds(5), "no answer");
    assertThat(notices.underWay("ops"))
        .contains(new Notices.Message(begun.id(), "ops", NOON, NOON.plusSeconds(5), 1, "no answer", "body"));

    notices.end(begun.id(), Notices.Result.DELIVERED, "", NOON.plusSeconds(9));
    assertThat(notices.underWay("ops")).isEmpty();
    assertThat(notices.counts()).containsEntry("ops", 1);
    assertThat(notices.last("ops", Notices.Result.DELIVERED)).map(Notices.Ended::at).contains(NOON.plusSeconds(9));
    assertThat(notices.last("ops", Notices.Result.GIVEN_UP)).isEmpty();
    assertThat(notices.begunAfter("ops", NOON.minusSeconds(1))).containsExactly(NOON);
    assertThat(notices.begunAfter("ops", NOON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void noticesOfASinkThatIsGoneAndOldOnesAreForgotten(String kind) {
    Notices notices = open(kind);
    notices.take(new Mark(0, 0, new TreeSet<>()), List.of(notice("ops", "a"), notice("mail", "b")));
    notices.begin("mail", notices.waiting("mail", 1).stream().map(Notices.Notice::id).toList(), NOON, "body");
    notices.keepOnly(Set.of("ops"));
    assertThat(notices.counts()).isEqualTo(Map.of("ops", 1));
    assertThat(notices.underWay("mail")).isEmpty();
    assertThat(notices.dropBefore("ops", NOON)).isZero();
    assertThat(notices.dropBefore("ops", NOON.plusMillis(1))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void theOldestNoticesGiveWayWhereTooManyWait(String kind) {
    Notices notices = open(kind);
    List<Notices.NewNotice> many = IntStream.range(0, Notices.MOST_WAITING + 3)
        .mapToObj(i -> notice("ops", "n" + i)).toList();
    assertThat(notices.take(new Mark(0, 0, new TreeSet<>()), many)).isEqualTo(3);
    assertThat(notices.waiting("ops", 1)).extracting(Notices.Notice::news).containsExactly("n3");
  }

  private static Notices.NewNotice notice(String sink, String news) {
    return new Notices.NewNotice(sink, NOON, news);
  }
}
