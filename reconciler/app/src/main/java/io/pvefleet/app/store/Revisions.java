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
