package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.AppliedVms.AppliedVm;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.Revisions.InForce;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeSet;

/** What the store forgets, and says, of VMs and hosts that left Git. Sends nothing. */
final class Farewells {

  private final Store store;
  private final Clock clock;

  Farewells(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Forgets what was applied to VMs that left Git where a look has shown that they are gone, or not ours any more. */
  void forgetThoseGone(DesiredHost host, HostPlan plan) {
    for (AppliedVm applied : store.applied().of(host.host().name()).values()) {
      int vmid = applied.vm().vmid();
      if (host.declares(vmid)) {
        continue;
      }
      if (isGone(plan, vmid)) {
        forget(applied, "It left Git and is gone from the host.");
      } else if (isLetGo(plan, vmid)) {
        forget(applied, "It left Git and does not carry the ownership tag any more.");
      }
    }
  }

  /** A removal was carried out and read back. */
  void forget(AppliedVm applied) {
    store.applied().remove(applied.vm().host(), applied.vm().vmid());
    store.approvals().remove(applied.vm().host(), applied.vm().vmid());
  }

  /** Told once: a host that left Git cannot be reached any more, and its VMs run on as they are. */
  void tellOfHostsThatLeft(InForce now) {
    TreeSet<String> gone = new TreeSet<>(store.revisions().last().map(InForce::hosts).orElseGet(TreeSet::new));
    gone.removeAll(now.hosts());
    for (String host : gone) {
      int vms = store.applied().of(host).size();
      tell(host, Optional.empty(), "", "The host left Git. Nothing on it is touched: its %s the ownership tag and whatever was applied."
          .formatted(vms == 1 ? "1 VM keeps" : vms + " VMs keep"));
    }
  }

  private void forget(AppliedVm applied, String why) {
    forget(applied);
    tell(applied.vm().host(), Optional.of(applied.vm().vmid()), applied.vm().name(), why + " What was applied to it is forgotten.");
  }

  private static boolean isGone(HostPlan plan, int vmid) {
    return plan.changes().stream()
        .filter(change -> change instanceof Change.Keep && change.head().vm().vmid() == vmid)
        .anyMatch(change -> change.head().state() == VmState.UNMANAGED);
  }

  private static boolean isLetGo(HostPlan plan, int vmid) {
    return plan.unmanaged().stream().anyMatch(guest -> guest.vm().vmid() == vmid && (!guest.owned() || !guest.type().equals("qemu")));
  }

  private void tell(String host, Optional<Integer> vmid, String vm, String message) {
    store.events().append(new NewEvent(clock.instant(), Severity.INFO, "removed", host, vmid, vm, "", message));
  }
}
