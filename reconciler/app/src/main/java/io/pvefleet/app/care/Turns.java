package io.pvefleet.app.care;

import io.pvefleet.app.care.Turn.Drift;
import io.pvefleet.app.care.Turn.News;
import io.pvefleet.app.care.Turn.What;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.observe.HostUsage.Load;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What happened to the VMs of a host between two passes. Pure; whether it was our own doing only the host's tasks tell. */
final class Turns {
  /** After a longer silence the list of tasks, a thousand or two, may have lost the answer, and nobody asks any more. */
  static final Duration LONGEST = Duration.ofHours(24);

  /** A start of the host is a start of its guests: they need no telling, one by one, for as long as that takes. */
  static final Duration STARTING = Duration.ofMinutes(10);

  /** Uptimes come in whole seconds, at moments between asking and answering. */
  private static final Duration BLUR = Duration.ofSeconds(30);

  private static final String POWER = "spec.power";
  private static final String DISKS = "spec.disks.";

  private Turns() {}

  /** What is news in the later of two passes that reached the host. */
  static List<Turn> between(HostRow before, HostRow now) {
    Instant until = seen(now);
    // Where the clock was set back, when the pass before was cannot be told; it was not long ago.
    Instant from = seen(before).isAfter(until) ? until.minus(STARTING) : seen(before);
    if (Duration.between(from, until).compareTo(LONGEST) > 0) {
      return first(now);
    }
    News power = isStarting(now) ? News.QUIET : News.LOUD;
    Map<Integer, VmRow> old = new HashMap<>();
    before.vms().forEach(vm -> old.put(vm.ref().vmid(), vm));
    List<Turn> turns = new ArrayList<>();
    for (VmRow vm : now.vms()) {
      VmRow was = old.get(vm.ref().vmid());
      if (was == null || vm.state() == VmState.PROGRESSING || was.state() == VmState.PROGRESSING) {
        continue; // new here, or in our own hands
      }
      if (isGone(was, vm)) {
        turns.add(new Turn(vm.ref(), What.DELETED, Drift.YES, News.LOUD, from, until));
        continue;
      }
      powered(was, vm).ifPresent(what ->
          turns.add(new Turn(vm.ref(), what, differs(vm).equals(Set.of(POWER)) ? Drift.YES : Drift.NO, power, from, until)));
      // Somebody is named already where it could not be read in between.
      boolean isNew = !was.liveChanges().containsAll(vm.liveChanges()) && vm.changedBy().isEmpty();
      if (isNew && !differs(vm).isEmpty() && !differs(vm).equals(Set.of(POWER))) {
        turns.add(new Turn(vm.ref(), changed(vm), Drift.YES, News.LOUD, from, until));
      }
    }
    return turns;
  }

  /** What the first pass of a process shows is no news; who made the drift is looked up for the pages. */
  static List<Turn> first(HostRow now) {
    List<Turn> turns = new ArrayList<>();
    for (VmRow vm : now.vms()) {
      if (differs(vm).isEmpty() || vm.changedBy().isPresent() || vm.state() == VmState.PROGRESSING) {
        continue;
      }
      What what = !differs(vm).equals(Set.of(POWER)) ? changed(vm) : vm.power().equals("running") ? What.STARTED : What.STOPPED;
      Instant until = vm.since().or(now::seenAt).orElse(Instant.EPOCH);
      turns.add(new Turn(vm.ref(), what, Drift.YES, News.QUIET, until.minus(LONGEST), until));
    }
    return turns;
  }

  /** When the host was started, where that was between the two passes. */
  static Optional<Instant> restarted(HostRow before, HostRow now) {
    Optional<Instant> then = startedAt(before);
    return startedAt(now).filter(at -> then.isPresent() && at.isAfter(then.get().plus(BLUR)) && at.isAfter(seen(before).minus(BLUR)));
  }

  private static boolean isStarting(HostRow host) {
    return startedAt(host).filter(at -> at.plus(STARTING).isAfter(seen(host))).isPresent();
  }

  private static Optional<Instant> startedAt(HostRow host) {
    return host.usage().node().map(Load::uptime).filter(Duration::isPositive).map(uptime -> seen(host).minus(uptime));
  }

  private static Instant seen(HostRow host) {
    return host.seenAt().orElse(Instant.EPOCH);
  }

  private static Optional<What> powered(VmRow before, VmRow now) {
    if (before.power().equals("stopped") && now.power().equals("running")) {
      return Optional.of(What.STARTED);
    }
    return before.power().equals("running") && now.power().equals("stopped") ? Optional.of(What.STOPPED) : Optional.empty();
  }

  private static What changed(VmRow vm) {
    return differs(vm).stream().anyMatch(path -> path.startsWith(DISKS)) ? What.DISKS_CHANGED : What.CHANGED;
  }

  /** It was seen there, and now it is not on the host. */
  private static boolean isGone(VmRow before, VmRow now) {
    return !isNotThere(before) && isNotThere(now) && !before.power().equals("unknown");
  }

  private static boolean isNotThere(VmRow vm) {
    return vm.change().filter(change -> change.head().reason() == Change.Reason.NOT_ON_HOST).isPresent();
  }

  /** Paths that differ because somebody changed the VM, not Git. */
  private static Set<String> differs(VmRow vm) {
    return vm.change().filter(change -> change.head().reason() == Change.Reason.LIVE_CHANGED).map(Change::attributes).orElse(List.of())
        .stream().map(AttributeChange::path).collect(Collectors.toSet());
  }

}
