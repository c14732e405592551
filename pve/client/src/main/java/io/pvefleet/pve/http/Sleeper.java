package io.pvefleet.pve.http;

import java.time.Duration;

/** How the client waits, so that a test need not. */
@FunctionalInterface
public interface Sleeper {

  /** Blocks the calling thread for about this long. */
  void sleep(Duration duration) throws InterruptedException;
}
