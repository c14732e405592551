package io.pvefleet.app.daemon;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.EventKind;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store can be read and written, and the events that wait while it cannot. Reading and writing fail and recover each on
 * its own: a full disk can be read. Thread safe.
 */
final class StoreHealth {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

  /** A day of a fleet that changes a lot; the oldest give way, since the newest say what is so. */
  private static final int MOST_WAITING = 1000;

  private final Clock clock;
  private final Consumer<String> told;
  private final AtomicLong failures = new AtomicLong();
  private final Object lock = new Object();

  /** Keeps tellings in the order of what they tell. */
  private final Object telling = new Object();

  // Guarded by lock, which is never held across a call of the store.
  private final Deque<NewEvent> waiting = new ArrayDeque<>();
  private String reading = "";
  private String writing = "";

  /**
   * @param told of what is wrong, one sentence with its code, whenever that changes; empty where nothing is
   */
  StoreHealth(Clock clock, Consumer<String> told) {
    this.clock = clock;
    this.told = told;
  }

  /** How often the store has failed; what was read before and after the same number was read whole. */
  long failures() {
    return failures.get();
  }

  /** What was read, or the fallback. */
  <T> T read(Supplier<T> read, T fallback) {
    try {
      T value = read.get();
      worked(Direction.READING);
      return value;
    } catch (StoreException e) {
      failed(Direction.READING, e);
      return fallback;
    }
  }

  /** Writes what may be lost. */
  void tryTo(Runnable write) {
    try {
      must(write);
    } catch (StoreException e) {
      // Noted; the next pass writes anew.
    }
  }

  /** Writes what must not be lost: throws where that failed. */
  void must(Runnable write) {
    must(
        () -> {
          write.run();
          return true;
        });
  }

  /** As {@link #must(Runnable)}, with what the write gives. */
  <T> T must(Supplier<T> write) {
    try {
      T value = write.get();
      worked(Direction.WRITING);
      return value;
    } catch (StoreException e) {
      failed(Direction.WRITING, e);
      throw e;
    }
  }

  /** Stores an event after those that wait; where that fails it waits too. */
  void append(EventLog kept, NewEvent event) {
    List<NewEvent> due = due();
    int waited = due.size();
    due.add(event);
    if (waited > 0) {
      due.add(worksAgain(waited));
    }
    int stored = 0;
    try {
      for (NewEvent one : due) {
        kept.append(one);
        stored++;
      }
      worked(Direction.WRITING);
    } catch (StoreException e) {
      int whole = waited + 1; // that it works again was said too early
      waitAgain(due.subList(Math.min(stored, whole), whole));
      failed(Direction.WRITING, e);
    }
  }

  private NewEvent worksAgain(int waited) {
    return event(Severity.INFO, "", "The store works again; %d events that waited are stored.".formatted(waited));
  }

  private NewEvent event(Severity severity, String code, String message) {
    return new NewEvent(clock.instant(), severity, EventKind.STORE.word(), "", Optional.empty(), "", code, message);
  }

  private List<NewEvent> due() {
    synchronized (lock) {
      List<NewEvent> due = new ArrayList<>(waiting);
      waiting.clear();
      return due;
    }
  }

  private void waitAgain(List<NewEvent> events) {
    synchronized (lock) {
      events.reversed().forEach(waiting::addFirst);
      while (waiting.size() > MOST_WAITING) {
        waiting.removeFirst();
      }
    }
  }

  private enum Direction {
    READING,
    WRITING
  }

  private void worked(Direction direction) {
    Optional<String> news = note(direction, "");
    if (news.filter(String::isEmpty).isPresent()) {
      LOG.atInfo().log("The store works again");
    }
    if (news.isPresent()) {
      tell();
    }
  }

  /** What is so now, and not what was so when somebody found it out: of two who tell at once the last is right. */
  private void tell() {
    synchronized (telling) {
      told.accept(fault());
    }
  }

  private String fault() {
    synchronized (lock) {
      return writing.isEmpty() ? reading : writing;
    }
  }

  private void failed(Direction direction, StoreException e) {
    failures.incrementAndGet();
    String sentence = e.code().id() + ": " + e.getMessage();
    Optional<String> news = note(direction, sentence);
    if (news.isPresent()) {
      LOG.atError().addKeyValue("code", e.code().id()).addKeyValue("why", e.getMessage())
          .log("The store fails and nothing is applied; " + e.remedy());
      waitAgain(List.of(event(Severity.ERROR, e.code().id(), "The store fails, so that nothing is applied: " + e.getMessage())));
      tell();
    }
  }

  /** What is wrong now, where that is another thing than before. */
  private Optional<String> note(Direction direction, String fault) {
    synchronized (lock) {
      String before = writing.isEmpty() ? reading : writing;
      switch (direction) {
        case READING -> reading = fault;
        case WRITING -> writing = fault;
      }
      String now = writing.isEmpty() ? reading : writing;
      return now.equals(before) ? Optional.empty() : Optional.of(now);
    }
  }
}
