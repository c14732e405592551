package io.pvefleet.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.LastPlans.LastPlan;
import io.pvefleet.app.store.Runs.Ending;
import io.pvefleet.app.store.Runs.Result;
import io.pvefleet.app.store.Runs.Run;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.engine.plan.VmRef;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages ask of the past, of both stores. */
class StoreHistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final VmRef POS = new VmRef("seoul-001", 102, "pos-01");
  private static final VmRef TILL = new VmRef("seoul-001", 103, "pos-02");

  @TempDir static Path folder;
  private static int stores;

  static Stream<Store> stores() {
    return Stream.of(new MemoryStore(), SqliteStore.open(folder.resolve("s" + stores++)));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void whatWasHeldIsCountedWithItsRunAndOfACommitEachVmOnceByItsLast(Store store) {
    try (store) {
      Run first = store.runs().begin("abc", Trigger.COMMIT, "seoul-001", NOON);
      store.runs().noteHeld(first.id(), List.of(
          new Runs.Held(TILL, "update", "window", "opens at night"), new Runs.Held(POS, "update", "limit", "")));
      end(store, first, TILL, Result.SUCCEEDED, 1);
      Run second = store.runs().begin("abc", Trigger.SCHEDULE, "seoul-001", NOON.plusSeconds(60));
      store.runs().noteHeld(second.id(), List.of(new Runs.Held(TILL, "update", "window", "opens at night")));
      end(store, second, POS, Result.FAILED, 61);
      end(store, second, POS, Result.SUCCEEDED, 62);
      store.runs().end(second.id(), NOON.plusSeconds(70));
      Run other = store.runs().begin("def", Trigger.COMMAND, "", NOON.plusSeconds(90));

      assertThat(store.runs().find(first.id()).orElseThrow().counts()).isEqualTo(new Runs.Counts(1, 0, 0, 0, 0, 2));
      assertThat(store.runs().held(second.id())).containsExactly(new Runs.Held(TILL, "update", "window", "opens at night"));
      RunSearch.Sum sum = store.runs().sum("abc").orElseThrow();
      assertThat(sum.counts()).as("the till was held after it was changed, the other one was changed after it was held")
          .isEqualTo(new Runs.Counts(2, 0, 0, 0, 0, 1));
      assertThat(sum).extracting(RunSearch.Sum::runs, RunSearch.Sum::hosts, RunSearch.Sum::started).containsExactly(2, 1, NOON);
      assertThat(sum.ended()).as("the first has not ended").isEmpty();
      assertThat(store.runs().sums(10)).extracting(RunSearch.Sum::revision).containsExactly("def", "abc");
      assertThat(store.runs().sum("none")).isEmpty();
      assertThat(chosen(store, "", "", "", "failed")).containsExactly(second.id());
      assertThat(chosen(store, "", "", "", "held")).containsExactly(second.id(), first.id());
      assertThat(chosen(store, "", "", "", "running")).containsExactly(other.id(), first.id());
      assertThat(chosen(store, "", "", "", "done")).isEmpty();
      assertThat(chosen(store, "seoul-001", "ab", "SCHEDULE", "")).containsExactly(second.id());
      assertThat(chosen(store, "", "", "COMMAND", "")).containsExactly(other.id());
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void whoMadeACommitIsKnownAfterItIsInForceNoMoreUntilItsRunsAreForgotten(Store store) {
    try (store) {
      Revisions.Made made = new Revisions.Made("abc", "Kim Minji", NOON, "pos: 4 GiB");
      store.revisions().describe(made);
      store.revisions().describe(new Revisions.Made("abc", "Somebody else", NOON, ""));
      assertThat(store.revisions().made("abc")).hasValue(made);
      assertThat(store.revisions().made("def")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void eventsAreFoundByTextHostsAndTime(Store store) {
    try (store) {
      append(store, "drift", "seoul-001", 0, "pos-01", "spec.memory is 2GiB, Git says 4GiB.");
      append(store, "drift", "busan-002", 3600, "pos-02", "spec.power is stopped.");
      append(store, "commit", "", 7200, "", "Commit abc by Kim Minji is in force.");
      assertThat(texts(store, Optional.empty(), "KIM", 0, 9000)).hasSize(1);
      assertThat(texts(store, Optional.empty(), "pos-02", 0, 9000)).hasSize(1);
      assertThat(texts(store, Optional.of(Set.of("seoul-001", "busan-002")), "", 0, 9000)).hasSize(2);
      assertThat(texts(store, Optional.of(Set.of()), "", 0, 9000)).isEmpty();
      assertThat(texts(store, Optional.empty(), "", 3600, 7200)).containsExactly("spec.power is stopped.");
      assertThat(texts(store, Optional.empty(), "%", 0, 9000)).as("no wildcard").isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void whatAHostLastAnsweredStaysBesideItsSilence(Store store) {
    try (store) {
      store.plans().put(new LastPlan("seoul-001", "r1", NOON, "answered"));
      assertThat(store.plans().answered()).isEmpty();
      store.plans().putSilent(new LastPlan("seoul-001", "r1", NOON.plusSeconds(60), "silent 1"));
      LastPlan silent = new LastPlan("seoul-001", "r2", NOON.plusSeconds(120), "silent 2");
      store.plans().putSilent(silent);
      store.plans().putSilent(new LastPlan("busan-002", "r1", NOON, "never"));
      assertThat(store.plans().of("seoul-001")).contains(silent);
      assertThat(store.plans().answered()).containsExactly(Map.entry("seoul-001", "answered"));
      store.plans().put(new LastPlan("seoul-001", "r2", NOON.plusSeconds(180), "again"));
      assertThat(store.plans().answered()).isEmpty();
      store.plans().putSilent(silent);
      store.plans().keepOnly(Set.of("busan-002"));
      assertThat(store.plans().answered()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void careOfAHostIsReplacedAndDroppedWithItsHost(Store store) {
    try (store) {
      assertThat(store.cares().all()).isEmpty();
      store.cares().put(List.of(new Cares.Known("seoul-001", "{}"), new Cares.Known("busan-002", "{\"a\":1}")));
      store.cares().put(List.of(new Cares.Known("seoul-001", "{\"b\":\"서울\"}")));
      assertThat(store.cares().all())
          .containsExactly(new Cares.Known("busan-002", "{\"a\":1}"), new Cares.Known("seoul-001", "{\"b\":\"서울\"}"));
      store.tidy(NOON.plus(Duration.ofDays(900)), Retention.DEFAULT);
      store.cares().keepOnly(Set.of("seoul-001", "new"));
      assertThat(store.cares().all()).extracting(Cares.Known::host).containsExactly("seoul-001");
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aStoreThatOutlivesTheProcessTellsItsSizeAndAge(Store store) {
    try (store) {
      boolean isFile = store instanceof SqliteStore;
      append(store, "commit", "", 0, "", "Commit abc is in force.");
      assertThat(store.facts().schema() > 0).isEqualTo(isFile);
      assertThat(store.facts().bytes() > 0).isEqualTo(isFile);
      assertThat(store.facts().oldestEvent()).isEqualTo(isFile ? Optional.of(NOON) : Optional.empty());
      store.tidy(NOON.plus(Duration.ofDays(1)), new Retention(Duration.ofHours(1), Duration.ofHours(1)));
      assertThat(store.facts().oldestEvent()).isEmpty();
    }
  }

  private static void end(Store store, Run run, VmRef vm, Result result, int second) {
    long change = store.runs().beginChange(run.id(), vm, "update", "", NOON.plusSeconds(second)).id();
    store.runs().endChange(change, new Ending(NOON.plusSeconds(second), result, "", List.of()));
  }

  private static List<Long> chosen(Store store, String host, String revision, String trigger, String end) {
    RunSearch.Choice choice = new RunSearch.Choice(
        host, revision, trigger.isEmpty() ? Optional.empty() : Optional.of(Trigger.valueOf(trigger)), RunSearch.End.of(end));
    return store.runs().select(choice, Long.MAX_VALUE, 10).stream().map(Run::id).toList();
  }

  private static void append(Store store, String kind, String host, int second, String vm, String message) {
    store.events().append(new EventLog.NewEvent(
        NOON.plusSeconds(second), EventLog.Severity.INFO, kind, host, Optional.empty(), vm, "", message));
  }

  private static List<String> texts(Store store, Optional<Set<String>> hosts, String text, int from, int until) {
    EventLog.More more =
        new EventLog.More(hosts, text, Optional.of(NOON.plusSeconds(from)), Optional.of(NOON.plusSeconds(until)));
    return store.events().list(EventLog.Query.newest(10).and(more)).stream().map(stored -> stored.event().message()).toList();
  }
}
