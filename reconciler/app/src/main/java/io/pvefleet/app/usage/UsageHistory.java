package io.pvefleet.app.usage;

import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.store.Usages;
import io.pvefleet.app.store.Usages.Bucket;
import io.pvefleet.app.store.Usages.Span;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was kept, up to now. While the store cannot be read there are the newest figures alone. Thread safe; blocks for one
 * read of the store.
 */
public final class UsageHistory {
  private static final Logger LOG = LoggerFactory.getLogger(UsageHistory.class);

  private final Usages store;
  private final UsageBook book;

  public UsageHistory(Usages store, UsageBook book) {
    this.store = store;
    this.book = book;
  }

  /** What is known of a host. */
  public History of(String host, Period period, Instant now) {
    Instant from = period.span().begin(now.minus(period.length()).plus(period.step()));
    SortedMap<Instant, Usage> kept = read(host, period.span(), from, now);
    SortedMap<Instant, Usage> steps = new TreeMap<>(kept);
    switch (period) {
      case DAY -> book.of(host).tailMap(from).forEach((at, usage) -> steps.merge(at, usage, Usage::join));
      case MONTH -> fine(host, kept.isEmpty() ? from : kept.lastKey().plus(period.step()), now)
          .forEach((at, usage) -> steps.merge(at, usage, Usage::join));
    }
    return new History(period, from, now, steps);
  }

  /** Hours that are not made yet, the one under way among them. */
  private SortedMap<Instant, Usage> fine(String host, Instant from, Instant now) {
    SortedMap<Instant, Usage> steps = read(host, Span.FIVE_MINUTES, from, now);
    book.of(host).tailMap(from).forEach((at, usage) -> steps.merge(at, usage, Usage::join));
    return Rollup.by(Span.HOUR::begin, steps);
  }

  private SortedMap<Instant, Usage> read(String host, Span span, Instant from, Instant now) {
    SortedMap<Instant, Usage> steps = new TreeMap<>();
    try {
      for (Bucket bucket : store.of(host, span, from, now.plusSeconds(1))) {
        steps.put(bucket.at(), UsageText.read(bucket.samples()));
      }
    } catch (StoreException e) {
      LOG.atDebug().addKeyValue("host", host).addKeyValue("why", e.getMessage()).log("Figures cannot be read");
    }
    return steps;
  }
}
