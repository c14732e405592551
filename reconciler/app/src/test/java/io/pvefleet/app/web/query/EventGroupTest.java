package io.pvefleet.app.web.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.EventLog.StoredEvent;
import io.pvefleet.app.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventGroupTest {
  private static final Instant T = Instant.parse("2026-11-22T05:00:00Z");

  @Test
  void thousandCreationsAreOneLineAndOneFailureAmongThemIsAnother() {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      events.add(stored(i, T.plusMillis(90L * i), Severity.INFO, "applied", i / 10, i % 10, "create done: clone template 9000"));
    }
    events.add(stored(1000, T.plusSeconds(95), Severity.ERROR, "failed", 3, 3, "create failed: no space"));
    Collections.reverse(events);
    List<EventGroup> groups = EventGroup.of(events);
    assertThat(groups).hasSize(2);
    assertThat(groups.getFirst().isOne()).isTrue();
    assertThat(groups.getLast().vms()).isEqualTo(1000);
    assertThat(groups.getLast().hosts()).isEqualTo(100);
    assertThat(groups.getLast().others()).isZero();
  }

  @Test
  void pausePartsGroupsAndFewAreToldOneByOne() {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.add(stored(i, T.plusSeconds(i), Severity.WARNING, "unreachable", i, 0, "timed out " + i));
    }
    for (int i = 5; i < 8; i++) {
      events.add(stored(i, T.plusSeconds(3600 + i), Severity.WARNING, "unreachable", i, 0, "timed out"));
    }
    Collections.reverse(events);
    assertThat(EventGroup.of(events)).extracting(group -> group.events().size()).containsExactly(1, 1, 1, 5);
    assertThat(EventGroup.of(events).getLast().others()).isEqualTo(4);
  }

  @Test
  void recentEventsAreReadOnceAndOldOnesLeave(@TempDir Path folder) throws Exception {
    try (Store store = io.pvefleet.app.store.SqliteStore.open(folder)) {
      EventLog log = store.events();
      RecentEvents recent = new RecentEvents(log);
      for (int i = 0; i < 120; i++) {
        log.append(event(T.plusSeconds(i), Severity.INFO, "applied", 1, 1, "update done"));
      }
      assertThat(recent.since(T)).hasSize(120);
      log.append(event(T.plusSeconds(200), Severity.INFO, "applied", 1, 1, "newest"));
      assertThat(recent.since(T.plusSeconds(60))).hasSize(61);
      assertThat(recent.since(T.plusSeconds(60)).getFirst().event().message()).isEqualTo("newest");
    }
  }

  private static StoredEvent stored(long id, Instant at, Severity severity, String kind, int host, int vm, String message) {
    return new StoredEvent(id + 1, event(at, severity, kind, host, vm, message));
  }

  private static NewEvent event(Instant at, Severity severity, String kind, int host, int vm, String message) {
    Optional<Integer> vmid = kind.equals("unreachable") ? Optional.empty() : Optional.of(101 + vm);
    return new NewEvent(at, severity, kind, "host-" + host, vmid, "vm-" + vm, "", message);
  }
}
