package io.pvefleet.app.store;

import java.time.Instant;
import java.util.SortedSet;

/** What each commit has removed and destroyed so far, so that its limits hold over many runs and processes. */
public interface Spent {

  /** Noted before the first write of the change, so that no stop in between makes it free. Durable when it returns. */
  void note(String revision, String vm, Kind kind, Instant at);

  /**
   * VMs, as {@code host/vmid}.
   *
   * @param since what is older does not count any more
   */
  SortedSet<String> of(String revision, Kind kind, Instant since);

  /** What a limit counts. */
  enum Kind {
    /** A VM that left Git was deleted or stopped. */
    REMOVED,
    /** A VM lost data or a device. */
    DESTROYED
  }
}
