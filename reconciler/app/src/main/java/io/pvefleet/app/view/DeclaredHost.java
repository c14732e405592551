package io.pvefleet.app.view;

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

  /** A VM as Git names it. */
  public record DeclaredVm(VmRef ref, Place place, Map<String, String> labels) {
    public DeclaredVm {
      labels = Map.copyOf(labels);
    }
  }
}
