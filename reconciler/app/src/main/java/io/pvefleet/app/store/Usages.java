package io.pvefleet.app.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** How busy hosts were: for each host and span of time one text, whose meaning the writer alone knows. */
public interface Usages {

  /** How long one row tells of, and how long it is kept. */
  enum Span {
    /**
     * Fine enough for a day's chart, which is some 900 px wide; two days, so that yesterday's hour can be compared with today's
     * and a night without the daemon still leaves time to make hours of it.
     */
    FIVE_MINUTES(Duration.ofMinutes(5), Duration.ofHours(48)),

    /** Thirty days show a month's end; at 1,000 hosts of 10 VMs they are some 370 MB. */
    HOUR(Duration.ofHours(1), Duration.ofDays(30));

    private final Duration length;
    private final Duration kept;

    Span(Duration length, Duration kept) {
      this.length = length;
      this.kept = kept;
    }

    public Duration length() {
      return length;
    }

    /** How long a row is kept after its begin. */
    public Duration kept() {
      return kept;
    }

    /** Begin of the span that this moment is in; spans are counted from 1970, in UTC. */
    public Instant begin(Instant moment) {
      return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), length.toSeconds()) * length.toSeconds());
    }
  }

  /**
   * One row.
   *
   * @param at begin of the span
   */
  record Bucket(String host, Span span, Instant at, String samples) {}

  /** Writes these in one transaction; each replaces what was there of its host, span and begin. */
  void put(List<Bucket> buckets);

  /**
   * What is known of a host, oldest first.
   *
   * @param from first begin
   * @param until begins before it
   */
  List<Bucket> of(String host, Span span, Instant from, Instant until);

  /** Hosts of which anything began in that time. */
  SortedSet<String> hosts(Span span, Instant from, Instant until);

  /** Begin of the newest row of any host; empty where there is none. */
  Optional<Instant> newest(Span span);
}
