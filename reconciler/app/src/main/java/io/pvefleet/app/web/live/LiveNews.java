package io.pvefleet.app.web.live;

import java.util.LinkedHashSet;
import java.util.Set;

/** Where those who do not write to the fleet board leave word that something of theirs changed. Thread safe, never blocks for long. */
public final class LiveNews {
  /** Between two ticks of the feed hardly more happens; what is beyond is told as everything. */
  private static final int MAX = 1000;

  private final Object lock = new Object();
  private Set<String> told = new LinkedHashSet<>(); // guarded by lock

  /** @param id what changed, for example {@code events} or {@code r-17} */
  public void tell(String id) {
    synchronized (lock) {
      if (told.size() < MAX) {
        told.add(id);
      } else {
        told.add(News.ALL);
      }
    }
  }

  /** What was told since the last call. */
  Set<String> take() {
    synchronized (lock) {
      Set<String> taken = told;
      told = new LinkedHashSet<>();
      return taken;
    }
  }
}
