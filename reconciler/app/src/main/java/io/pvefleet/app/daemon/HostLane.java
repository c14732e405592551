package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.Look;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the loop knows of one host and is doing to it. Looks are one at a time, and so are applies; the two may overlap. */
final class HostLane {
  /**
   * A silent host is knocked at less often, down to every fourth interval: it costs a connection each time, and a site that comes
   * back shall be seen within minutes.
   */
  private static final int MOST_SKIPPED = 4;

  final OneAtATime looking = new OneAtATime();
  final OneAtATime applying = new OneAtATime();
  final Retries retries = new Retries();

  /** VMs that something is being done to. */
  final Set<Integer> busy = ConcurrentHashMap.newKeySet();

  private volatile Optional<Known> known = Optional.empty();
  private volatile Map<Integer, VmState> states = Map.of();
  private volatile int silences;

  /**
   * The last look.
   *
   * @param revision commit that its plan was made from
   */
  record Known(Look look, String revision, Duration took) {
    HostPlan plan() {
      return look.plan();
    }
  }

  /** What an earlier process last told of a VM. */
  void remember(Map<Integer, VmState> told) {
    states = Map.copyOf(told);
  }

  Optional<Known> known() {
    return known;
  }

  Map<Integer, VmState> states() {
    return states;
  }

  Optional<Boolean> wasReached() {
    return known.map(k -> k.plan().reach() instanceof Reach.Reached);
  }

  /** Takes a look in; its states, as judged, are what the next one is compared with. */
  void learn(Known look) {
    known = Optional.of(look);
    silences = look.plan().reach() instanceof Reach.Reached ? 0 : silences + 1;
  }

  void judged(HostPlan plan) {
    if (plan.reach() instanceof Reach.Reached) {
      Map<Integer, VmState> now = new HashMap<>();
      for (Change change : plan.changes()) {
        now.put(change.head().vm().vmid(), change.head().state());
      }
      states = Map.copyOf(now);
    }
  }

  /** A change was made and read back: being so is no news for the next look. */
  void settled(int vmid, VmState state) {
    Map<Integer, VmState> now = new HashMap<>(states);
    now.put(vmid, state);
    states = Map.copyOf(now);
  }

  /** Whether the schedule may pass the host over this time. */
  boolean mayRest(Instant now, Duration interval) {
    int silent = silences;
    if (silent < 2) {
      return false;
    }
    Duration rest = interval.multipliedBy(Math.min(silent, MOST_SKIPPED) - 1L);
    return known.filter(k -> k.plan().observedAt().plus(rest).isAfter(now)).isPresent();
  }
}
