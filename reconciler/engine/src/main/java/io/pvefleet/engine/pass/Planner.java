package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.HostPlan.UnmanagedGuest;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From what Git wants of a host and what was read of it to the plan. Pure and total: the same inputs give the same plan. */
public final class Planner {

  private Planner() {}

  /**
   * The plan of one host: one change for every declared VM, one for every VM that Git no longer declares but that was to be
   * stopped or deleted with its document, and the guests that Git does not know.
   *
   * @param memory {@link HostMemory#NONE} where nothing is remembered
   */
  public static HostPlan plan(DesiredHost desired, HostObservation observed, HostMemory memory) {
    VmPlanner planner = new VmPlanner(desired, observed, memory);
    List<Change> changes = new ArrayList<>(desired.vms().stream().map(planner::change).toList());
    Set<Integer> declared = desired.vms().stream().map(vm -> vm.ref().vmid()).collect(Collectors.toSet());
    List<GuestSummary> undeclared = undeclared(observed, declared);
    List<Change> removed = undeclared.stream().flatMap(guest -> removed(observed, guest, memory).stream()).toList();
    changes.addAll(removed);
    changes.sort(Comparator.comparing(change -> change.head().vm()));
    Set<Integer> listed = removed.stream().map(change -> change.head().vm().vmid()).collect(Collectors.toSet());
    List<UnmanagedGuest> unmanaged =
        undeclared.stream().filter(guest -> !listed.contains(guest.vmid())).map(guest -> unmanaged(observed, guest)).toList();
    List<String> warnings = new ArrayList<>(observed.warnings());
    warnings.addAll(UnusedDisks.warnings(desired.vms(), observed));
    Recognition.withoutUuid(desired.vms(), observed).ifPresent(warnings::add);
    return new HostPlan(
        desired.host().name(), desired.site().name(), observed.at(), observed.reach(), changes, unmanaged, warnings);
  }

  /** Guests of our node that Git does not declare, by vmid. */
  private static List<GuestSummary> undeclared(HostObservation observed, Set<Integer> declared) {
    return switch (observed.reach()) {
      case Reach.NotReached ignored -> List.of();
      case Reach.Reached(String version, String node) -> new TreeMap<>(observed.guests()).values().stream()
          .filter(guest -> guest.node().equals(node) && !declared.contains(guest.vmid()))
          .toList();
    };
  }

  private static Optional<Change> removed(HostObservation observed, GuestSummary guest, HostMemory memory) {
    Applied applied = memory.applied().get(guest.vmid());
    if (applied == null || !isOwned(guest) || !guest.type().equals("qemu")) {
      return Optional.empty();
    }
    return switch (applied.onRemove()) {
      case ORPHAN -> Optional.empty();
      case STOP -> Optional.of(removal(observed, guest, applied, "stop"));
      case DELETE -> Optional.of(removal(observed, guest, applied, "delete"));
    };
  }

  /** A removal is shown and held: what pvefleet does with VMs that left Git ends at reporting them. */
  private static Change removal(HostObservation observed, GuestSummary guest, Applied applied, String onRemove) {
    Verdict.Held verdict = applied.protect()
        ? new Verdict.Held(Why.PROTECTION,
            ("Git no longer declares this VM, and its last applied document (%s) protects it: nothing is "
                + "done to it. Declare it again, or remove it by hand.")
                .formatted(shortRevision(applied)))
        : new Verdict.Held(Why.APPROVAL,
            ("Git no longer declares this VM; its last applied document (%s) says onRemove: %s. pvefleet stops "
                + "and deletes nothing on its own: do it by hand, or declare the VM again.")
                .formatted(shortRevision(applied), onRemove));
    Change.Head head = new Change.Head(
        new VmRef(observed.host(), guest.vmid(), guest.name()), Optional.empty(), Map.of(), VmState.HELD,
        Change.Reason.REMOVED_FROM_GIT, "no longer in Git", verdict, "");
    return new Change.Delete(head, List.of(), List.of());
  }

  private static UnmanagedGuest unmanaged(HostObservation observed, GuestSummary guest) {
    VmRef ref = new VmRef(observed.host(), guest.vmid(), guest.name());
    return new UnmanagedGuest(ref, guest.type(), guest.status(), guest.template(), isOwned(guest));
  }

  private static boolean isOwned(GuestSummary guest) {
    return guest.tags().contains(Vm.OWNERSHIP_TAG);
  }

  private static String shortRevision(Applied applied) {
    return applied.revision().length() > 10 ? applied.revision().substring(0, 10) : applied.revision();
  }
}
