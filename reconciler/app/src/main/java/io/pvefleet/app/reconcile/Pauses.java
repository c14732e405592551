package io.pvefleet.app.reconcile;

import java.time.Duration;

/** How time is waited for: really, or not at all where a test says what time it is. */
interface Pauses {

  Pauses REAL = Thread::sleep;

  void pause(Duration duration) throws InterruptedException;
}
