package io.pvefleet.app.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Commits that came into force: the last one is what the next is judged against. */
public interface Revisions {

  void put(InForce inForce);

  Optional<InForce> last();

  /** Notes who made a commit; of one that is known already nothing new is noted. */
  void describe(Made commit);

  /** Who made that commit; empty where it was never noted. */
  Optional<Made> made(String revision);

  /** Who made a commit, when, and what its first line says. */
  record Made(String revision, String author, Instant at, String message) {}

  /**
   * A commit in force.
   *
   * @param hosts names of its hosts
   */
  record InForce(String revision, Instant at, SortedSet<String> hosts, int vms) {
    public InForce {
      hosts = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }

    public static InForce of(String revision, Instant at, Set<String> hosts, int vms) {
      return new InForce(revision, at, new TreeSet<>(hosts), vms);
    }
  }
}
