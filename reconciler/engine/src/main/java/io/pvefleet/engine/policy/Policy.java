package io.pvefleet.engine.policy;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.FleetSettings.Limits;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of the hosts' plans may happen in one run. A limit that is exceeded holds the hosts that contribute to it as a whole and
 * never picks a few changes: which ones would be arbitrary. Policy only ever turns Allowed into Held.
 */
public final class Policy {
  private static final String SUSPECT = "our own network is suspect, so nothing is applied.";

  private Policy() {}

  /** Whether what holds the fleet is that too many hosts vanished at once: then their silence says nothing of them. */
  public static boolean suspectsNetwork(String hold) {
    return hold.contains(SUSPECT);
  }

  /** The fleet's plan, judged. The plans may be those of some hosts only; limits that need the whole fleet take it from Git. */
  public static FleetPlan judge(EngineFleet fleet, List<HostPlan> plans, FleetMemory last) {
    Judgement judgement = weigh(fleet, plans.stream().map(Weight::of).toList(), last);
    return new FleetPlan(
        fleet.fleet().revision(),
        judgement.holds(),
        plans.stream().sorted(Comparator.comparing(HostPlan::site).thenComparing(HostPlan::host)).map(judgement.limits()).toList());
  }

  /** The same for who wants the plan of one host after policy, again and again: what was found out of the others is used again. */
  public static Judgement weigh(EngineFleet fleet, List<Weight> weights, FleetMemory last) {
    Limits limits = fleet.fleet().settings().limits();
    int vms = fleet.vmCount();
    List<String> holds = Stream.of(empty(fleet, vms, last), lostHosts(fleet, last, limits), vanished(fleet, weights, last, limits))
        .flatMap(Optional::stream)
        .toList();
    String detail = String.join(" ", holds);
    return new Judgement(
        holds,
        weights,
        holds.isEmpty()
            ? new Budget(fleet.fleet().revision(), limits, vms, last.spending()).judge(weights)
            : plan -> hold(plan, detail));
  }

  /** Whether the change takes a VM that left Git away for good, by deleting or by stopping it; {@code limits.maxDeletions} counts it. */
  public static boolean isRemoval(Change change) {
    return Budget.isRemoval(change);
  }

  /** Whether data or a device is lost; {@code limits.maxDestructivePercent} counts it. */
  public static boolean isDestructive(Change change) {
    return Budget.isDestructive(change);
  }

  private static Optional<String> empty(EngineFleet fleet, int vms, FleetMemory last) {
    if (fleet.hosts().isEmpty()) {
      return Optional.of("The commit declares no host. An empty fleet is refused: it is more often a lost folder than a wish.");
    }
    return vms == 0 && last.vms() > 0
        ? Optional.of(
            "The commit declares no VM, the last applied one declared %d. An empty fleet is refused: remove VMs in smaller steps."
                .formatted(last.vms()))
        : Optional.empty();
  }

  private static Optional<String> lostHosts(EngineFleet fleet, FleetMemory last, Limits limits) {
    Set<String> declared = fleet.hosts().stream().map(host -> host.host().name()).collect(Collectors.toSet());
    Set<String> lost = last.hosts().stream().filter(host -> !declared.contains(host)).collect(Collectors.toCollection(TreeSet::new));
    return isOver(lost.size(), last.hosts().size(), limits.maxHostsLostPercent())
        ? Optional.of(("The commit drops %d of the %d hosts that the last applied one declared (%s); at most %d %% may go at once."
                + " Drop them in smaller steps, or raise limits.maxHostsLostPercent in fleet.yaml.")
            .formatted(lost.size(), last.hosts().size(), some(lost), limits.maxHostsLostPercent()))
        : Optional.empty();
  }

  /**
   * Counted against the hosts that the fleet declares and that answered a moment ago, so that neither hosts that were never there
   * today nor a plan of one picked host say anything of our network. A host that answered and said no has not vanished; and where one
   * host is all there is, its silence tells nothing of the network and leaves nobody to be held back.
   */
  private static Optional<String> vanished(EngineFleet fleet, List<Weight> weights, FleetMemory last, Limits limits) {
    Set<String> gone = weights.stream()
        .map(Weight::plan)
        .filter(plan -> plan.reach() instanceof Reach.NotReached(FaultKind kind, String message) && kind == FaultKind.UNREACHABLE)
        .map(HostPlan::host)
        .collect(Collectors.toCollection(TreeSet::new));
    if (gone.isEmpty()) {
      return Optional.empty(); // as nearly always, and this is asked at every pass over each host
    }
    Set<String> before = fleet.hosts().stream().map(host -> host.host().name()).collect(Collectors.toCollection(TreeSet::new));
    if (!last.reached().isEmpty()) {
      before.retainAll(last.reached());
    }
    gone.retainAll(before);
    if (before.size() < 2 || !isOver(gone.size(), before.size(), limits.maxHostsUnreachablePercent())) {
      return Optional.empty();
    }
    String remedy = " Mend the network, or raise limits.maxHostsUnreachablePercent in fleet.yaml.";
    return Optional.of(gone.size() == before.size()
        ? ("None of the %d hosts answers any more (%s): " + SUSPECT + "%s")
            .formatted(before.size(), some(gone), remedy)
        : ("%d of %d hosts do not answer any more (%s), more than %d %%: " + SUSPECT + "%s")
            .formatted(gone.size(), before.size(), some(gone), limits.maxHostsUnreachablePercent(), remedy));
  }

  private static HostPlan hold(HostPlan plan, String detail) {
    return plan.with(plan.changes().stream().map(change -> isAllowed(change) ? held(change, detail) : change).toList());
  }

  static Change held(Change change, String detail) {
    return change.with(change.head().with(new Verdict.Held(Why.LIMIT, detail), VmState.HELD, change.head().stateDetail()));
  }

  /** Something would happen and may; a Keep asks for nothing. */
  static boolean isAllowed(Change change) {
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
