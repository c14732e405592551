package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.Leases;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** A host that is ours to change until this is closed; renewed meanwhile, since a task may take hours. */
final class Tenure implements AutoCloseable {

  /** Two renewals may be late before the lease runs out. */
  private static final int RENEWALS = 3;

  private final Leases leases;
  private final String host;
  private final String owner;
  private final Thread renewing;

  private Tenure(Leases leases, String host, String owner, Clock clock, Duration lease) {
    this.leases = leases;
    this.host = host;
    this.owner = owner;
    this.renewing = Thread.startVirtualThread(() -> renew(clock, lease));
  }

  /** Empty where another process has the host. */
  static Optional<Tenure> of(Leases leases, String host, String owner, Clock clock, Duration lease) {
    return leases.take(host, owner, clock.instant(), clock.instant().plus(lease))
        ? Optional.of(new Tenure(leases, host, owner, clock, lease))
        : Optional.empty();
  }

  private void renew(Clock clock, Duration lease) {
    try {
      while (true) {
        Thread.sleep(lease.dividedBy(RENEWALS));
        leases.take(host, owner, clock.instant(), clock.instant().plus(lease));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public void close() {
    renewing.interrupt();
    leases.release(host, owner);
  }
}
