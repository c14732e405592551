package io.pvefleet.engine.kinds;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.OpenTimes;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.Window;
import java.util.List;

/**
 * A host with everything that Git wants on it. Immutable.
 *
 * @param vms sorted by vmid
 * @param windows those that are about its site
 */
public record DesiredHost(Host host, Site site, List<Vm> vms, List<Window> windows) {
  public DesiredHost {
    vms = List.copyOf(vms);
    windows = List.copyOf(windows);
  }

  /** A host at whose site no window is declared. */
  public DesiredHost(Host host, Site site, List<Vm> vms) {
    this(host, site, vms, List.of());
  }

  /** When that VM may be restarted, if its document leaves that to windows. */
  public OpenTimes openTimes(Vm vm) {
    return OpenTimes.of(windows.stream().filter(window -> window.isOf(vm.labels(), host, site)).toList(), site.timeZone());
  }
}
