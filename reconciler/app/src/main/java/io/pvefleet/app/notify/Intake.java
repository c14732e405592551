package io.pvefleet.app.notify;

import io.pvefleet.app.store.Alerts;
import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.StoredEvent;
import io.pvefleet.app.store.Notices;
import io.pvefleet.app.store.Notices.Mark;
import io.pvefleet.app.store.Notices.NewNotice;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.fleet.model.Notifications.Sink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what is new in events and alerts and makes notices of it for the sinks that are to hear of it. What it goes by is in the
 * store, so that nothing is told again after a restart and nothing that happened before the first start is told at all. Confined to
 * one thread at a time; throws StoreException where the store fails, and then has taken up nothing.
 */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** A burst of more is taken up in several steps. */
  private static final int AT_ONCE = 500;

  /** An alert that ended is looked for among those that did within this time: longer than this daemon is ever away unnoticed. */
  private static final Duration ENDED_WITHIN = Duration.ofDays(30);

  private final EventLog events;
  private final Alerts alerts;
  private final Notices notices;
  private final FleetBoard board;
  private final Clock clock;

  Intake(EventLog events, Alerts alerts, Notices notices, FleetBoard board, Clock clock) {
    this.events = events;
    this.alerts = alerts;
    this.notices = notices;
    this.board = board;
    this.clock = clock;
  }

  /** Draws the line between what is old and what is news, where no earlier process has. */
  void begin() {
    if (notices.mark().isEmpty()) {
      long event = events.list(EventLog.Query.newest(1)).stream().mapToLong(StoredEvent::id).findFirst().orElse(0);
      SortedSet<Long> open = ids(alerts.inForce());
      notices.take(new Mark(event, open.isEmpty() ? 0 : open.last(), open), List.of());
    }
  }

  /** Takes up everything that is new. Before a commit is in force nobody knows who is to be told, and everything waits. */
  void take() {
    if (board.view().source().inForce().isEmpty()) {
      return;
    }
    begin();
    notices.keepOnly(board.view().settings().notifications().sinks().keySet());
    boolean isMore = true;
    while (isMore) {
      isMore = step(notices.mark().orElseThrow(), board.view());
    }
  }

  private boolean step(Mark mark, FleetView view) {
    List<StoredEvent> newEvents = events.after(mark.event(), AT_ONCE);
    List<StoredAlert> inForce = alerts.inForce();
    List<StoredAlert> begun = inForce.stream().filter(alert -> !mark.open().contains(alert.id())).toList();
    List<StoredAlert> ended = ended(mark, inForce);
    if (newEvents.isEmpty() && begun.isEmpty() && ended.isEmpty()) {
      return false;
    }
    List<News> news = new ArrayList<>();
    newEvents.forEach(event -> news.add(NewsDesk.of(event, view)));
    begun.forEach(alert -> news.add(NewsDesk.of(alert, view)));
    ended.forEach(alert -> news.add(NewsDesk.of(alert, view)));
    SortedSet<Long> open = new TreeSet<>(mark.open());
    open.addAll(ids(begun));
    open.removeAll(ids(ended));
    long newest = Math.max(mark.alert(), ids(begun).stream().mapToLong(Long::longValue).max().orElse(0));
    newest = Math.max(newest, ids(ended).stream().mapToLong(Long::longValue).max().orElse(0));
    long event = newEvents.isEmpty() ? mark.event() : newEvents.getLast().id();
    int gaveWay = notices.take(new Mark(event, newest, open), notices(news, view));
    if (gaveWay > 0) {
      LOG.atWarn().addKeyValue("notices", gaveWay).log("More news waits for a sink than is kept, and the oldest is dropped");
    }
    return newEvents.size() == AT_ONCE;
  }

  /** Only what is known to have ended: a store that cannot be read looks as if nothing were in force. */
  private List<StoredAlert> ended(Mark mark, Collection<StoredAlert> inForce) {
    SortedSet<Long> gone = new TreeSet<>(mark.open());
    gone.removeAll(ids(inForce));
    Instant since = clock.instant().minus(gone.isEmpty() ? Duration.ofHours(1) : ENDED_WITHIN);
    // Above the mark: it began and ended since the last look.
    return alerts.ended(Alerts.Query.since(since, Alerts.Query.MAX)).stream()
        .filter(alert -> gone.contains(alert.id()) || alert.id() > mark.alert())
        .toList();
  }

  private List<NewNotice> notices(List<News> news, FleetView view) {
    Instant now = clock.instant();
    List<NewNotice> all = new ArrayList<>();
    for (Sink sink : view.settings().notifications().sinks().values()) {
      news.stream().filter(one -> NewsDesk.isFor(sink.on(), one, view))
          .forEach(one -> all.add(new NewNotice(sink.name(), now, Codec.write(one))));
    }
    return all;
  }

  private static SortedSet<Long> ids(Collection<StoredAlert> alerts) {
    SortedSet<Long> ids = new TreeSet<>();
    alerts.forEach(alert -> ids.add(alert.id()));
    return ids;
  }

  /** Those that the fleet declares now. */
  Optional<Sink> sink(String name) {
    return Optional.ofNullable(board.view().settings().notifications().sinks().get(name));
  }
}
