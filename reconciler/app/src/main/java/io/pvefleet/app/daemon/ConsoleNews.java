package io.pvefleet.app.daemon;

import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.view.EventKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells when a console was opened and closed, out of the proxy's audit trail, each once: what is not newer than the last that was told
 * was told by an earlier process. Used by the thread that asks the proxy alone.
 */
final class ConsoleNews {
  /** A daemon that was away for longer does not tell of the past; the trail itself has it. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private final EventLog events;
  private final Instant after;
  private final Set<String> told = new HashSet<>();

  ConsoleNews(EventLog events, Clock clock) {
    this.events = events;
    this.after = after(clock.instant());
  }

  /** Where none was ever told, the trail is the past of somebody who has just set this up. */
  private Instant after(Instant now) {
    Instant longAgo = now.minus(LONGEST);
    return events.list(EventLog.Query.newest(1).ofKind(EventKind.CONSOLE.word())).stream()
        .map(stored -> stored.event().at())
        .findFirst()
        .map(last -> last.isAfter(longAgo) ? last : longAgo)
        .orElse(now);
  }

  void read(List<ConsoleRow> rows) {
    List<NewEvent> news = new ArrayList<>();
    Set<String> there = new HashSet<>();
    for (ConsoleRow row : rows) {
      add(row, "+" + row.id(), row.opened(), opened(row), there, news);
      row.closed().ifPresent(at -> add(row, "-" + row.id(), at, closed(row), there, news));
    }
    told.retainAll(there); // the trail is as long as the proxy keeps it
    news.sort(Comparator.comparing(NewEvent::at));
    news.forEach(events::append);
  }

  private void add(ConsoleRow row, String key, Instant at, String message, Set<String> there, List<NewEvent> news) {
    there.add(key);
    if (at.isAfter(after) && told.add(key)) {
      Optional<Integer> vmid = row.vmid() == 0 ? Optional.empty() : Optional.of(row.vmid());
      news.add(new NewEvent(at, Severity.INFO, EventKind.CONSOLE.word(), row.host(), vmid, row.guest(), "", message));
    }
  }

  private static String opened(ConsoleRow row) {
    String what = row.display().equals("terminal") ? "Terminal opened" : row.mode().equals("view") ? "Screen watched" : "Console opened";
    return what + " by " + row.user() + " from " + row.from() + ".";
  }

  private static String closed(ConsoleRow row) {
    String since = "; it was opened at " + row.opened().truncatedTo(ChronoUnit.SECONDS) + ".";
    return row.isOrdinary() || row.closeReason().isEmpty()
        ? "Console of " + row.user() + " closed" + since
        : "Console of " + row.user() + " ended, " + row.closeReason() + since;
  }
}
