package io.pvefleet.vnc.audit;

import java.util.List;
import java.util.Optional;

/** Rows of sessions, kept over restarts. Thread-safe. */
public interface AuditTrail extends AutoCloseable {

  /** Takes note of the row of a session, anew or in place of the one with the same id; written soon. Does not block. */
  void write(ConsoleRecord row);

  /**
   * The latest rows, newest first, with those noted before. Blocks for a local disk.
   *
   * @param limit 1 to 1,000
   */
  List<ConsoleRecord> latest(Query query, int limit);

  @Override
  void close();

  /** What to look for; empty parts match all. */
  record Query(String host, Optional<Integer> vmid, String user, boolean openOnly) {
    public static final Query ALL = new Query("", Optional.empty(), "", false);
  }
}
