package io.pvefleet.engine.kinds;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.Restart;
import io.pvefleet.engine.kinds.vm.VmCodes;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.model.OpenTimes;
import java.util.List;
import java.util.stream.Collectors;

/** VMs that leave their restart to a window of which there is none: one warning for each site, since a profile brings many at once. */
final class WindowCheck {

  private static final int NAMED = 3;

  private WindowCheck() {}

  static List<Diagnostic> warnings(List<DesiredHost> hosts) {
    Diagnostics found = new Diagnostics();
    hosts.stream().collect(Collectors.groupingBy(host -> host.site().name())).forEach((site, ofSite) -> {
      warn(found, site, vms(ofSite, Never.NONE), "no window is open for it",
          "Declare a Window for the site and its VMs, or choose another restart.policy.");
      warn(found, site, vms(ofSite, Never.TOO_SHORT), "no window lasts as long as its restart.timeout",
          "Make the window longer, or restart.timeout shorter.");
    });
    return found.sorted();
  }

  /** Why a VM's window never comes. */
  private enum Never {
    NONE,
    TOO_SHORT
  }

  private static List<Vm> vms(List<DesiredHost> hosts, Never why) {
    return hosts.stream()
        .flatMap(host -> host.vms().stream()
            .filter(vm -> vm.restart().policy() == Restart.Policy.WINDOW)
            .filter(vm -> never(host.openTimes(vm), vm, why)))
        .toList();
  }

  private static boolean never(OpenTimes times, Vm vm, Never why) {
    return switch (why) {
      case NONE -> times.spans().isEmpty();
      case TOO_SHORT -> !times.spans().isEmpty()
          && times.spans().stream().allMatch(zoned -> zoned.span().minutes() * 60L < vm.restart().timeout().toSeconds());
    };
  }

  private static void warn(Diagnostics found, String site, List<Vm> vms, String why, String remedy) {
    if (!vms.isEmpty()) {
      String named = vms.stream().limit(NAMED).map(vm -> vm.ref().name()).collect(Collectors.joining(", "));
      String more = vms.size() > NAMED ? " and %d more VMs".formatted(vms.size() - NAMED) : "";
      found.warning(VmCodes.NO_WINDOW, vms.getFirst().place(), "spec.restart.policy", "window",
          "At site \"%s\" %s: %s%s. What needs a restart is written and waits until somebody else makes one."
              .formatted(site, why, named, more),
          remedy);
    }
  }
}
