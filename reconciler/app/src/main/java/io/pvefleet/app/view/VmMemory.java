package io.pvefleet.app.view;

import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one pass cannot tell of a VM: when things began, what is under way and what went wrong.
 *
 * @param state as of the last pass that reached the host, or of what was done since
 * @param step what is being done to it right now; empty where nothing is
 * @param failure the last attempt, where it failed and nothing succeeded since
 * @param settledAt when a change ended well and was read back, after the last pass
 */
record VmMemory(
    VmState state,
    Instant since,
    Map<String, Instant> attributeSince,
    String step,
    Optional<Failure> failure,
    Optional<Instant> settledAt) {

  /** An attempt that failed. */
  record Failure(String message, Instant nextTry) {}

  /** A state that was known before this process began. */
  static VmMemory of(VmState state, Instant since) {
    return new VmMemory(state, since, Map.of(), "", Optional.empty(), Optional.empty());
  }

  /** The memory after a pass found this change; what goes on being so keeps its beginning. */
  static VmMemory after(Optional<VmMemory> before, Change change, Instant at) {
    VmState state = change.head().state();
    VmMemory old = before.orElse(of(state, at));
    Map<String, Instant> attributes = new TreeMap<>();
    for (AttributeChange attribute : change.attributes()) {
      // What the store remembers of a restart that is waited for is older than this process.
      attributes.put(attribute.path(),
          attribute.waitingSince().orElseGet(() -> old.attributeSince.getOrDefault(attribute.path(), at)));
    }
    boolean isFine = change instanceof Change.Keep && state != VmState.NOT_CHECKED;
    Optional<Failure> stillFailing = isFine ? Optional.empty() : old.failure;
    VmState shown = stillFailing.isPresent() && state != VmState.NOT_CHECKED ? VmState.FAILED : state;
    Instant began = shown == old.state ? old.since : at;
    Instant since = shown == VmState.PENDING_RESTART
        ? change.attributes().stream().flatMap(a -> a.waitingSince().stream()).min(Instant::compareTo).orElse(began)
        : began;
    return new VmMemory(shown, since, Map.copyOf(attributes), old.step, stillFailing, Optional.empty());
  }

  /** The same, with the beginnings of its differences. */
  VmMemory differing(Map<String, Instant> attributes) {
    return new VmMemory(state, since, Map.copyOf(attributes), step, failure, settledAt);
  }

  VmMemory doing(String newStep) {
    return new VmMemory(state, since, attributeSince, newStep, failure, settledAt);
  }

  /** It was changed and read back. */
  VmMemory settled(VmState as, Instant at) {
    return new VmMemory(as, as == state ? since : at, Map.of(), "", Optional.empty(), Optional.of(at));
  }

  VmMemory failed(Failure why, Instant at) {
    Instant begin = state == VmState.FAILED ? since : at;
    return new VmMemory(VmState.FAILED, begin, attributeSince, "", Optional.of(why), settledAt);
  }
}
