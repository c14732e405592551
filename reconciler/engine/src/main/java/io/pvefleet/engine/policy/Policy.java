package io.pvefleet.engine.policy;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.FleetSettings.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of the hosts' plans may happen in one run. A limit that is exceeded holds everything that counts towards it and never
 * picks a few: which ones would be arbitrary. Policy only ever turns Allowed into Held.
 */
public final class Policy {

  private Policy() {}

  /** The fleet's plan, judged. The plans may be those of some hosts only; limits that need the whole fleet take it from Git. */
  public static FleetPlan judge(EngineFleet fleet, List<HostPlan> plans, FleetMemory last) {
    Limits limits = fleet.fleet().settings().limits();
    List<HostPlan> sorted =
        plans.stream().sorted(Comparator.comparing(HostPlan::site).thenComparing(HostPlan::host)).toList();
    List<String> holds = new ArrayList<>();
    empty(fleet, last).ifPresent(holds::add);
    lostHosts(fleet, last, limits).ifPresent(holds::add);
    vanished(sorted, last, limits).ifPresent(holds::add);
    List<HostPlan> judged = holds.isEmpty()
        ? withinLimits(fleet, sorted, limits)
        : hold(sorted, change -> true, Why.LIMIT, String.join(" ", holds));
    return new FleetPlan(fleet.fleet().revision(), holds, judged);
  }

  private static Optional<String> empty(EngineFleet fleet, FleetMemory last) {
    if (fleet.hosts().isEmpty()) {
      return Optional.of("The commit declares no host. An empty fleet is refused: it is more often a lost folder than a wish.");
    }
    return fleet.vmCount() == 0 && last.vms() > 0
        ? Optional.of(
            "The commit declares no VM, the last applied one declared %d. An empty fleet is refused: remove VMs in smaller steps."
                .formatted(last.vms()))
        : Optional.empty();
  }

  private static Optional<String> lostHosts(EngineFleet fleet, FleetMemory last, Limits limits) {
    Set<String> lost = new TreeSet<>(last.hosts());
    fleet.hosts().stream().map(DesiredHost::host).forEach(host -> lost.remove(host.name()));
    return isOver(lost.size(), last.hosts().size(), limits.maxHostsLostPercent())
        ? Optional.of(("The commit drops %d of the %d hosts that the last applied one declared (%s); at most %d %% may go at once."
                + " Drop them in smaller steps, or raise limits.maxHostsLostPercent in fleet.yaml.")
            .formatted(lost.size(), last.hosts().size(), some(lost), limits.maxHostsLostPercent()))
        : Optional.empty();
  }

  /** Hosts that were never there today say nothing of our network; hosts that answered a moment ago do. */
  private static Optional<String> vanished(List<HostPlan> plans, FleetMemory last, Limits limits) {
    Set<String> before = plans.stream().map(HostPlan::host).collect(Collectors.toCollection(TreeSet::new));
    if (!last.reached().isEmpty()) {
      before.retainAll(last.reached());
    }
    Set<String> gone = plans.stream()
        .filter(plan -> plan.reach() instanceof Reach.NotReached)
        .map(HostPlan::host)
        .filter(before::contains)
        .collect(Collectors.toCollection(TreeSet::new));
    return isOver(gone.size(), before.size(), limits.maxHostsUnreachablePercent())
        ? Optional.of(("%d of %d hosts do not answer any more (%s), more than %d %%: our own network is suspect, so nothing is applied."
                + " Mend the network, or raise limits.maxHostsUnreachablePercent in fleet.yaml.")
            .formatted(gone.size(), before.size(), some(gone), limits.maxHostsUnreachablePercent()))
        : Optional.empty();
  }

  private static List<HostPlan> withinLimits(EngineFleet fleet, List<HostPlan> plans, Limits limits) {
    long deletions = count(plans, Policy::isDeletion);
    List<HostPlan> judged = plans;
    if (deletions > limits.maxDeletions()) {
      judged = hold(judged, Policy::isDeletion, Why.LIMIT,
          "%d VMs would be deleted, limits.maxDeletions in fleet.yaml allows %d in one run. Remove fewer at once, or raise it."
              .formatted(deletions, limits.maxDeletions()));
    }
    long destructive = count(plans, Policy::isDestructive);
    return isOver(destructive, fleet.vmCount(), limits.maxDestructivePercent())
        ? hold(judged, Policy::isDestructive, Why.LIMIT,
            ("%d of %d VMs would lose data or a device, limits.maxDestructivePercent in fleet.yaml allows "
                + "%d %% in one run. Change fewer at once, or raise it.")
                .formatted(destructive, fleet.vmCount(), limits.maxDestructivePercent()))
        : judged;
  }

  private static boolean isDeletion(Change change) {
    return change instanceof Change.Delete;
  }

  private static boolean isDestructive(Change change) {
    return change instanceof Change.Delete
        // What an Adopt shows beside its tag is not done by it.
        || !(change instanceof Change.Adopt)
            && change.attributes().stream().anyMatch(attribute -> attribute.impact() == Impact.DESTRUCTIVE)
        || change.steps().stream().anyMatch(step -> step.impact() == Impact.DESTRUCTIVE);
  }

  private static long count(List<HostPlan> plans, Predicate<Change> which) {
    return plans.stream().flatMap(plan -> plan.changes().stream()).filter(Policy::isAllowed).filter(which).count();
  }

  private static List<HostPlan> hold(List<HostPlan> plans, Predicate<Change> which, Why why, String detail) {
    return plans.stream()
        .map(plan -> plan.with(plan.changes().stream()
            .map(change -> isAllowed(change) && which.test(change) ? held(change, why, detail) : change)
            .toList()))
        .toList();
  }

  private static Change held(Change change, Why why, String detail) {
    return change.with(change.head().with(new Verdict.Held(why, detail), VmState.HELD, change.head().stateDetail()));
  }

  /** Something would happen and may; a Keep asks for nothing. */
  private static boolean isAllowed(Change change) {
    return !(change instanceof Change.Keep) && change.head().verdict() instanceof Verdict.Allowed;
  }

  private static boolean isOver(long part, long whole, int percent) {
    return part > 0 && part * 100 > whole * percent;
  }

  private static String some(Collection<String> names) {
    int shown = 3;
    String first = names.stream().limit(shown).collect(Collectors.joining(", "));
    return names.size() > shown ? first + " and %d more".formatted(names.size() - shown) : first;
  }
}
