package io.pvefleet.pve.simulator.world.task;

import java.util.Collections;
import java.util.SequencedSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The file locks of guests that a task holds while it runs.
 *
 * @param exclusive vmids that nobody else may hold
 * @param shared vmids that others may share, as several clones do with a stopped source
 */
public record Locks(SequencedSet<Integer> exclusive, SequencedSet<Integer> shared) {

  public static final Locks NONE = new Locks(new LinkedHashSet<>(), new LinkedHashSet<>());

  public Locks {
    exclusive = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(exclusive));
    shared = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(shared));
  }

  public static Locks on(int vmid) {
    return new Locks(new LinkedHashSet<>(Set.of(vmid)), new LinkedHashSet<>());
  }

  public boolean conflictsWith(Locks other) {
    return exclusive.stream().anyMatch(other::touches) || other.exclusive.stream().anyMatch(this::touches);
  }

  public boolean touches(int vmid) {
    return exclusive.contains(vmid) || shared.contains(vmid);
  }
}
