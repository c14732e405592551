package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.LeaseLost;
import io.pvefleet.app.store.Leases;
import io.pvefleet.app.store.Leases.Fence;
import io.pvefleet.app.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A host that is ours to change until this is closed; renewed meanwhile, since a task may take hours. Thread safe. */
final class Tenure implements AutoCloseable {

  /** Two renewals may be late before the lease runs out. */
  private static final int RENEWALS = 3;

  private final Leases leases;
  private final Fence fence;
  private final String owner;
  private final Clock clock;
  private final Duration lease;
  private final Thread renewing;
  private volatile Term term;

  /** Until when, by both clocks: the wall's may jump, the other stands still while the machine sleeps. */
  private record Term(Instant until, long sinceNanos) {}

  private Tenure(Leases leases, Fence fence, String owner, Clock clock, Duration lease, Term term) {
    this.leases = leases;
    this.fence = fence;
    this.owner = owner;
    this.clock = clock;
    this.lease = lease;
    this.term = term;
    this.renewing = Thread.ofVirtual().unstarted(this::renewOnAndOn);
  }

  /** Empty where another process has the host; one that is known to be dead has nothing any more. */
  static Optional<Tenure> of(Leases leases, String host, Owner owner, Clock clock, Duration lease) {
    Term term = term(clock, lease);
    Optional<Fence> fence =
        leases.take(host, owner.text(), clock.instant(), term.until())
            .or(() -> leases.holder(host)
                .filter(holder -> owner.knowsGone(holder.owner()))
                .flatMap(holder -> leases.takeFrom(holder.fence(), owner.text(), term.until())));
    Optional<Tenure> tenure = fence.map(ours -> new Tenure(leases, ours, owner.text(), clock, lease, term));
    tenure.ifPresent(ours -> ours.renewing.start());
    return tenure;
  }

  /** Under which everything is journalled. */
  Fence fence() {
    return fence;
  }

  /**
   * To be called between the intent and its request: enough of the lease must be left for the longest request, so that none of ours
   * is under way when a successor begins. Renews where too little is left, as after a process was stopped for a while.
   *
   * @throws LeaseLost where another process has the host by now
   */
  void confirm() {
    Duration enough = lease.multipliedBy(2).dividedBy(RENEWALS);
    Term known = term;
    Duration byWall = Duration.between(clock.instant(), known.until());
    Duration byTicks = lease.minusNanos(System.nanoTime() - known.sinceNanos());
    if ((byWall.compareTo(enough) < 0 || byWall.compareTo(lease) > 0 || byTicks.compareTo(enough) < 0) && !renew()) {
      throw new LeaseLost(fence);
    }
  }

  /** False where it is ours no more. */
  private boolean renew() {
    Term next = term(clock, lease);
    Optional<Fence> now = leases.take(fence.host(), owner, clock.instant(), next.until());
    // Another number means that somebody had it meanwhile and is through: what we know of the host is older than that.
    now.filter(other -> !other.equals(fence)).ifPresent(leases::release);
    boolean isOurs = now.equals(Optional.of(fence));
    if (isOurs) {
      term = next;
    }
    return isOurs;
  }

  private void renewOnAndOn() {
    try {
      boolean isOurs = true;
      while (isOurs) {
        Thread.sleep(lease.dividedBy(RENEWALS));
        isOurs = tryToRenew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** A store that does not answer now may do so at the next renewal; until then nothing can be journalled, and so nothing is sent. */
  private boolean tryToRenew() {
    try {
      return renew();
    } catch (StoreException e) {
      return true;
    }
  }

  private static Term term(Clock clock, Duration lease) {
    return new Term(clock.instant().plus(lease), System.nanoTime());
  }

  @Override
  public void close() {
    renewing.interrupt();
    leases.release(fence);
  }
}
