package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.AppliedVms.AppliedVm;
import io.pvefleet.app.store.Spent;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.engine.policy.Spending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the store knows towards the limits of deletions and destruction. Judges nothing. Thread safe. */
final class Expenses {

  /** What is older was another go, and somebody has seen what came of it. */
  private static final Duration COUNTS = Duration.ofDays(1);

  private final Store store;
  private final Clock clock;
  private volatile Leaving leaving = new Leaving("", Map.of());

  /** Which VMs leave with a commit: found out once, since it costs a walk over all that was ever applied. */
  private record Leaving(String revision, Map<String, Set<String>> byHost) {}

  Expenses(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  Spending of(EngineFleet fleet, Set<String> unseen) {
    String revision = fleet.fleet().revision();
    Instant since = clock.instant().minus(COUNTS);
    Leaving known = leaving;
    if (!known.revision().equals(revision)) {
      known = new Leaving(revision, leaving(fleet));
      leaving = known;
    }
    return new Spending(known.byHost(), unseen, store.spent().of(revision, Spent.Kind.REMOVED, since),
        store.spent().of(revision, Spent.Kind.DESTROYED, since), store.approvals().all());
  }

  /** Noted before anything of the change is sent: what may have happened counts. */
  void note(String revision, Change change) {
    String vm = change.head().vm().key();
    if (Policy.isRemoval(change)) {
      store.spent().note(revision, vm, Spent.Kind.REMOVED, clock.instant());
    }
    if (Policy.isDestructive(change)) {
      store.spent().note(revision, vm, Spent.Kind.DESTROYED, clock.instant());
    }
  }

  private Map<String, Set<String>> leaving(EngineFleet fleet) {
    Map<String, Set<String>> byHost = new HashMap<>();
    for (AppliedVm applied : store.applied().all()) {
      Optional<DesiredHost> host = fleet.host(applied.vm().host());
      if (host.isPresent() && !host.get().declares(applied.vm().vmid()) && mayGo(host.get(), applied)) {
        byHost.computeIfAbsent(applied.vm().host(), name -> new TreeSet<>()).add(applied.vm().key());
      }
    }
    return byHost;
  }

  private static boolean mayGo(DesiredHost host, AppliedVm vm) {
    Applied applied = vm.what();
    return switch (applied.onRemove()) {
      case ORPHAN -> false;
      case STOP -> true;
      case DELETE -> !applied.protect() && host.tombstone(vm.vm().vmid()).isPresent();
    };
  }
}
