package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.HostPlan.UnmanagedGuest;
import io.pvefleet.engine.plan.VmRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From what Git wants of a host and what was read of it to the plan. Pure and total: the same inputs give the same plan. */
public final class Planner {

  private Planner() {}

  /**
   * The plan of one host: one change for every declared VM, one for every VM that was applied and that Git no
   * longer declares, and the guests that Git does not know.
   *
   * @param memory {@link HostMemory#NONE} where nothing is remembered
   */
  public static HostPlan plan(DesiredHost desired, HostObservation observed, HostMemory memory) {
    VmPlanner planner = new VmPlanner(desired, observed, memory);
    List<Change> changes = new ArrayList<>(desired.vms().stream().map(planner::change).toList());
    List<Change> removed = new Removals(desired, observed, memory).changes();
    changes.addAll(removed);
    changes.sort(Comparator.comparing(change -> change.head().vm()));
    Set<Integer> removing = removed.stream().map(change -> change.head().vm().vmid()).collect(Collectors.toSet());
    List<UnmanagedGuest> unmanaged = undeclared(observed, desired).stream()
        .filter(guest -> !removing.contains(guest.vmid()))
        .map(guest -> unmanaged(observed, guest))
        .toList();
    List<String> warnings = new ArrayList<>(observed.warnings());
    warnings.addAll(UnusedDisks.warnings(desired.vms(), observed));
    Recognition.withoutUuid(desired.vms(), observed).ifPresent(warnings::add);
    return new HostPlan(
        desired.host().name(), desired.site().name(), observed.at(), observed.reach(), changes, unmanaged, warnings);
  }

  /** Guests of our node that Git does not declare, by vmid. */
  private static List<GuestSummary> undeclared(HostObservation observed, DesiredHost desired) {
    return switch (observed.reach()) {
      case Reach.NotReached ignored -> List.of();
      case Reach.Reached(String version, String node) -> new TreeMap<>(observed.guests()).values().stream()
          .filter(guest -> guest.node().equals(node) && !desired.declares(guest.vmid()))
          .toList();
    };
  }

  private static UnmanagedGuest unmanaged(HostObservation observed, GuestSummary guest) {
    VmRef ref = new VmRef(observed.host(), guest.vmid(), guest.name());
    return new UnmanagedGuest(ref, guest.type(), guest.status(), guest.template(), Removals.isOwned(guest));
  }
}
