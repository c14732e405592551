package io.pvefleet.app.view;

import io.pvefleet.engine.plan.Change;
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

  /** With older facts where there are none. */
  CareMemory recalling(CareMemory older) {
    Map<Integer, VmCare> all = new HashMap<>(older.vms);
    all.putAll(vms);
    return new CareMemory(host.map(known -> known.after(older.host)).or(older::host), all);
  }

  VmCare vm(int vmid) {
    return vms.getOrDefault(vmid, VmCare.NONE);
  }

  /** After a pass that reached the host: VMs that are gone are forgotten, and so is who did what is otherwise now. */
  CareMemory after(HostPass pass) {
    if (vms.isEmpty()) {
      return this;
    }
    Map<Integer, Change> changes = new HashMap<>();
    pass.plan().changes().forEach(change -> changes.put(change.head().vm().vmid(), change));
    Set<Integer> there = new HashSet<>(pass.guests().keySet());
    there.addAll(changes.keySet());
    pass.plan().unmanaged().forEach(guest -> there.add(guest.vm().vmid()));
    Map<Integer, VmCare> left = new HashMap<>();
    vms.forEach((vmid, care) -> {
      if (there.contains(vmid)) {
        left.put(vmid, care.after(Optional.ofNullable(changes.get(vmid)), Optional.ofNullable(pass.guests().get(vmid))));
      }
    });
    return new CareMemory(host, left);
  }
}
