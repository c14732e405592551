package io.pvefleet.engine.kinds;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.OpenTimes;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.Tombstone;
import io.pvefleet.fleet.model.Window;
import java.util.List;
import java.util.Optional;

/**
 * A host with everything that Git wants on it. Immutable.
 *
 * @param vms sorted by vmid
 * @param windows those that are about its site
 * @param tombstones consent to the deletion of VMs that it had, sorted by vmid
 * @param revision commit that says so
 */
public record DesiredHost(
    Host host, Site site, List<Vm> vms, List<Window> windows, List<Tombstone> tombstones, String revision) {
  public DesiredHost {
    vms = List.copyOf(vms);
    windows = List.copyOf(windows);
    tombstones = List.copyOf(tombstones);
  }

  /** A host without windows and tombstones, of no commit. */
  public DesiredHost(Host host, Site site, List<Vm> vms) {
    this(host, site, vms, List.of());
  }

  /** A host without tombstones, of no commit. */
  public DesiredHost(Host host, Site site, List<Vm> vms, List<Window> windows) {
    this(host, site, vms, windows, List.of(), "");
  }

  /** When that VM may be restarted, if its document leaves that to windows. */
  public OpenTimes openTimes(Vm vm) {
    return OpenTimes.of(windows.stream().filter(window -> window.isOf(vm.labels(), host, site)).toList(), site.timeZone());
  }

  /** Whether a VM is declared under that vmid. */
  public boolean declares(int vmid) {
    return vms.stream().anyMatch(vm -> vm.ref().vmid() == vmid);
  }

  /** The consent to the deletion of what has that vmid. */
  public Optional<Tombstone> tombstone(int vmid) {
    return tombstones.stream().filter(tombstone -> tombstone.vmid() == vmid).findFirst();
  }
}
