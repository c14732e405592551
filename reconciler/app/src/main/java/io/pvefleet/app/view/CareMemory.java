package io.pvefleet.app.view;

import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What is remembered of what was asked of a host and its VMs beside the passes. Immutable. */
record CareMemory(Optional<HostCare> host, Map<Integer, VmCare> vms) {
  static final CareMemory NONE = new CareMemory(Optional.empty(), Map.of());

  CareMemory {
    vms = Map.copyOf(vms);
  }

  CareMemory with(HostCare news) {
    return new CareMemory(Optional.of(news.after(host)), vms);
  }

  CareMemory with(int vmid, UnaryOperator<VmCare> news) {
    Map<Integer, VmCare> more = new HashMap<>(vms);
    more.put(vmid, news.apply(vm(vmid)));
    return new CareMemory(host, more);
  }

  VmCare vm(int vmid) {
    return vms.getOrDefault(vmid, VmCare.NONE);
  }

  /** After a pass that reached the host: VMs that are gone are forgotten, and so is who changed what is as Git says again. */
  CareMemory after(HostPass pass) {
    if (vms.isEmpty()) {
      return this;
    }
    Set<Integer> there = new HashSet<>(pass.guests().keySet());
    Map<Integer, VmCare> left = new HashMap<>();
    for (Change change : pass.plan().changes()) {
      int vmid = change.head().vm().vmid();
      there.add(vmid);
      if (change.head().state() == VmState.IN_SYNC && vms.containsKey(vmid)) {
        left.put(vmid, vm(vmid).changed(Optional.empty()));
      }
    }
    vms.forEach((vmid, care) -> {
      if (there.contains(vmid)) {
        left.putIfAbsent(vmid, care);
      }
    });
    return new CareMemory(host, left);
  }
}
