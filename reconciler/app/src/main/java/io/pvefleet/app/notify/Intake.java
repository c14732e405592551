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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** What begins and ends between two looks did so within this time: longer than a store that fails is overlooked. */
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

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
      SortedMap<Long, Set<String>> open = new TreeMap<>();
      alerts.inForce().forEach(alert -> open.put(alert.id(), Set.of()));
      notices.take(new Mark(event, open.isEmpty() ? 0 : open.lastKey(), open), List.of());
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
    List<StoredAlert> begun = inForce.stream().filter(alert -> !mark.open().containsKey(alert.id())).toList();
    Set<Long> gone = new HashSet<>(mark.open().keySet());
    inForce.forEach(alert -> gone.remove(alert.id()));
    List<StoredAlert> ended =
        gone.isEmpty() ? List.of() : alerts.of(gone).stream().filter(alert -> alert.ended().isPresent()).toList();
    // Above the mark: they began and ended since the last look. One that ended in this moment is looked at again.
    Set<Long> known = new HashSet<>(mark.open().keySet());
    begun.forEach(alert -> known.add(alert.id()));
    List<StoredAlert> brief = alerts.ended(Alerts.Query.since(clock.instant().minus(BETWEEN_LOOKS), Alerts.Query.MAX)).stream()
        .filter(alert -> alert.id() > mark.alert() && !known.contains(alert.id())).toList();
    if (newEvents.isEmpty() && begun.isEmpty() && gone.isEmpty() && brief.isEmpty()) {
      return false;
    }
    List<NewNotice> all = new ArrayList<>();
    newEvents.forEach(event -> all.addAll(notices(NewsDesk.of(event, view), view)));
    SortedMap<Long, Set<String>> open = new TreeMap<>(mark.open());
    begun.forEach(alert -> {
      List<NewNotice> told = notices(NewsDesk.of(alert, view), view);
      all.addAll(told);
      open.put(alert.id(), told.stream().map(NewNotice::sink).collect(Collectors.toSet()));
    });
    // Whoever was told that it began is told that it ended, wherever its host and its severity went meanwhile.
    ended.forEach(alert -> {
      Set<String> told = mark.open().getOrDefault(alert.id(), Set.of());
      all.addAll(notices(NewsDesk.of(alert, view), view, sink -> told.contains(sink.name())));
    });
    brief.forEach(alert -> all.addAll(notices(NewsDesk.of(alert, view), view)));
    // One that is neither in force nor kept any more was tidied away.
    open.keySet().removeAll(gone);
    long newest = Stream.of(begun, ended, brief).flatMap(List::stream).mapToLong(StoredAlert::id).max().orElse(0);
    long event = newEvents.isEmpty() ? mark.event() : newEvents.getLast().id();
    int gaveWay = notices.take(new Mark(event, Math.max(mark.alert(), newest), open), all);
    if (gaveWay > 0) {
      LOG.atWarn().addKeyValue("notices", gaveWay).log("More news waits for a sink than is kept, and the oldest is dropped");
    }
    return newEvents.size() == AT_ONCE;
  }

  private List<NewNotice> notices(News news, FleetView view) {
    return notices(news, view, sink -> NewsDesk.isFor(sink.on(), news, view));
  }

  private List<NewNotice> notices(News news, FleetView view, Predicate<Sink> whom) {
    Instant now = clock.instant();
    String json = Codec.write(news);
    return view.settings().notifications().sinks().values().stream().filter(whom)
        .map(sink -> new NewNotice(sink.name(), now, news.isCritical(), news.where().zone(), json)).toList();
  }

  /** Those that the fleet declares now. */
  Optional<Sink> sink(String name) {
    return Optional.ofNullable(board.view().settings().notifications().sinks().get(name));
  }
}
