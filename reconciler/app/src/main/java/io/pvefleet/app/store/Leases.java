package io.pvefleet.app.store;

import java.time.Instant;

/**
 * Who may change a host now: one of all the processes that share this store. A lease that its owner no longer renews runs out, so
 * that a process that died is no obstacle.
 */
public interface Leases {

  /** Takes or renews; false where another owner has it at {@code now}. */
  boolean take(String host, String owner, Instant now, Instant until);

  /** Gives back what that owner has; nothing where it has not. */
  void release(String host, String owner);
}
