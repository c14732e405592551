package io.pvefleet.app.daemon;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a piece of work never twice at once. Whoever asks while it runs makes it run once more when it has ended, however often
 * was asked: what the work looks at may have changed after it looked. Never makes a caller wait for another one's run.
 */
final class OneAtATime {
  /** 0: idle, 1: runs, 2: runs and was asked again. */
  private final AtomicInteger asked = new AtomicInteger();

  void run(Runnable work) {
    if (asked.getAndUpdate(n -> Math.min(2, n + 1)) != 0) {
      return;
    }
    int left = 1;
    while (left > 0) {
      try {
        work.run();
      } finally {
        left = asked.decrementAndGet();
      }
    }
  }

  boolean isRunning() {
    return asked.get() > 0;
  }
}
