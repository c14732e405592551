package io.pvefleet.app.care;

import io.pvefleet.app.view.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When which guest agent of one host is asked: one at a time, rarely, and ever more rarely where nobody answers, since each question to
 * a dead agent takes one of the host's three workers for three seconds and more. Guarded by its owner.
 */
final class AgentTimes {
  /** An address changes when a guest moves to another network, which nobody watches by the minute. */
  static final Duration AGAIN = Duration.ofMinutes(10);

  /** The guest just started: its agent comes up within a minute or so. */
  static final Duration WARM_UP = Duration.ofSeconds(60);

  /** Between two questions on one host. */
  static final Duration BETWEEN = Duration.ofSeconds(10);

  /** A host whose worker just waited in vain is left alone for this long. */
  static final Duration AFTER_NOBODY = Duration.ofSeconds(60);

  /** An agent that was never installed is not asked more often than this. */
  static final Duration LONGEST = Duration.ofHours(4);

  /** A privilege is given by a person, who looks again within the hour. */
  static final Duration AFTER_FORBIDDEN = Duration.ofHours(1);

  private record Ask(Instant next, int silences) {}

  private final Map<Integer, Ask> asks = new HashMap<>();
  private Instant notBefore = Instant.EPOCH;

  /** The VM to ask now, the one that waits longest; empty where none is due. */
  Optional<VmRow> due(List<VmRow> vms, Instant now) {
    if (now.isBefore(notBefore)) {
      return Optional.empty();
    }
    List<VmRow> able = vms.stream().filter(AgentLook::mayBeAsked).toList();
    Set<Integer> there = able.stream().map(vm -> vm.ref().vmid()).collect(Collectors.toSet());
    asks.keySet().retainAll(there); // who is stopped or gone begins anew
    able.forEach(vm -> asks.computeIfAbsent(vm.ref().vmid(), _ -> new Ask(first(vm, now), 0)));
    return able.stream()
        .filter(vm -> !at(vm).next().isAfter(now))
        .min(Comparator.<VmRow, Instant>comparing(vm -> at(vm).next()).thenComparing(VmRow::ref));
  }

  private static Instant first(VmRow vm, Instant now) {
    Duration left = vm.load().map(load -> WARM_UP.minus(load.uptime())).orElse(Duration.ZERO);
    return left.isPositive() ? now.plus(left) : now;
  }

  private Ask at(VmRow vm) {
    return asks.getOrDefault(vm.ref().vmid(), new Ask(Instant.EPOCH, 0));
  }

  /** Takes in what came of a question. */
  void heard(int vmid, AgentLook.Heard heard, Instant now) {
    int silences = asks.getOrDefault(vmid, new Ask(now, 0)).silences();
    switch (heard) {
      case AgentLook.Heard.Addresses _ -> next(vmid, new Ask(now.plus(AGAIN), 0), now.plus(BETWEEN));
      // An agent that hangs until the host gives up costs more than a dead one, and is told as a lost answer.
      case AgentLook.Heard.Nobody(), AgentLook.Heard.Lost() -> {
        Duration wait = AGAIN.multipliedBy(1L << Math.min(silences, 6));
        next(vmid, new Ask(now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST), silences + 1), now.plus(AFTER_NOBODY));
      }
      case AgentLook.Heard.Forbidden() -> next(vmid, new Ask(now, silences), now.plus(AFTER_FORBIDDEN));
    }
  }

  private void next(int vmid, Ask ask, Instant hostNotBefore) {
    asks.put(vmid, ask);
    notBefore = hostNotBefore;
  }

  /** The clock was set back: what waits for a moment that was near waits no longer for it. */
  void anew() {
    asks.clear();
    notBefore = Instant.EPOCH;
  }
}
