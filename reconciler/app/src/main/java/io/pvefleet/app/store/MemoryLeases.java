package io.pvefleet.app.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leases in memory. */
final class MemoryLeases implements Leases {

  private final Map<String, Lease> leases = new HashMap<>();

  private record Lease(String owner, Instant until, long number) {}

  @Override
  public synchronized Optional<Fence> take(String host, String owner, Instant now, Instant until) {
    Lease lease = leases.getOrDefault(host, new Lease("", Instant.MIN, 0));
    boolean isRenewal = lease.owner().equals(owner);
    if (!isRenewal && lease.until().isAfter(now)) {
      return Optional.empty();
    }
    return Optional.of(put(host, new Lease(owner, until, isRenewal ? lease.number() : lease.number() + 1)));
  }

  @Override
  public synchronized Optional<Fence> takeFrom(Fence gone, String owner, Instant until) {
    return isCurrent(gone) ? Optional.of(put(gone.host(), new Lease(owner, until, gone.number() + 1))) : Optional.empty();
  }

  @Override
  public synchronized Optional<Holder> holder(String host) {
    Lease lease = leases.get(host);
    return lease == null || lease.owner().isEmpty()
        ? Optional.empty()
        : Optional.of(new Holder(new Fence(host, lease.number()), lease.owner()));
  }

  @Override
  public synchronized void release(Fence fence) {
    if (isCurrent(fence)) {
      put(fence.host(), new Lease("", Instant.MIN, fence.number()));
    }
  }

  synchronized boolean isCurrent(Fence fence) {
    Lease lease = leases.get(fence.host());
    return lease != null && lease.number() == fence.number() && !lease.owner().isEmpty();
  }

  private Fence put(String host, Lease lease) {
    leases.put(host, lease);
    return new Fence(host, lease.number());
  }
}
