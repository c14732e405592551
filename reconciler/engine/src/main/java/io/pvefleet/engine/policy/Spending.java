package io.pvefleet.engine.policy;

import io.pvefleet.engine.plan.Approval;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What counts towards the limits of deletions and destruction beside the plans at hand, so that many small runs come to no more than
 * one large one. VMs are named {@code host/vmid}. Immutable.
 *
 * @param leaving by host: VMs that left Git with the commit in force and would be deleted or stopped; counted for hosts whose plan is
 *     not known
 * @param unseen hosts that will be, but have not been looked at since the commit came into force
 * @param removed VMs that this commit has deleted or stopped within the last day
 * @param destroyed VMs of which this commit has destroyed something within the last day
 * @param approvals what persons let through, whatever a limit says
 */
public record Spending(
    Map<String, Set<String>> leaving, Set<String> unseen, Set<String> removed, Set<String> destroyed, List<Approval> approvals) {

  /** Nothing but the plans at hand. */
  public static final Spending NONE = new Spending(Map.of(), Set.of(), Set.of(), Set.of(), List.of());

  public Spending {
    leaving = Map.copyOf(leaving);
    unseen = Set.copyOf(unseen);
    removed = Set.copyOf(removed);
    destroyed = Set.copyOf(destroyed);
    approvals = List.copyOf(approvals);
  }
}
