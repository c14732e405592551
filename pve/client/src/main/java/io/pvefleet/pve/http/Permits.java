package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The few calls that one host may have at once: its API has three workers which run one call each, so that two slow reads and a
 * write already fill it. First come, first served. Thread-safe; holds no lock while a call runs but the permit itself.
 */
final class Permits {

  private final Semaphore reads;
  private final Semaphore writes;
  private final Duration patience;

  Permits(PveHttpSettings settings) {
    reads = new Semaphore(settings.reads(), true);
    writes = new Semaphore(settings.writes(), true);
    patience = settings.permitTimeout();
  }

  /** A permit that is given back by closing. */
  record Permit(Semaphore semaphore) implements AutoCloseable {
    @Override
    public void close() {
      semaphore.release();
    }
  }

  /** Waits for a permit to read or to write. */
  Permit enter(Prepared request) {
    Semaphore semaphore = request.isSafe() ? reads : writes;
    try {
      if (!semaphore.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Unreachable(Reason.NOT_SENT, "not sent: the calls before it took more than " + patience.toSeconds() + " s");
      }
      return new Permit(semaphore);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(Reason.NOT_SENT, "not sent: interrupted while waiting for calls before it");
    }
  }
}
