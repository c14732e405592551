package io.pvefleet.engine.kinds;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Site;
import java.util.List;

/**
 * A host with everything that Git wants on it. Immutable.
 *
 * @param vms sorted by vmid
 */
public record DesiredHost(Host host, Site site, List<Vm> vms) {
  public DesiredHost {
    vms = List.copyOf(vms);
  }
}
