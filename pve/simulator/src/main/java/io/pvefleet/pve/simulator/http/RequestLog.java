package io.pvefleet.pve.simulator.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The calls that reached a host, oldest first. Keeps the newest reads and writes apart, so that polling never pushes out what
 * changed something. Thread-safe.
 */
public final class RequestLog {

  // A thousand hosts share one process, and one entry takes about 400 bytes.
  private static final int READS = 500;
  private static final int WRITES = 2_000;

  private record Numbered(long number, LoggedRequest request) {}

  private final Object lock = new Object();
  // guarded by lock
  private final Deque<Numbered> reads = new ArrayDeque<>();
  private final Deque<Numbered> writes = new ArrayDeque<>();
  private long next;

  void add(LoggedRequest request) {
    synchronized (lock) {
      Deque<Numbered> kept = request.isWrite() ? writes : reads;
      kept.addLast(new Numbered(next++, request));
      if (kept.size() > (request.isWrite() ? WRITES : READS)) {
        kept.removeFirst();
      }
    }
  }

  /** Number of calls since start or {@link #clear}, those no longer kept among them. */
  public long size() {
    synchronized (lock) {
      return next;
    }
  }

  /** All calls still kept. */
  public List<LoggedRequest> all() {
    synchronized (lock) {
      List<Numbered> both = new ArrayList<>(reads);
      both.addAll(writes);
      both.sort(Comparator.comparingLong(Numbered::number));
      return both.stream().map(Numbered::request).toList();
    }
  }

  public List<LoggedRequest> where(Predicate<LoggedRequest> asked) {
    return all().stream().filter(asked).toList();
  }

  /** Everything but reads. */
  public List<LoggedRequest> writes() {
    return where(LoggedRequest::isWrite);
  }

  public long count(Predicate<LoggedRequest> asked) {
    return all().stream().filter(asked).count();
  }

  /** How many creates and clones the host accepted. */
  public long creates() {
    return count(LoggedRequest::createsGuest);
  }

  /** Forgets everything. */
  public void clear() {
    synchronized (lock) {
      reads.clear();
      writes.clear();
      next = 0;
    }
  }
}
