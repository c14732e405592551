package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.Look;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.view.HostPass;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.policy.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What the loop knows of one host and is doing to it. Passes are one at a time; a glance for the pages may be beside one. */
final class HostLane {
  /**
   * A silent host is knocked at less often, down to every fourth interval: it costs a connection each time, and a site that comes
   * back shall be seen within minutes.
   */
  private static final int MOST_SKIPPED = 4;

  final OneAtATime passes = new OneAtATime();
  final OneAtATime glances = new OneAtATime();
  final Retries retries = new Retries();

  /** VMs that something is being done to. */
  final Set<Integer> busy = ConcurrentHashMap.newKeySet();

  private volatile Optional<Known> known = Optional.empty();
  private volatile Map<Integer, VmState> states = Map.of();
  private volatile Optional<Boolean> answeredBefore = Optional.empty();
  private volatile int silences;
  private volatile boolean isChanging;

  /** Grows with every look that was taken in and every change that ended: what was read before is older than what is known. */
  private final AtomicInteger turns = new AtomicInteger();

  /** Why the next pass is. */
  private final AtomicReference<Trigger> asked = new AtomicReference<>(Trigger.SCHEDULE);

  /**
   * The last look.
   *
   * @param weight of its plan
   * @param revision commit that its plan was made from
   */
  record Known(Look look, Weight weight, String revision, Duration took) {
    Known(Look look, String revision, Duration took) {
      this(look, Weight.of(look.plan()), revision, took);
    }

    HostPlan plan() {
      return look.plan();
    }

    /** As the pages take it in, with the plan as it was judged. */
    HostPass shown(HostPlan judged) {
      return HostPass.of(look.observation(), judged, took);
    }
  }

  /** Asks for a pass; several askers get one, and the schedule never hides a better reason. */
  void ask(Trigger trigger) {
    asked.accumulateAndGet(trigger, (before, now) -> now == Trigger.SCHEDULE ? before : now);
  }

  /** Why the pass that begins now is. */
  Trigger trigger() {
    return asked.getAndSet(Trigger.SCHEDULE);
  }

  /** Whether a pass is past its first look and changes the host, or waits for a task. */
  boolean isChanging() {
    return isChanging;
  }

  <T> T changing(Supplier<T> work) {
    isChanging = true;
    try {
      return work.get();
    } finally {
      isChanging = false;
    }
  }

  int turn() {
    return turns.get();
  }

  /** Something is known that no look now under way can have seen. */
  void turned() {
    turns.incrementAndGet();
  }

  /**
   * What an earlier process last told.
   *
   * @param told of each VM
   * @param answered whether the host did when it was last tried
   */
  void remember(Map<Integer, VmState> told, boolean answered) {
    states = Map.copyOf(told);
    answeredBefore = Optional.of(answered);
  }

  Optional<Known> known() {
    return known;
  }

  Map<Integer, VmState> states() {
    return states;
  }

  /** Whether the host answered when it was last tried, by this process or the one before; empty where neither has. */
  Optional<Boolean> lastAnswered() {
    return wasReached().or(() -> answeredBefore);
  }

  /** The same of this process alone. */
  Optional<Boolean> wasReached() {
    return known.map(k -> k.plan().reach() instanceof Reach.Reached);
  }

  /** Takes a look in; its states, as judged, are what the next one is compared with. */
  void learn(Known look) {
    turned();
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
    // What was seen after now was seen before the clock was set back.
    return known.map(k -> k.plan().observedAt()).filter(at -> at.plus(rest).isAfter(now) && !at.isAfter(now)).isPresent();
  }
}
