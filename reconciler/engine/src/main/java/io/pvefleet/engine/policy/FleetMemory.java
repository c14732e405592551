package io.pvefleet.engine.policy;

import java.util.Set;

/**
 * What policy must remember from one run to the next to tell a loss from what was never there. Immutable.
 *
 * @param hosts names of the hosts of the last applied commit; empty where none was applied yet
 * @param vms how many VMs that commit declared
 * @param reached names of the hosts that answered in the last pass over the fleet that found our own network sound; empty where
 *     there was none, then every declared host is taken to have answered
 * @param spending what counts towards limits beside the plans
 */
public record FleetMemory(Set<String> hosts, int vms, Set<String> reached, Spending spending) {

  /** Nothing is remembered: the first run, or a store that was lost. */
  public static final FleetMemory NONE = new FleetMemory(Set.of(), 0, Set.of());

  public FleetMemory {
    hosts = Set.copyOf(hosts);
    reached = Set.copyOf(reached);
  }

  /** A memory of which only the plans at hand count towards limits. */
  public FleetMemory(Set<String> hosts, int vms, Set<String> reached) {
    this(hosts, vms, reached, Spending.NONE);
  }

  /** This memory with that spending. */
  public FleetMemory with(Spending other) {
    return new FleetMemory(hosts, vms, reached, other);
  }
}
