package io.pvefleet.app.daemon;

import io.pvefleet.app.store.AppliedVms;
import io.pvefleet.app.store.Revisions.InForce;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What the store last said of things that every pass asks for, for the time in which it says nothing. Thread safe. */
final class LastKnown {
  private final ConcurrentMap<String, SequencedMap<Integer, AppliedVms.AppliedVm>> applied = new ConcurrentHashMap<>();
  private volatile Optional<InForce> inForce = Optional.empty();

  void remember(InForce now) {
    inForce = Optional.of(now);
  }

  /** The commit in force as the store says, or as it said last. */
  Optional<InForce> last(Optional<Optional<InForce>> said) {
    said.ifPresent(now -> inForce = now);
    return inForce;
  }

  /** What was applied, for a pass from memory where the store cannot be read. */
  AppliedVms applied(AppliedVms kept, StoreHealth health) {
    return new AppliedVms() {
      @Override
      public void put(AppliedVm vm) {
        health.must(() -> kept.put(vm));
      }

      @Override
      public void remove(String host, int vmid) {
        health.must(() -> kept.remove(host, vmid));
      }

      @Override
      public SequencedMap<Integer, AppliedVm> of(String host) {
        SequencedMap<Integer, AppliedVm> unknown = applied.getOrDefault(host, new LinkedHashMap<>());
        SequencedMap<Integer, AppliedVm> now = health.read(() -> kept.of(host), unknown);
        applied.put(host, now);
        return now;
      }

      @Override
      public List<AppliedVm> all() {
        return health.read(kept::all, List.of());
      }
    };
  }
}
