package io.pvefleet.app.daemon;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.Restart;
import io.pvefleet.fleet.model.OpenTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which hosts have a VM whose window has opened since the last question. A host is only woken: whether anything waits there, and
 * whether enough of the window is left, its pass finds out. Confined to one thread at a time.
 */
final class WindowWatch {

  /** After a longer sleep the next pass of each host, which is due anyway, finds the window open. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private Instant asked;

  WindowWatch(Instant start) {
    this.asked = start;
  }

  List<String> opened(EngineFleet fleet, Instant now) {
    Instant since = asked.isBefore(now.minus(LONGEST)) ? now.minus(LONGEST) : asked;
    asked = now;
    return fleet.hosts().stream()
        .filter(host -> host.vms().stream()
            .filter(vm -> vm.restart().policy() == Restart.Policy.WINDOW)
            .map((Vm vm) -> host.openTimes(vm))
            .distinct()
            .anyMatch(times -> hasOpened(times, since, now)))
        .map(DesiredHost::host)
        .map(host -> host.name())
        .toList();
  }

  private static boolean hasOpened(OpenTimes times, Instant since, Instant now) {
    return times.nextOpening(since).filter(opening -> !opening.isAfter(now)).isPresent();
  }
}
