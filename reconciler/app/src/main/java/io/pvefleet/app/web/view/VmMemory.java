package io.pvefleet.app.web.view;

import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one pass cannot tell of a VM: when things began, what is under way and what went wrong.
 *
 * @param state as of the last pass that reached the host
 * @param step what is being done to it right now; empty where nothing is
 * @param failure the last attempt, where it failed and nothing succeeded since
 */
record VmMemory(
    VmState state,
    Instant since,
    Map<String, Instant> attributeSince,
    String step,
    Optional<Failure> failure,
    Optional<String> lastRun) {

  /** An attempt that failed. */
  record Failure(Instant at, String message) {}

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
      attributes.put(attribute.path(), old.attributeSince.getOrDefault(attribute.path(), at));
    }
    Optional<Failure> stillFailing = isSettled(change) ? Optional.empty() : old.failure;
    VmState shown = stillFailing.isPresent() && state != VmState.NOT_CHECKED ? VmState.FAILED : state;
    return new VmMemory(
        shown, shown == old.state ? old.since : at, Map.copyOf(attributes), old.step, stillFailing, old.lastRun);
  }

  VmMemory doing(String newStep) {
    return new VmMemory(state, since, attributeSince, newStep, failure, lastRun);
  }

  VmMemory ended(String run, Instant at, List<String> failures) {
    Optional<Failure> newFailure =
        failures.isEmpty() ? Optional.empty() : Optional.of(new Failure(at, String.join("; ", failures)));
    VmState newState = newFailure.isPresent() ? VmState.FAILED : state;
    return new VmMemory(newState, newState == state ? since : at, attributeSince, "", newFailure, Optional.of(run));
  }

  private static boolean isSettled(Change change) {
    return switch (change) {
      case Change.Keep keep -> keep.head().state() != VmState.NOT_CHECKED;
      case Change.Create _, Change.Adopt _, Change.Update _, Change.Delete _ -> false;
    };
  }
}
