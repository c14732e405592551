package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.store.OwedStarts.Owed;
import io.pvefleet.app.store.Runs.Change;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.store.StoreException;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.pass.OwedStarts;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The starts that the store says are owed on one host, brought up to date with what was observed. */
record OwedStartsOfHost(Store store, DesiredHost desired, HostLine line, Clock clock) {

  /** VMs to start with the next plan; asks the host where one that is owed is down, and forgets what is owed no more. */
  Set<Integer> judge(HostObservation observed) {
    Map<Integer, Owed> known = new LinkedHashMap<>(store.owedStarts().of(desired.host().name()));
    if (known.isEmpty()) {
      return Set.of();
    }
    // A change that is under way brings its VM up itself, or leaves it to the settlement after it.
    Set<Long> underWay = store.runs().unfinished(desired.host().name()).stream().map(Change::id).collect(Collectors.toSet());
    known.values().removeIf(owed -> underWay.contains(owed.change()));
    Map<Integer, Instant> since = new HashMap<>();
    known.forEach((vmid, owed) -> since.put(vmid, owed.since()));
    Map<PveRequest, Answer> answers = new LinkedHashMap<>();
    OwedStarts.requests(desired, observed, since).forEach(request -> answers.put(request, line.ask(request)));
    OwedStarts.Judged judged = OwedStarts.judge(desired, observed, since, line.user(), answers, clock.instant());
    judged.over().forEach(vmid -> settle(java.util.Objects.requireNonNull(known.get(vmid))));
    return judged.owed();
  }

  /** Where that cannot be noted now, the next look finds the same. */
  private void settle(Owed owed) {
    try {
      store.owedStarts().settle(owed);
    } catch (StoreException e) {
      // A command that only looks may have a store that it cannot write; whoever writes meets the fault itself.
    }
  }
}
