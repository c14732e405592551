package io.pvefleet.engine.policy;

import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import java.util.List;

/**
 * What of one host's plan counts towards the limits, which are those of the whole fleet: found out once for each plan, since every
 * pass over one host has all of them judged together. Immutable.
 *
 * @param plan before policy
 * @param removals of its changes, those that may be made and take a VM that left Git away for good
 * @param destructions of its changes, those that may be made and lose data or a device
 */
public record Weight(HostPlan plan, List<Change> removals, List<Change> destructions) {
  public Weight {
    removals = List.copyOf(removals);
    destructions = List.copyOf(destructions);
  }

  /** What that plan comes to; most come to nothing. */
  public static Weight of(HostPlan plan) {
    List<Change> allowed = plan.changes().stream().filter(Policy::isAllowed).toList();
    return new Weight(plan, allowed.stream().filter(Budget::isRemoval).toList(), allowed.stream().filter(Budget::isDestructive).toList());
  }

  /** Whether nothing in the plan counts. */
  public boolean isNothing() {
    return removals.isEmpty() && destructions.isEmpty();
  }
}
