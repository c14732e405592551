package io.pvefleet.app.usage;

import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.store.Usages;
import io.pvefleet.app.store.Usages.Bucket;
import io.pvefleet.app.store.Usages.Span;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves finished buckets into the store and makes hours of them, on a thread of its own: a store that is slow or fails costs
 * figures and no pass. Closing it writes the bucket under way too.
 */
public final class UsageWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageWriter.class);

  /** A bucket is written within a minute after its end: often enough for the charts, which show the open ones anyway. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** A pass that ended in the last second of a bucket is told of a moment later. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  /**
   * Rows of one transaction: 1,000 hosts of ten VMs take 0.2 s every five minutes and 0.5 s every hour, measured on two busy cores,
   * so that a host's journal waits some 30 ms for its turn at most.
   */
  private static final int AT_ONCE = 100;

  private final UsageBook book;
  private final Usages store;
  private final Clock clock;
  private final Semaphore closing = new Semaphore(0);
  private final Thread thread;

  // Of the writer's thread alone: the first hour that is not made yet.
  private Optional<Instant> nextHour = Optional.empty();

  UsageWriter(UsageBook book, Usages store, Clock clock) {
    this.book = book;
    this.store = store;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("usage-writer").unstarted(this::run);
  }

  /** Starts to write. */
  public static UsageWriter start(UsageBook book, Usages store, Clock clock) {
    UsageWriter writer = new UsageWriter(book, store, clock);
    writer.thread.start();
    return writer;
  }

  private void run() {
    try {
      while (!closing.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        attempt(this::write);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    attempt(this::writeAll);
  }

  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (StoreException e) {
      LOG.atDebug().addKeyValue("why", e.getMessage()).log("Usage waits for the store");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Usage could not be kept and goes on; please report this with the lines below");
    }
  }

  /** Writes the buckets that have ended and the hours that are whole. */
  void write() {
    Instant now = clock.instant();
    put(book.begunBefore(Span.FIVE_MINUTES.begin(now.minus(GRACE))));
    makeHours(now);
  }

  /** Writes the buckets under way too. */
  void writeAll() {
    put(book.begunBefore(Instant.MAX));
  }

  private void put(List<UsageBook.Entry> entries) {
    for (int from = 0; from < entries.size(); from += AT_ONCE) {
      List<UsageBook.Entry> rest = entries.subList(from, entries.size());
      try {
        store.put(rest.stream().limit(AT_ONCE).map(this::bucket).toList());
      } catch (StoreException e) {
        rest.forEach(book::add);
        throw e;
      }
    }
    // What comes late, after the store failed, belongs to an hour that was made without it.
    entries.stream().map(entry -> Span.HOUR.begin(entry.at())).min(Instant::compareTo)
        .ifPresent(hour -> nextHour = nextHour.map(next -> next.isAfter(hour) ? hour : next));
  }

  /** A process that ended in the middle of a bucket has written the first part of it. */
  private Bucket bucket(UsageBook.Entry entry) {
    Usage before = read(entry.host(), entry.at(), entry.at().plusMillis(1)).values().stream().findFirst().orElse(Usage.NONE);
    return new Bucket(entry.host(), Span.FIVE_MINUTES, entry.at(), UsageText.write(before.join(entry.usage())));
  }

  private void makeHours(Instant now) {
    Instant until = Span.HOUR.begin(now.minus(PAUSE).minus(GRACE));
    Instant hour = nextHour.or(this::hourAfterTheLast).orElse(Span.HOUR.begin(now.minus(Span.FIVE_MINUTES.kept())));
    for (; hour.isBefore(until); hour = hour.plus(Span.HOUR.length())) {
      makeHour(hour);
    }
    nextHour = Optional.of(hour);
  }

  private Optional<Instant> hourAfterTheLast() {
    return store.newest(Span.HOUR).map(at -> at.plus(Span.HOUR.length()));
  }

  private void makeHour(Instant hour) {
    Instant end = hour.plus(Span.HOUR.length());
    List<Bucket> hours = new ArrayList<>();
    for (String host : store.hosts(Span.FIVE_MINUTES, hour, end)) {
      Rollup.by(Span.HOUR::begin, read(host, hour, end))
          .forEach((at, usage) -> hours.add(new Bucket(host, Span.HOUR, at, UsageText.write(usage))));
    }
    for (int from = 0; from < hours.size(); from += AT_ONCE) {
      store.put(hours.subList(from, Math.min(from + AT_ONCE, hours.size())));
    }
  }

  private SortedMap<Instant, Usage> read(String host, Instant from, Instant until) {
    SortedMap<Instant, Usage> steps = new TreeMap<>();
    store.of(host, Span.FIVE_MINUTES, from, until).forEach(bucket -> steps.put(bucket.at(), UsageText.read(bucket.samples())));
    return steps;
  }

  /** Blocks until what is known is written, or cannot be. */
  @Override
  public void close() {
    closing.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
