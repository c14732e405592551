package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleNewsTest {
  private static final Instant START = Instant.parse("2026-11-22T05:30:00Z");

  private final MemoryStore store = new MemoryStore();

  @Test
  void aConsoleIsToldWhenItOpensAndWhenItClosesAndNeitherAgain() {
    ConsoleNews news = started(START);
    ConsoleRow open = row("c1", START.plusSeconds(10), Optional.empty(), "");
    ConsoleRow closed = row("c1", START.plusSeconds(10), Optional.of(START.plusSeconds(70)), "browser-left");
    news.read(List.of(open));
    news.read(List.of(open));
    news.read(List.of(closed));
    news.read(List.of(closed));
    assertThat(messages()).containsExactly(
        "Console opened by kim from 10.0.0.5.", "Console of kim closed; it was opened at 2026-11-22T05:30:10Z.");
    assertThat(events()).allSatisfy(event -> {
      assertThat(event.host()).isEqualTo("seoul-001");
      assertThat(event.vmid()).contains(102);
    });
  }

  @Test
  void anotherProcessTellsWhatIsNewAndNothingTwice() {
    ConsoleRow first = row("c1", START.plusSeconds(10), Optional.of(START.plusSeconds(20)), "taken-over");
    started(START).read(List.of(first));
    ConsoleRow meanwhile = row("c2", START.plusSeconds(30), Optional.empty(), "");
    started(START.plusSeconds(60)).read(List.of(meanwhile, first));
    assertThat(messages()).containsExactly("Console opened by kim from 10.0.0.5.",
        "Console of kim ended, taken-over; it was opened at 2026-11-22T05:30:10Z.", "Console opened by kim from 10.0.0.5.");
  }

  @Test
  void theTrailOfBeforeIsNoNewsForAFreshStoreNorAfterALongAbsence() {
    ConsoleRow old = row("c1", START.minusSeconds(10), Optional.of(START.minusSeconds(5)), "ended");
    started(START).read(List.of(old));
    assertThat(messages()).isEmpty();

    started(START).read(List.of(row("c2", START.plusSeconds(5), Optional.empty(), "")));
    Instant late = START.plus(Duration.ofDays(9));
    started(late).read(List.of(row("c3", late.minus(Duration.ofDays(3)), Optional.empty(), "")));
    assertThat(messages()).hasSize(1);
  }

  private ConsoleNews started(Instant at) {
    return new ConsoleNews(store.events(), Clock.fixed(at, ZoneOffset.UTC));
  }

  private static ConsoleRow row(String id, Instant opened, Optional<Instant> closed, String reason) {
    return new ConsoleRow(id, "kim", "10.0.0.5", "seoul-001", 102, "pos-01", "console", "screen", false, "", opened, Optional.empty(), 0, 0,
        closed, 0, reason);
  }

  /** The oldest first. */
  private List<NewEvent> events() {
    return store.events().list(EventLog.Query.newest(100)).reversed().stream().map(EventLog.StoredEvent::event).toList();
  }

  private List<String> messages() {
    return events().stream().map(NewEvent::message).toList();
  }
}
