package io.pvefleet.app.view;

import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import java.time.Instant;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * One host as the board remembers it. Immutable; every change makes a new one.
 *
 * @param reached the last pass that the host answered
 * @param tried the last pass, answered or not
 * @param since when the host began or ceased to answer
 */
record HostMemory(
    DeclaredHost declared,
    Optional<HostPass> reached,
    Optional<HostPass> tried,
    Optional<Instant> since,
    SequencedMap<Integer, VmMemory> vms,
    Totals totals,
    CareMemory care) {

  /** Counters since the process began. */
  record Totals(long requests, long passes, long failures) {
    Totals plus(HostPass pass) {
      return new Totals(requests + pass.requests(), passes + 1, failures + (pass.isReached() ? 0 : 1));
    }
  }

  static HostMemory of(DeclaredHost declared) {
    return new HostMemory(declared, Optional.empty(), Optional.empty(), Optional.empty(), new TreeMap<>(), new Totals(0, 0, 0),
        CareMemory.NONE);
  }

  HostMemory declaredAs(DeclaredHost newDeclared) {
    // At another address there may be another machine: its certificate is not the one that was seen.
    boolean isElsewhere = !newDeclared.host().endpoint().equals(declared.host().endpoint());
    return new HostMemory(newDeclared, reached, tried, since, vms, totals, isElsewhere ? CareMemory.NONE : care);
  }

  HostMemory with(HostPass pass) {
    boolean turned = tried.isEmpty() || tried.get().isReached() != pass.isReached();
    Optional<Instant> newSince = turned ? Optional.of(pass.at()) : since;
    if (!pass.isReached()) {
      return new HostMemory(declared, reached, Optional.of(pass), newSince, vms, totals.plus(pass), care);
    }
    SequencedMap<Integer, VmMemory> newVms = new TreeMap<>();
    for (Change change : pass.plan().changes()) {
      int vmid = change.head().vm().vmid();
      newVms.put(vmid, VmMemory.after(Optional.ofNullable(vms.get(vmid)), change, pass.at()));
    }
    for (HostPlan.UnmanagedGuest guest : pass.plan().unmanaged()) {
      int vmid = guest.vm().vmid();
      VmMemory before = vms.get(vmid);
      boolean same = before != null && before.state() == VmState.UNMANAGED;
      newVms.put(vmid, same ? before : VmMemory.of(VmState.UNMANAGED, pass.at()));
    }
    return new HostMemory(declared, Optional.of(pass), Optional.of(pass), newSince, newVms, totals.plus(pass), care.after(pass));
  }

  HostMemory with(int vmid, VmMemory memory) {
    SequencedMap<Integer, VmMemory> newVms = new TreeMap<>(vms);
    newVms.put(vmid, memory);
    return new HostMemory(declared, reached, tried, since, newVms, totals, care);
  }

  /** With a pass of an earlier process, which counts among none of this one. */
  HostMemory recalling(HostPass pass, Optional<Instant> knownSince) {
    HostMemory all = with(pass);
    return new HostMemory(declared, all.reached, all.tried, knownSince, all.vms, totals, all.care);
  }

  /** With what an earlier process found out, as far as it still holds. */
  HostMemory recalling(CareMemory earlier) {
    CareMemory all = care.recalling(earlier);
    return with(reached.map(all::after).orElse(all));
  }

  /** What of a VM somebody has changed behind Git's back, as of the last pass that the host answered. */
  Set<Integer> liveChanges(int vmid) {
    return reached.stream().flatMap(pass -> pass.plan().changes().stream()).filter(change -> change.head().vm().vmid() == vmid)
        .findFirst().map(LiveChanges::of).orElse(Set.of());
  }

  HostMemory with(CareMemory newCare) {
    return new HostMemory(declared, reached, tried, since, vms, totals, newCare);
  }

  /** What is remembered of a VM; where nothing is, that it was never checked. */
  VmMemory vm(int vmid, Instant at) {
    VmMemory known = vms.get(vmid);
    return known == null ? VmMemory.of(VmState.NOT_CHECKED, at) : known;
  }
}
