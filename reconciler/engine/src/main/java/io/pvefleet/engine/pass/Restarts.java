package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.PowerCycle;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.DesiredPower;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.fleet.model.OpenTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether VMs of one host may be restarted now, by {@code restart.policy} and the site's windows, and what is said where not. */
final class Restarts {

  private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ROOT);

  private final DesiredHost desired;
  private final Instant now;
  private final Set<Integer> down;

  /**
   * @param down VMs of the host that pvefleet took down and that do not run again yet
   */
  Restarts(DesiredHost desired, Instant now, Set<Integer> down) {
    this.desired = desired;
    this.now = now;
    this.down = Set.copyOf(down);
  }

  /** Whether this VM may be taken down and up again. Only a running one ever is: paused or hibernated is somebody's wish. */
  PowerCycle cycle(Vm vm, VmObservation found) {
    // One VM of a host at a time: as long as another one is down because of us, no second one goes down.
    boolean isOtherDown = down.stream().anyMatch(vmid -> vmid != vm.ref().vmid());
    if (found.power() != Power.RUNNING || vm.power() == DesiredPower.STOPPED || isOtherDown) {
      return PowerCycle.FORBIDDEN;
    }
    return switch (vm.restart().policy()) {
      case NEVER -> PowerCycle.FORBIDDEN;
      case IMMEDIATE -> new PowerCycle.Allowed(Optional.empty());
      case WINDOW -> desired.openTimes(vm).openUntil(now)
          .map(until -> until.minus(vm.restart().timeout()))
          .filter(last -> !last.isBefore(now))
          .<PowerCycle>map(last -> new PowerCycle.Allowed(Optional.of(last)))
          .orElse(PowerCycle.FORBIDDEN);
    };
  }

  /** Why a change that needs the VM to be off waits; empty where it need not. */
  Optional<Verdict.Held> offline(Vm vm, VmObservation found, Remaining remaining) {
    List<String> offline = remaining.diff().attributes().stream()
        .filter(attribute -> attribute.impact() == Impact.OFFLINE && !attribute.path().equals("spec.power"))
        .map(AttributeChange::path)
        .toList();
    boolean mayBeDone = vm.power() == DesiredPower.STOPPED || cycle(vm, found) instanceof PowerCycle.Allowed;
    if (offline.isEmpty() || found.power() == Power.STOPPED || mayBeDone) {
      return Optional.empty();
    }
    String what = offline.stream().collect(Collectors.joining(", ")) + " can only be changed while the VM is off";
    if (found.power() != Power.RUNNING) {
      return held(Why.RESTART, "%s, and a %s VM is never restarted. Resume it, or switch it off.".formatted(what,
          found.power().name().toLowerCase(Locale.ROOT)));
    }
    if (!down.isEmpty() && vm.restart().policy() != Vm.Restart.Policy.NEVER) {
      return held(Why.RESTART, "%s, and VM %d, which was taken down for a restart, does not run again yet.".formatted(what,
          down.stream().sorted().findFirst().orElseThrow()));
    }
    return switch (vm.restart().policy()) {
      case NEVER, IMMEDIATE -> held(Why.RESTART,
          "%s, and restart.policy is never. Shut it down (power: stopped, or by hand), or choose another restart.policy.".formatted(what));
      case WINDOW -> held(Why.WINDOW, "%s; %s.".formatted(what, whenOpen(vm)));
    };
  }

  /** What is said of a VM for which everything is written and only a restart is left. */
  String waiting(Vm vm, VmObservation found) {
    return mayComeToIt(vm, found)
        ? "written; " + whenOpen(vm)
        : "written; in force after the next power cycle";
  }

  /** What a plan that writes now and restarts later adds to its headline. */
  String announced(Vm vm, VmObservation found, Remaining remaining) {
    boolean needsOne = remaining.diff().attributes().stream().anyMatch(attribute -> attribute.impact() == Impact.RESTART);
    return needsOne && mayComeToIt(vm, found) && cycle(vm, found) instanceof PowerCycle.Forbidden ? "; " + whenOpen(vm) : "";
  }

  private static boolean mayComeToIt(Vm vm, VmObservation found) {
    return found.power() == Power.RUNNING && vm.power() != DesiredPower.STOPPED && vm.restart().policy() == Vm.Restart.Policy.WINDOW;
  }

  private String whenOpen(Vm vm) {
    OpenTimes times = desired.openTimes(vm);
    Duration timeout = vm.restart().timeout();
    String open = times.openUntil(now)
        .map(until -> "the window shuts at %s, too soon for restart.timeout; ".formatted(shown(until)))
        .orElse("");
    return open + times.nextOpening(now, timeout)
        .map(next -> "restarts when the window opens, %s".formatted(shown(next)))
        .orElse("restarts in a window, and none is declared that lasts as long as restart.timeout");
  }

  private String shown(Instant at) {
    ZonedDateTime local = at.atZone(desired.site().timeZone());
    return WHEN.format(local) + " " + local.getZone();
  }

  private static Optional<Verdict.Held> held(Why why, String detail) {
    return Optional.of(new Verdict.Held(why, detail));
  }
}
