package io.pvefleet.app.web.live;

import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.consoles.ConsoleView;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at what is known once a tick and keeps what changed, numbered, for streams to catch up with. It compares states and is
 * told of nothing, so that no change can be missed and the loop knows nothing of readers. Thread safe.
 */
public final class LiveFeed implements AutoCloseable {
  /** A reader sees a change within this, and hears no more often. */
  static final Duration TICK = Duration.ofSeconds(1);

  /** Five busy minutes: a browser that was away for longer fetches its page anew. */
  static final int KEPT = 300;

  private final FleetBoard board;
  private final ConsoleBoard consoles;
  private final AlertBoard alerts;
  private final LiveNews told;
  private final String process;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition ticks = lock.newCondition();
  private final Deque<Numbered> ring = new ArrayDeque<>(); // guarded by lock, as what follows
  private long revision;
  private FleetView view;
  private ConsoleView sessions;
  private List<?> inForce;
  private boolean open = true;

  private record Numbered(long revision, News news) {}

  public LiveFeed(FleetBoard board, ConsoleBoard consoles, AlertBoard alerts, LiveNews told) {
    this.board = board;
    this.consoles = consoles;
    this.alerts = alerts;
    this.told = told;
    this.view = board.view();
    this.sessions = consoles.view();
    this.inForce = alerts.inForce();
    // Revisions of an earlier process must not be taken for ours.
    this.process = Long.toString(view.now().toEpochMilli(), Character.MAX_RADIX);
  }

  /** Ticks until closed, on a thread of its own. */
  public LiveFeed start() {
    Thread.ofVirtual().name("live").start(this::run);
    return this;
  }

  private void run() {
    lock.lock();
    try {
      while (open) {
        tick();
        ticks.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Looks once. */
  void tick() {
    lock.lock();
    try {
      FleetView now = board.view();
      News fleet = FleetDiff.between(view, now);
      Set<String> ids = new LinkedHashSet<>(fleet.ids());
      Set<String> soft = new LinkedHashSet<>(fleet.soft());
      ids.addAll(told.take());
      consoles(ids, soft);
      List<?> alertsNow = alerts.inForce();
      if (!alertsNow.equals(inForce)) {
        ids.add("alerts");
      }
      view = now;
      inForce = alertsNow;
      publish(News.of(ids, soft));
    } finally {
      lock.unlock();
    }
  }

  /** The numbers of bytes and keys of an open console grow all the time; who has one is news. */
  private void consoles(Set<String> ids, Set<String> soft) {
    ConsoleView now = consoles.view();
    if (now == sessions) {
      return;
    }
    boolean same = opened(now).equals(opened(sessions)) && now.fault().equals(sessions.fault());
    (same ? soft : ids).add("consoles");
    sessions = now;
  }

  private static List<String> opened(ConsoleView view) {
    return view.rows().stream().map(row -> row.id() + row.closed()).toList();
  }

  private void publish(News news) {
    if (news.isEmpty()) {
      return;
    }
    revision++;
    ring.addLast(new Numbered(revision, news));
    if (ring.size() > KEPT) {
      ring.removeFirst();
    }
    changed.signalAll();
  }

  /** Where a page that is made now stands; what it shows is of then or later. */
  public String position() {
    lock.lock();
    try {
      return name(revision);
    } finally {
      lock.unlock();
    }
  }

  String name(long number) {
    return process + "-" + number;
  }

  /** The number behind a position; -1 where it is none of this process's, or older than what is kept. */
  long number(String position) {
    String prefix = process + "-";
    String rest = position.startsWith(prefix) ? position.substring(prefix.length()) : "";
    if (!rest.matches("[0-9]{1,18}")) {
      return -1;
    }
    long number = Long.parseLong(rest);
    lock.lock();
    try {
      boolean isKept = number <= revision && (ring.isEmpty() || number >= ring.getFirst().revision() - 1);
      return isKept ? number : -1;
    } finally {
      lock.unlock();
    }
  }

  /** What came after it, as one; a reader that was slower than what is kept is told that everything did. */
  record Since(long revision, News news) {}

  /** Waits until something is newer than {@code after} or the time is over; then the news are empty. */
  Since await(long after, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      while (open && revision <= after && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      if (revision <= after || !open) {
        return new Since(after, News.NONE);
      }
      if (ring.getFirst().revision() > after + 1) {
        return new Since(revision, new News(Set.of(News.ALL), Set.of()));
      }
      List<News> newer = new ArrayList<>();
      ring.stream().filter(kept -> kept.revision() > after).forEach(kept -> newer.add(kept.news()));
      return new Since(revision, News.merged(newer));
    } finally {
      lock.unlock();
    }
  }

  /** The moment of what is known. */
  Instant now() {
    return board.view().now();
  }

  boolean isOpen() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the ticking and every {@link #await}. */
  @Override
  public void close() {
    lock.lock();
    try {
      open = false;
      ticks.signalAll();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
