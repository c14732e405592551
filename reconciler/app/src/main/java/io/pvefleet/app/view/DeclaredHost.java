package io.pvefleet.app.view;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.yaml.Place;
import java.util.List;
import java.util.Map;

/** A host of the commit in force with its VMs, whether it was ever seen or not. */
public record DeclaredHost(Host host, Site site, List<DeclaredVm> vms) {
  public DeclaredHost {
    vms = List.copyOf(vms);
  }

  static DeclaredHost of(DesiredHost host) {
    return new DeclaredHost(
        host.host(), host.site(), host.vms().stream().map(vm -> new DeclaredVm(vm.ref(), vm.place(), vm.labels())).toList());
  }

  /** A VM as Git names it. */
  public record DeclaredVm(VmRef ref, Place place, Map<String, String> labels) {
    public DeclaredVm {
      labels = Map.copyOf(labels);
    }
  }
}
