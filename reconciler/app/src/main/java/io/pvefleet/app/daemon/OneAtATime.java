package io.pvefleet.app.daemon;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a piece of work never twice at once. Whoever asks while it runs makes it run once more when it has ended, however often
 * was asked: what the work looks at may have changed after it looked. Never makes a caller wait for another one's run. Throws
 * what the last run that failed threw, once nothing is left to run.
 */
final class OneAtATime {
  /** 0: idle, 1: runs, 2: runs and was asked again. */
  private final AtomicInteger asked = new AtomicInteger();

  void run(Runnable work) {
    if (asked.getAndUpdate(n -> Math.min(2, n + 1)) != 0) {
      return;
    }
    @Nullable RuntimeException fault = null;
    do {
      try {
        work.run();
      } catch (RuntimeException e) {
        fault = e; // whoever asked meanwhile is served all the same
      }
    } while (asked.decrementAndGet() > 0);
    if (fault != null) {
      throw fault;
    }
  }

  boolean isRunning() {
    return asked.get() > 0;
  }
}
