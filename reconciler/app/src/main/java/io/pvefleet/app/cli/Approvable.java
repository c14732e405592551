package io.pvefleet.app.cli;

import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.policy.Policy;
import java.util.List;
import java.util.Set;

/** What of a plan a person may let through: what a limit or the want of consent holds, and nothing else. */
final class Approvable {

  private Approvable() {}

  /** A deletion, a removal or a loss that waits for a word; not what only waits along with its host. */
  static boolean isApprovable(Change change) {
    return change.head().verdict() instanceof Verdict.Held(Why why, String detail)
        && (why == Why.LIMIT || why == Why.APPROVAL)
        && (Policy.isRemoval(change) || Policy.isDestructive(change))
        && !change.head().digest().isEmpty();
  }

  /** Another VM than the one that was applied: accepted only where a person names it. */
  static boolean isAnotherVm(Change change) {
    return change instanceof Change.Keep
        && change.head().verdict() instanceof Verdict.Held(Why why, String detail)
        && why == Why.CONFLICT
        && !change.head().digest().isEmpty();
  }

  /** That plan with nothing else in it. */
  static FleetPlan of(FleetPlan plan) {
    return new FleetPlan(plan.revision(), List.of(), plan.hosts().stream()
        .map(host -> only(host, host.changes().stream().filter(Approvable::isApprovable).toList()))
        .filter(host -> !host.changes().isEmpty())
        .toList());
  }

  /**
   * That plan with only what may be approved of these VMs in it.
   *
   * @param vms as {@code host/vmid}
   */
  static FleetPlan of(FleetPlan plan, Set<String> vms) {
    return new FleetPlan(plan.revision(), List.of(), plan.hosts().stream()
        .map(host -> only(host, host.changes().stream()
            .filter(change -> vms.contains(change.head().vm().key()) && (isApprovable(change) || isAnotherVm(change))).toList()))
        .filter(host -> !host.changes().isEmpty())
        .toList());
  }

  static List<Change> changes(FleetPlan plan) {
    return plan.hosts().stream().flatMap(host -> host.changes().stream()).toList();
  }

  private static HostPlan only(HostPlan host, List<Change> changes) {
    return new HostPlan(host.host(), host.site(), host.observedAt(), host.reach(), changes, List.of(), List.of());
  }
}
