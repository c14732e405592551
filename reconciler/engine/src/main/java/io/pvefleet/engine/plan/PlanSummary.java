package io.pvefleet.engine.plan;

import io.pvefleet.engine.observe.Reach;
import java.util.Collection;
import java.util.List;

/**
 * A plan in figures. Each declared VM counts once: as a change that may happen, as held, as waiting for a restart, as in sync, or
 * as not checked.
 *
 * @param held changes that wait, whatever for, and VMs that are in conflict
 * @param hosts in the plan, the unreachable ones included
 */
public record PlanSummary(
    int creates,
    int adopts,
    int updates,
    int deletes,
    int held,
    int waitingForRestart,
    int inSync,
    int notChecked,
    int unmanaged,
    int hosts,
    int hostsNotReachable) {

  /** The figures of a fleet's plan. */
  public static PlanSummary of(FleetPlan plan) {
    return of(plan.hosts());
  }

  /** The figures of some hosts' plans. */
  public static PlanSummary of(Collection<HostPlan> plans) {
    List<Change> changes = plans.stream().flatMap(plan -> plan.changes().stream()).toList();
    List<Change> allowed = changes.stream().filter(change -> change.head().verdict() instanceof Verdict.Allowed).toList();
    int notChecked = (int) changes.stream().filter(PlanSummary::isNotChecked).count();
    return new PlanSummary(
        count(allowed, Change.Create.class),
        count(allowed, Change.Adopt.class),
        count(allowed, Change.Update.class),
        count(allowed, Change.Delete.class),
        changes.size() - allowed.size() - notChecked,
        (int) allowed.stream().filter(c -> c instanceof Change.Keep && c.head().state() == VmState.PENDING_RESTART).count(),
        (int) allowed.stream().filter(c -> c instanceof Change.Keep && c.head().state() == VmState.IN_SYNC).count(),
        notChecked,
        plans.stream().mapToInt(plan -> plan.unmanaged().size()).sum(),
        plans.size(),
        (int) plans.stream().filter(plan -> plan.reach() instanceof Reach.NotReached).count());
  }

  /** Whether anything would be done now. */
  public boolean hasChanges() {
    return creates + adopts + updates + deletes > 0;
  }

  private static boolean isNotChecked(Change change) {
    return change.head().state() == VmState.NOT_CHECKED;
  }

  private static int count(List<Change> changes, Class<? extends Change> type) {
    return (int) changes.stream().filter(type::isInstance).count();
  }
}
