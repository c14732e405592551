package io.pvefleet.app.web.query;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The newest events, kept so that a page reads from the disk only those that came since the last one. Thread safe. */
final class RecentEvents {
  /** A fleet of 10,000 VMs made anew gives this many; older ones are on the page of all events. */
  private static final int KEPT = 10_000;

  /** A page in a quiet hour needs one small read. */
  private static final int FIRST_READ = 50;

  private final EventLog log;
  private List<StoredEvent> known = List.of();

  RecentEvents(EventLog log) {
    this.log = log;
  }

  /** The newest first. Blocks for the disk. */
  synchronized List<StoredEvent> since(Instant since) {
    List<StoredEvent> all = new ArrayList<>(fresh(since));
    all.addAll(known);
    known = all.stream().limit(KEPT).takeWhile(event -> !event.event().at().isBefore(since)).toList();
    return known;
  }

  private List<StoredEvent> fresh(Instant since) {
    long newest = known.isEmpty() ? 0 : known.getFirst().id();
    List<StoredEvent> fresh = new ArrayList<>();
    EventLog.Query query = EventLog.Query.newest(FIRST_READ);
    while (fresh.size() < KEPT) {
      List<StoredEvent> read = log.list(query);
      List<StoredEvent> wanted =
          read.stream().takeWhile(event -> event.id() > newest && !event.event().at().isBefore(since)).toList();
      fresh.addAll(wanted);
      if (wanted.size() < query.limit()) {
        break;
      }
      query = EventLog.Query.newest(EventLog.Query.MAX).before(read.getLast().id());
    }
    return fresh;
  }
}
