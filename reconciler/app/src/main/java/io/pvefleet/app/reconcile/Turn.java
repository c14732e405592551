package io.pvefleet.app.reconcile;

import java.util.concurrent.Semaphore;

/** One permit of a semaphore, given back when closed. */
record Turn(Semaphore semaphore) implements AutoCloseable {

  static Turn take(Semaphore semaphore) throws InterruptedException {
    semaphore.acquire();
    return new Turn(semaphore);
  }

  @Override
  public void close() {
    semaphore.release();
  }
}
