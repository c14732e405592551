package io.pvefleet.app.notify;

import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.fleet.model.Notifications.Sink;
import io.pvefleet.process.secret.Secrets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sinks that fleet.yaml declares: one thread takes up what is new, and each sink has one of its own, so that a dead sink
 * delays no other and none of them the loop. A store that fails costs notifications only. Thread safe.
 */
public final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  /** A few reads by key; what is told at once is then told at once. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** A clock that was put back must not make anybody wait for longer. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private final Intake intake;
  private final Store store;
  private final SinkBoard board;
  private final Carriers carriers;
  private final LaneTeller teller;
  private final SinkLane.Surroundings around;
  private final Clock clock;
  private final Semaphore news = new Semaphore(0);
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Thread thread;
  private volatile boolean isFailing;

  private record Lane(Thread thread, Semaphore bell) {}

  private Notifier(
      Store store, FleetBoard fleet, SinkBoard board, Carriers carriers, Clock clock, Optional<URI> pages, Locale fallback) {
    this.store = store;
    this.board = board;
    this.carriers = carriers;
    this.clock = clock;
    this.intake = new Intake(store.events(), store.alerts(), store.notices(), fleet, clock);
    this.teller = new LaneTeller(board, store.events());
    this.around = new SinkLane.Surroundings(fleet::view, pages, fallback);
    this.thread = Thread.ofVirtual().name("notify").unstarted(this::run);
  }

  /**
   * Starts. What happens from now on is told; what an earlier process left is told as well.
   *
   * @param board where it is shown how it goes
   * @param pages where people find the pages; without it there are no links
   * @param fallback language of sinks that declare none
   */
  public static Notifier start(
      Store store, FleetBoard fleet, SinkBoard board, Secrets secrets, Clock clock, Optional<URI> pages, Locale fallback) {
    return start(store, fleet, board, new Carriers(secrets), clock, pages, fallback);
  }

  static Notifier start(
      Store store, FleetBoard fleet, SinkBoard board, Carriers carriers, Clock clock, Optional<URI> pages, Locale fallback) {
    Notifier notifier = new Notifier(store, fleet, board, carriers, clock, pages, fallback);
    try {
      notifier.intake.begin();
    } catch (StoreException e) {
      notifier.failing(e);
    }
    notifier.thread.start();
    return notifier;
  }

  /** Looks now and not at the next moment that it would have; returns at once. */
  public void wake() {
    news.release();
  }

  private void run() {
    try {
      while (true) {
        look();
        sleep(news, LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      intake.take();
      board.waiting(store.notices().counts());
      follow();
      isFailing = false;
    } catch (StoreException e) {
      failing(e);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Notifications stumbled and go on; please report this with the lines below");
    }
  }

  /** A lane for each sink that is declared, and none for one that is not. */
  private void follow() {
    Map<String, Sink> sinks = around.view().get().settings().notifications().sinks();
    lanes.entrySet().removeIf(lane -> {
      boolean isGone = !sinks.containsKey(lane.getKey()) || !lane.getValue().thread().isAlive();
      if (isGone) {
        lane.getValue().thread().interrupt();
      }
      return isGone;
    });
    sinks.keySet().forEach(name -> lanes.computeIfAbsent(name, this::lane).bell().release());
  }

  private Lane lane(String name) {
    Semaphore bell = new Semaphore(0);
    SinkLane lane = new SinkLane(store.notices(), carriers::to, new Backoff(RandomGenerator.getDefault()), teller, around);
    teller.recall(name, store.notices());
    return new Lane(Thread.ofVirtual().name("notify-" + name).start(() -> walk(name, lane, bell)), bell);
  }

  private void walk(String name, SinkLane lane, Semaphore bell) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Instant next = clock.instant().plus(LONGEST_SLEEP);
        try {
          Optional<Sink> sink = intake.sink(name);
          next = sink.isPresent() ? lane.turn(sink.get(), clock.instant()) : next;
        } catch (StoreException e) {
          failing(e);
          next = clock.instant().plus(LOOK);
        } catch (RuntimeException e) {
          LOG.atError().setCause(e).addKeyValue("sink", name).log("Notifications of a sink stumbled and go on; please report this");
          next = clock.instant().plus(LONGEST_SLEEP);
        }
        Duration wait = Duration.between(clock.instant(), next);
        if (wait.isPositive()) {
          sleep(bell, wait.compareTo(LONGEST_SLEEP) < 0 ? wait : LONGEST_SLEEP);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep(Semaphore bell, Duration most) throws InterruptedException {
    boolean rang = bell.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
    if (rang) {
      bell.drainPermits();
    }
  }

  /** Said once: what fails the store is said elsewhere as well. */
  private synchronized void failing(StoreException e) {
    if (!isFailing) {
      LOG.atError().addKeyValue("code", e.code().id()).addKeyValue("why", e.getMessage())
          .log("The store fails, and nobody is told anything until it works again");
    }
    isFailing = true;
  }

  /** Ends what is under way; what was not delivered is told by the next process. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2));
      for (Lane lane : lanes.values()) {
        lane.thread().interrupt();
      }
      for (Lane lane : lanes.values()) {
        lane.thread().join(Duration.ofSeconds(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    carriers.close();
  }
}
