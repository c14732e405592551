package io.pvefleet.app.daemon;

import io.pvefleet.app.pve.HostCodes;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HoldCodes;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what is new in a pass: turns of a state, never the state itself again. Pure. */
final class Narrator {
  /** More attributes than these are on the VM's page. */
  private static final int NAMED = 3;

  private Narrator() {}

  /**
   * @param before state of each VM as of the last pass that reached the host, by vmid; nothing is told of a VM not in it that
   *     is fine
   * @param wasReached whether the host answered last time; empty where it was never tried
   * @param busy vmids that something is being done to: what they show meanwhile is our own doing
   */
  static List<NewEvent> tell(Map<Integer, VmState> before, Optional<Boolean> wasReached, HostPlan now, Set<Integer> busy) {
    List<NewEvent> news = new ArrayList<>();
    switch (now.reach()) {
      case Reach.NotReached(FaultKind kind, String message) -> {
        if (wasReached.orElse(true)) {
          news.add(ofHost(now, Severity.WARNING, EventKind.UNREACHABLE, HostCodes.of(kind).id(), message));
        }
      }
      case Reach.Reached _ -> {
        if (!wasReached.orElse(true)) {
          news.add(ofHost(now, Severity.INFO, EventKind.REACHABLE, "", "The host answers again."));
        }
        now.changes().stream()
            .filter(change -> !busy.contains(change.head().vm().vmid()))
            .forEach(change -> ofVm(before.get(change.head().vm().vmid()), change, now).ifPresent(news::add));
      }
    }
    return news;
  }

  private static Optional<NewEvent> ofVm(@Nullable VmState before, Change change, HostPlan plan) {
    VmState state = change.head().state();
    if (state == before) {
      return Optional.empty();
    }
    return switch (state) {
      case DRIFTED -> Optional.of(ofVm(plan, change, Severity.WARNING, EventKind.DRIFT, "", differences(change)));
      case HELD -> Optional.of(held(plan, change));
      case IN_SYNC ->
          before == VmState.DRIFTED || before == VmState.HELD || before == VmState.FAILED || before == VmState.PENDING_RESTART
              ? Optional.of(ofVm(plan, change, Severity.INFO, EventKind.HEALED, "", "As Git says again, was " + before.word() + "."))
              : Optional.empty();
      case OUT_OF_SYNC, MISSING, PENDING_RESTART, UNMANAGED, PROGRESSING, FAILED, NOT_CHECKED -> Optional.empty();
    };
  }

  private static String differences(Change change) {
    List<AttributeChange> all = change.attributes().stream().filter(a -> !a.configured().equals(a.desired())).toList();
    String named =
        all.stream()
            .limit(NAMED)
            .map(a -> a.path() + " is " + shown(a.configured()) + ", Git says " + shown(a.desired()))
            .collect(Collectors.joining("; "));
    if (named.isEmpty()) {
      return change.head().stateDetail();
    }
    return named + (all.size() > NAMED ? "; and " + (all.size() - NAMED) + " more." : ".");
  }

  private static String shown(String value) {
    String line = value.isEmpty() ? "absent" : value.replace('\n', ' ');
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }

  /** A lock goes by itself when a backup has ended: nobody is to be woken for it. */
  private static NewEvent held(HostPlan plan, Change change) {
    return switch (change.head().verdict()) {
      case Verdict.Held(Verdict.Why why, String detail) ->
          ofVm(
              plan, change, why == Verdict.Why.LOCK ? Severity.INFO : Severity.WARNING, EventKind.HELD, HoldCodes.of(why).id(),
              why.word() + ": " + detail);
      case Verdict.Allowed _ -> ofVm(plan, change, Severity.WARNING, EventKind.HELD, "", change.head().stateDetail());
    };
  }

  private static NewEvent ofHost(HostPlan plan, Severity severity, EventKind kind, String code, String message) {
    return new NewEvent(plan.observedAt(), severity, kind.word(), plan.host(), Optional.empty(), "", code, message);
  }

  private static NewEvent ofVm(
      HostPlan plan, Change change, Severity severity, EventKind kind, String code, String message) {
    return new NewEvent(
        plan.observedAt(), severity, kind.word(), plan.host(), Optional.of(change.head().vm().vmid()), change.head().vm().name(),
        code, message);
  }
}
