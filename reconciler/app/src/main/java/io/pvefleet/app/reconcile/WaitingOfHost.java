package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Since when the VMs of one host wait for a restart, as the store remembers it. */
record WaitingOfHost(Store store, String host) {

  /** By vmid, then by path. */
  Map<Integer, Map<String, Instant>> known() {
    return store.waiting().of(host);
  }

  /** Keeps what this plan found to wait, and forgets what does so no longer; a VM that was not read stays as it was. */
  void note(HostPlan plan, Map<Integer, Map<String, Instant>> known) {
    for (Change change : plan.changes()) {
      if (change.head().state() != VmState.NOT_CHECKED) {
        int vmid = change.head().vm().vmid();
        Map<String, Instant> now = waiting(change);
        if (!now.equals(known.getOrDefault(vmid, Map.of()))) {
          put(vmid, now);
        }
      }
    }
  }

  private static Map<String, Instant> waiting(Change change) {
    Map<String, Instant> waiting = new HashMap<>();
    for (AttributeChange attribute : change.attributes()) {
      // The store counts milliseconds; what it gives back must equal what was seen, or every pass would write.
      attribute.waitingSince().ifPresent(since -> waiting.put(attribute.path(), Instant.ofEpochMilli(since.toEpochMilli())));
    }
    return waiting;
  }

  /** Where that cannot be noted now, the next look finds the same, a little younger. */
  private void put(int vmid, Map<String, Instant> since) {
    try {
      store.waiting().put(host, vmid, since);
    } catch (StoreException e) {
      // A command that only looks may have a store that it cannot write; whoever writes meets the fault itself.
    }
  }
}
