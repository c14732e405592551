package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.pve.wire.PveRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a finished plan against the promises that hold for every plan, by other means than those that made it. A breach is a
 * mistake in pvefleet, never in an input, so that it throws.
 */
public final class PlanCheck {

  private PlanCheck() {}

  /** The plan itself; throws IllegalStateException that names every breach. */
  public static HostPlan checked(HostPlan plan, HostObservation observed) {
    List<String> breaches = breaches(plan, observed);
    if (!breaches.isEmpty()) {
      throw new IllegalStateException("the plan of host %s breaks its promises: %s".formatted(plan.host(), String.join("; ", breaches)));
    }
    return plan;
  }

  private static List<String> breaches(HostPlan plan, HostObservation observed) {
    List<String> breaches = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    int before = -1;
    for (Change change : plan.changes()) {
      int vmid = change.head().vm().vmid();
      check(seen.add(vmid), "VM %d has two changes".formatted(vmid), breaches);
      check(vmid > before, "VM %d is out of order".formatted(vmid), breaches);
      before = vmid;
      change(change, observed, breaches);
    }
    check(plan.changes().stream().allMatch(c -> c.steps().isEmpty()) || plan.reach() instanceof Reach.Reached,
        "steps on a host that was not reached", breaches);
    check(plan.unmanaged().stream().noneMatch(g -> seen.contains(g.vm().vmid())), "a declared VM counts as unmanaged", breaches);
    return breaches;
  }

  private static void change(Change change, HostObservation observed, List<String> breaches) {
    int vmid = change.head().vm().vmid();
    boolean held = change.head().verdict() instanceof Verdict.Held;
    Observed<?> known = observed.vms().get(vmid);
    if (known instanceof Observed.Unknown) {
      check(change.steps().isEmpty(), "VM %d is unknown and has steps".formatted(vmid), breaches);
      check(held, "VM %d is unknown and not held".formatted(vmid), breaches);
    }
    check(!(change instanceof Change.Create) || known instanceof Observed.Absent,
        "VM %d is created without being absent".formatted(vmid), breaches);
    removal(change, observed, breaches);
    check(!held || change.head().state() != VmState.IN_SYNC, "VM %d is held and in sync".formatted(vmid), breaches);
    boolean exists = !(change instanceof Change.Create || change instanceof Change.Keep);
    check(!exists || held || !change.steps().isEmpty(), "VM %d is to change and has no step".formatted(vmid), breaches);
    check(!exists || !change.head().digest().isEmpty(), "VM %d is to change and has no digest".formatted(vmid), breaches);
    Set<String> keys = new HashSet<>();
    for (Step step : change.steps()) {
      check(keys.add(step.key()), "VM %d has two steps %s".formatted(vmid, step.key()), breaches);
      check(step.request().method() != PveRequest.Method.GET, "VM %d has a read among its steps".formatted(vmid), breaches);
      check(step.request().method() != PveRequest.Method.DELETE || isDeletion(change, step),
          "VM %d has a deleting step that is no deletion of a VM which left Git".formatted(vmid), breaches);
    }
    change.steps().stream().filter(step -> exists && writesConfig(step)).findFirst().ifPresent(step -> check(
        step.request().shown("digest").equals(change.head().digest()),
        "VM %d: \"%s\" does not carry the digest".formatted(vmid, step.title()), breaches));
  }

  /** Read from the observation itself: whatever made the plan, only a VM that says it is ours and is not protected may go. */
  private static void removal(Change change, HostObservation observed, List<String> breaches) {
    boolean removes = change instanceof Change.Delete || change instanceof Change.Release;
    if (!removes) {
      return;
    }
    int vmid = change.head().vm().vmid();
    Optional<VmObservation> found = Optional.ofNullable(observed.vms().get(vmid)).flatMap(Observed::present);
    check(change.head().place().isEmpty(), "VM %d is declared and removed".formatted(vmid), breaches);
    check(found.map(VmDiffer::isOwned).orElse(false), "VM %d is not ours and removed".formatted(vmid), breaches);
    check(!change.head().digest().isEmpty(), "VM %d is removed and has no digest".formatted(vmid), breaches);
    if (change instanceof Change.Delete && change.head().verdict() instanceof Verdict.Allowed) {
      check(found.stream().noneMatch(vm -> "1".equals(vm.current().get("protection")) || !vm.lock().isEmpty() || vm.template()),
          "VM %d is protected, locked or a template and deleted".formatted(vmid), breaches);
      check(!change.head().identity().uuid().isEmpty(), "VM %d is deleted and not known for sure".formatted(vmid), breaches);
    }
  }

  private static boolean isDeletion(Change change, Step step) {
    return change instanceof Change.Delete
        && step.equals(change.steps().getLast())
        && step.impact() == Impact.DESTRUCTIVE
        && step.request().path().endsWith("/qemu/" + change.head().vm().vmid())
        && step.request().shown("destroy-unreferenced-disks").equals("0");
  }

  private static boolean writesConfig(Step step) {
    return step.request().path().endsWith("/config") && !step.predicted();
  }

  private static void check(boolean holds, String breach, List<String> breaches) {
    if (!holds) {
      breaches.add(breach);
    }
  }
}
