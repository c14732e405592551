package io.pvefleet.app.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Who may change a host now: one of all the processes that share this store. Each new owner gets a greater number, and a write is
 * journalled only under the newest: one that was held up past its lease, or whose clock jumped, finds that it lost the host before
 * it sends anything. A lease that its owner no longer renews runs out, so that a process that died is no obstacle.
 */
public interface Leases {

  /** Takes or renews; empty where another owner has it at {@code now}. Renewing keeps the number. */
  Optional<Fence> take(String host, String owner, Instant now, Instant until);

  /** Takes it from an owner of whom it is known that it is no more; empty where somebody else was faster. */
  Optional<Fence> takeFrom(Fence gone, String owner, Instant until);

  /** Who has the host, whether or not the time has run out; empty where it was given back. */
  Optional<Holder> holder(String host);

  /** Gives back; nothing where the number is an old one. */
  void release(Fence fence);

  /**
   * A host's number, greater with every new owner.
   *
   * @param number from one on; never used again for that host, also after a release
   */
  record Fence(String host, long number) {}

  /** An owner and its number. */
  record Holder(Fence fence, String owner) {}
}
