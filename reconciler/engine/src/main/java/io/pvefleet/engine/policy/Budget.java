package io.pvefleet.engine.policy;

import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.fleet.model.FleetSettings.Limits;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** What waits on which hosts, for a reason. */
  private record Hold(Set<String> hosts, Predicate<Change> which, String detail) {}

  /** What is made of each of those plans. */
  UnaryOperator<HostPlan> judge(List<Weight> weights) {
    Optional<Hold> early = passedOver(weights);
    if (early.isPresent()) {
      return plan -> shown(hold(plan, early.get()));
    }
    Optional<Hold> deletions = deletions(weights);
    Set<String> waiting = deletions.map(Hold::hosts).orElse(Set.of());
    Optional<Hold> destructions = destructions(weights, waiting);
    return plan -> {
      HostPlan first = deletions.map(hold -> hold(plan, hold)).orElse(plan);
      return shown(destructions.map(hold -> hold(first, hold)).orElse(first));
    };
  }

  /** Until every host has been looked at for the commit nobody knows what it comes to; then nothing that counts is left to count. */
  private Optional<Hold> passedOver(List<Weight> weights) {
    int unseen = spending.unseen().size();
    return unseen == 0
        ? Optional.empty()
        : Optional.of(new Hold(
            weights.stream().filter(weight -> !weight.isNothing()).map(weight -> weight.plan().host()).collect(Collectors.toSet()),
            change -> isRemoval(change) || isDestructive(change),
            "It waits until every host has been looked at for this commit, whose limits are those of the whole fleet; %d %s still to come."
                .formatted(unseen, unseen == 1 ? "host is" : "hosts are")));
  }

  private Optional<Hold> deletions(List<Weight> weights) {
    SortedSet<String> wanted = wanted(weights, Weight::removals, Set.of());
    leaving(weights).forEach(wanted::add);
    SortedSet<String> all = new TreeSet<>(wanted);
    all.addAll(spending.removed());
    return all.size() > limits.maxDeletions()
        ? Optional.of(holdHosts(weights, Weight::removals,
            ("%d VMs that left Git would be deleted or stopped (%s)%s; limits.maxDeletions in fleet.yaml allows %d for one "
                  + "commit. All changes of their hosts wait. Remove fewer at once, raise the limit, or let single ones through with "
                  + "`pvefleet approve %s`.")
                .formatted(all.size(), some(all), already(spending.removed()), limits.maxDeletions(), first(wanted, all))))
        : Optional.empty();
  }

  /** VMs that left Git on hosts whose plan does not say all there is to know. */
  private Stream<String> leaving(List<Weight> weights) {
    if (spending.leaving().isEmpty()) {
      return Stream.empty();
    }
    Set<String> known = weights.stream().map(Weight::plan).filter(plan -> plan.reach() instanceof Reach.Reached).map(HostPlan::host)
        .collect(Collectors.toSet());
    return spending.leaving().entrySet().stream()
        .filter(host -> !known.contains(host.getKey()))
        .flatMap(host -> host.getValue().stream());
  }

  /**
   * @param waiting hosts on which everything waits already
   */
  private Optional<Hold> destructions(List<Weight> weights, Set<String> waiting) {
    SortedSet<String> wanted = wanted(weights, Weight::destructions, waiting);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    SortedSet<String> all = new TreeSet<>(wanted);
    all.addAll(spending.destroyed());
    long whole = vms + undeclared(all, weights);
    return all.size() * 100L > whole * limits.maxDestructivePercent()
        ? Optional.of(holdHosts(weights, Weight::destructions,
            ("%d of %d VMs would lose data or a device (%s)%s; limits.maxDestructivePercent in fleet.yaml allows %d %% for one commit. All "
                  + "changes of their hosts wait. Change fewer at once, raise the limit, or let single ones through with "
                  + "`pvefleet approve %s`.")
                .formatted(
                    all.size(), whole, some(all), already(spending.destroyed()), limits.maxDestructivePercent(), first(wanted, all))))
        : Optional.empty();
  }

  /** How many of them the commit no longer declares: they belong to the fleet that loses them. */
  private static long undeclared(Set<String> keys, List<Weight> weights) {
    Map<String, HostPlan> plans = new HashMap<>();
    weights.forEach(weight -> plans.put(weight.plan().host(), weight.plan()));
    return keys.stream().filter(key -> {
      HostPlan plan = plans.get(key.substring(0, key.indexOf('/')));
      return plan != null && plan.changes().stream()
          .filter(change -> !(change instanceof Change.Delete) && !(change instanceof Change.Release))
          .noneMatch(change -> change.head().vm().key().equals(key));
    }).count();
  }

  /** Who let it through stands beside what is done; a deletion that waited for consent says so already. */
  private HostPlan shown(HostPlan plan) {
    // Judged once for each pass over each host, and nearly always without any approval.
    return spending.approvals().isEmpty()
        ? plan
        : plan.with(plan.changes().stream().map(change -> shown(plan, change)).toList());
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

  /** VMs that count, but for those that were approved and those that wait. */
  private SortedSet<String> wanted(List<Weight> weights, Function<Weight, List<Change>> which, Set<String> waiting) {
    SortedSet<String> keys = new TreeSet<>();
    for (Weight weight : weights) {
      if (!which.apply(weight).isEmpty() && !waiting.contains(weight.plan().host())) {
        which.apply(weight).stream()
            .filter(change -> !isApproved(weight.plan(), change))
            .forEach(change -> keys.add(change.head().vm().key()));
      }
    }
    return keys;
  }

  /** Everything on each host that contributes, but for what was approved. */
  private Hold holdHosts(List<Weight> weights, Function<Weight, List<Change>> counts, String detail) {
    return new Hold(
        weights.stream()
            .filter(weight -> counts.apply(weight).stream().anyMatch(change -> !isApproved(weight.plan(), change)))
            .map(weight -> weight.plan().host())
            .collect(Collectors.toSet()),
        _ -> true, detail);
  }

  private HostPlan hold(HostPlan plan, Hold hold) {
    return hold.hosts().contains(plan.host())
        ? plan.with(plan.changes().stream()
            .map(change -> {
              boolean waits = Policy.isAllowed(change) && hold.which().test(change) && !isApproved(plan, change);
              return waits ? Policy.held(change, hold.detail()) : change;
            })
            .toList())
        : plan;
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
