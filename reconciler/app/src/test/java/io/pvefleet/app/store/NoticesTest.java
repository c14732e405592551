package io.pvefleet.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pvefleet.app.store.Notices.Mark;
import io.pvefleet.app.store.Notices.NewMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store keeps of notices. */
class NoticesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static final Mark MARK = new Mark(0, 0, new TreeMap<>());

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
    Mark mark = new Mark(7, 3, new TreeMap<>(Map.of(2L, Set.of("ops", "mail"), 3L, Set.of())));
    notices.take(mark, List.of(notice("ops", "a"), notice("ops", "b"), notice("mail", "c")));
    assertThat(notices.mark()).contains(mark);
    List<Notices.Notice> waiting = notices.waiting("ops");
    assertThat(news("ops")).containsExactly("a", "b");
    assertThat(notices.counts()).isEqualTo(Map.of("ops", 2, "mail", 1));

    Notices.Message begun = notices.begin(new NewMessage("ops", Set.of(waiting.getFirst().id()), NOON, true, "body"));
    assertThat(notices.underWay("ops")).containsExactly(begun);
    assertThat(notices.underWay("mail")).isEmpty();
    assertThat(news("ops")).containsExactly("b");
    assertThat(notices.counts()).containsEntry("ops", 2);

    notices.tried(begun.id(), NOON.plusSeconds(5), "no answer");
    assertThat(notices.underWay("ops"))
        .containsExactly(new Notices.Message(begun.id(), "ops", NOON, true, NOON.plusSeconds(5), 1, "no answer", "body"));

    notices.end(begun.id(), Notices.Result.DELIVERED, "", NOON.plusSeconds(9));
    assertThat(notices.underWay("ops")).isEmpty();
    assertThat(notices.counts()).containsEntry("ops", 1);
    assertThat(notices.last("ops", Notices.Result.DELIVERED)).map(Notices.Ended::at).contains(NOON.plusSeconds(9));
    assertThat(notices.last("ops", Notices.Result.GIVEN_UP)).isEmpty();
    assertThat(notices.begunAfter("ops", NOON.minusSeconds(1))).containsExactly(new Notices.Begun(NOON, true));
    assertThat(notices.begunAfter("ops", NOON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void noticesOfASinkThatIsGoneAndOldOnesAreForgotten(String kind) {
    Notices notices = open(kind);
    notices.take(MARK, List.of(notice("ops", "a"), notice("mail", "b")));
    notices.begin(new NewMessage("mail", Set.of(notices.waiting("mail").getFirst().id()), NOON, false, "body"));
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
    assertThat(notices.take(MARK, many)).isEqualTo(3);
    assertThat(news("ops").getFirst()).isEqualTo("n3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite"})
  void whatIsCriticalGivesWayToNothingThatIsNot(String kind) {
    Notices notices = open(kind);
    notices.take(MARK, List.of(notice("ops", "warning"), new Notices.NewNotice("ops", NOON, true, "UTC", "critical")));
    notices.take(MARK, IntStream.range(0, Notices.MOST_WAITING).mapToObj(i -> notice("ops", "n" + i)).toList());

    assertThat(news("ops")).hasSize(Notices.MOST_WAITING).startsWith("critical", "n1");
    assertThat(notices.waiting("ops").getFirst())
        .satisfies(first -> assertThat(first.isCritical()).isTrue());
  }

  @Test
  void noticesOfAnEarlierVersionKeepWhatDecidesWhenTheyGo() throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(SqliteStore.FILE));
        var statement = connection.createStatement()) {
      for (int number = 1; number <= 6; number++) {
        try (var script = SqliteStore.class.getResourceAsStream("00" + number + ".sql")) {
          statement.executeUpdate(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      statement.executeUpdate("PRAGMA user_version = 6");
      for (String news : List.of(
          "{\"type\":\"BEGUN\",\"level\":\"CRITICAL\",\"where\":{\"zone\":\"Asia/Seoul\"}}",
          "{\"type\":\"EVENT\",\"level\":\"CRITICAL\",\"where\":{\"zone\":\"UTC\"}}", "no JSON")) {
        statement.executeUpdate("INSERT INTO notice (sink, made, message, news) VALUES ('ops', 1, 0, '" + news + "')");
      }
    }
    assertThat(open("sqlite").waiting("ops")).extracting(Notices.Notice::isCritical, Notices.Notice::zone)
        .containsExactly(tuple(true, "Asia/Seoul"), tuple(false, "UTC"), tuple(false, "UTC"));
  }

  private static Notices.NewNotice notice(String sink, String news) {
    return new Notices.NewNotice(sink, NOON, false, "Asia/Seoul", news);
  }

  private List<String> news(String sink) {
    return store.notices().news(sink, store.notices().waiting(sink).stream().map(Notices.Notice::id).collect(Collectors.toSet()));
  }
}
