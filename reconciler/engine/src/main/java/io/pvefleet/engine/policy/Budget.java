package io.pvefleet.engine.policy;

import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.fleet.model.FleetSettings.Limits;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The limits of deletions and of destruction for one commit. What exceeds one holds the hosts that contribute to it as a whole: a part
 * of a plan that nobody meant is not safer than all of it. What a person approved neither counts nor waits.
 */
final class Budget {

  private static final int NAMED = 4;

  private final String revision;
  private final Limits limits;
  private final int vms;
  private final Spending spending;

  /**
   * @param vms how many the commit declares
   */
  Budget(String revision, Limits limits, int vms, Spending spending) {
    this.revision = revision;
    this.limits = limits;
    this.vms = vms;
    this.spending = spending;
  }

  List<HostPlan> judge(List<HostPlan> plans) {
    return shown(destructions(deletions(passedOver(plans))));
  }

  /** Until every host has been looked at for the commit nobody knows what it comes to. */
  private List<HostPlan> passedOver(List<HostPlan> plans) {
    return spending.unseen().isEmpty()
        ? plans
        : hold(plans, plan -> true, change -> isRemoval(change) || isDestructive(change),
            "It waits until every host has been looked at for this commit, whose limits are those of the whole fleet; %d %s still to come."
                .formatted(spending.unseen().size(), spending.unseen().size() == 1 ? "host is" : "hosts are"));
  }

  private List<HostPlan> deletions(List<HostPlan> plans) {
    Set<String> known = known(plans);
    SortedSet<String> wanted = wanted(plans, Budget::isRemoval);
    spending.leaving().forEach((host, vmids) -> wanted.addAll(known.contains(host) ? Set.of() : vmids));
    SortedSet<String> all = new TreeSet<>(wanted);
    all.addAll(spending.removed());
    return all.size() > limits.maxDeletions()
        ? holdHosts(plans, Budget::isRemoval,
            ("%d VMs that left Git would be deleted or stopped (%s)%s; limits.maxDeletions in fleet.yaml allows %d for one "
                  + "commit. All changes of their hosts wait. Remove fewer at once, raise the limit, or let single ones through with "
                  + "`pvefleet approve %s`.")
                .formatted(all.size(), some(all), already(spending.removed()), limits.maxDeletions(), first(wanted, all)))
        : plans;
  }

  private List<HostPlan> destructions(List<HostPlan> plans) {
    SortedSet<String> wanted = wanted(plans, Budget::isDestructive);
    SortedSet<String> all = new TreeSet<>(wanted);
    all.addAll(spending.destroyed());
    long whole = vms + leaving(all, plans);
    return !wanted.isEmpty() && all.size() * 100L > whole * limits.maxDestructivePercent()
        ? holdHosts(plans, Budget::isDestructive,
            ("%d of %d VMs would lose data or a device (%s)%s; limits.maxDestructivePercent in fleet.yaml allows %d %% for one commit. All "
                  + "changes of their hosts wait. Change fewer at once, raise the limit, or let single ones through with "
                  + "`pvefleet approve %s`.")
                .formatted(all.size(), whole, some(all), already(spending.destroyed()), limits.maxDestructivePercent(), first(wanted, all)))
        : plans;
  }

  /** How many of them the commit no longer declares: they belong to the fleet that loses them. */
  private static long leaving(Set<String> keys, List<HostPlan> plans) {
    Set<String> hosts = plans.stream().map(HostPlan::host).collect(Collectors.toSet());
    Set<String> declared = plans.stream()
        .flatMap(plan -> plan.changes().stream())
        .filter(change -> !(change instanceof Change.Delete) && !(change instanceof Change.Release))
        .map(change -> change.head().vm().key())
        .collect(Collectors.toSet());
    return keys.stream().filter(key -> hosts.contains(key.substring(0, key.indexOf('/'))) && !declared.contains(key)).count();
  }

  /** Who let it through stands beside what is done; a deletion that waited for consent says so already. */
  private List<HostPlan> shown(List<HostPlan> plans) {
    // Judged once for each pass over each host, and nearly always without any approval.
    return spending.approvals().isEmpty() ? plans : plans.stream()
        .map(plan -> plan.with(plan.changes().stream().map(change -> shown(plan, change)).toList()))
        .toList();
  }

  private Change shown(HostPlan plan, Change change) {
    boolean mayCount = Policy.isAllowed(change) && (isRemoval(change) || isDestructive(change));
    return mayCount
            && Approval.of(spending.approvals(), change.head(), revision, plan.observedAt())
                instanceof Approval.Standing.Holds(Approval approval)
            && !change.head().stateDetail().contains(approval.shown())
        ? change.with(change.head().with(
            change.head().verdict(), change.head().state(), change.head().stateDetail() + ", " + approval.shown()))
        : change;
  }

  /** Hosts whose plan says all there is to know. */
  private static Set<String> known(List<HostPlan> plans) {
    return plans.stream().filter(plan -> plan.reach() instanceof Reach.Reached).map(HostPlan::host).collect(Collectors.toSet());
  }

  private SortedSet<String> wanted(List<HostPlan> plans, Predicate<Change> which) {
    SortedSet<String> keys = new TreeSet<>();
    for (HostPlan plan : plans) {
      plan.changes().stream()
          .filter(change -> Policy.isAllowed(change) && which.test(change) && !isApproved(plan, change))
          .forEach(change -> keys.add(change.head().vm().key()));
    }
    return keys;
  }

  /** Everything on each host that contributes, but for what was approved. */
  private List<HostPlan> holdHosts(List<HostPlan> plans, Predicate<Change> counts, String detail) {
    return hold(plans,
        plan -> plan.changes().stream().anyMatch(c -> Policy.isAllowed(c) && counts.test(c) && !isApproved(plan, c)),
        change -> true, detail);
  }

  private List<HostPlan> hold(List<HostPlan> plans, Predicate<HostPlan> host, Predicate<Change> which, String detail) {
    return plans.stream()
        .map(plan -> host.test(plan)
            ? plan.with(plan.changes().stream()
                .map(change -> {
                  boolean waits = Policy.isAllowed(change) && which.test(change) && !isApproved(plan, change);
                  return waits ? Policy.held(change, detail) : change;
                })
                .toList())
            : plan)
        .toList();
  }

  private boolean isApproved(HostPlan plan, Change change) {
    return Approval.of(spending.approvals(), change.head(), revision, plan.observedAt()) instanceof Approval.Standing.Holds;
  }

  /** A till that goes dark is no smaller loss than one that is deleted; one that only loses its tag runs on. */
  static boolean isRemoval(Change change) {
    return change instanceof Change.Delete
        || change instanceof Change.Release && change.steps().stream().anyMatch(step -> step.impact() == Impact.OFFLINE);
  }

  static boolean isDestructive(Change change) {
    return change instanceof Change.Delete
        // What an Adopt shows beside its tag is not done by it.
        || !(change instanceof Change.Adopt)
            && change.attributes().stream().anyMatch(attribute -> attribute.impact() == Impact.DESTRUCTIVE)
        || change.steps().stream().anyMatch(step -> step.impact() == Impact.DESTRUCTIVE);
  }

  private static String already(Set<String> spent) {
    return spent.isEmpty() ? "" : ", %d of them already within the last day".formatted(spent.size());
  }

  private static String first(SortedSet<String> wanted, SortedSet<String> all) {
    return (wanted.isEmpty() ? all : wanted).getFirst();
  }

  private static String some(Collection<String> names) {
    String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() > NAMED ? first + " and %d more".formatted(names.size() - NAMED) : first;
  }
}
