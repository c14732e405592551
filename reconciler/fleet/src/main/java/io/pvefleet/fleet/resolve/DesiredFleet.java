package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.model.AccessPolicy;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.Tombstone;
import io.pvefleet.fleet.model.Window;
import java.util.List;

/**
 * The fleet that a commit describes, complete and free of errors. Sorted by name; immutable.
 *
 * @param revision commit id, or {@code worktree} for a folder that is not read from Git
 * @param guests documents of the kinds that live on hosts, sorted by host and vmid
 * @param access policies of who may use which consoles; none at all forbids everything
 * @param windows when VMs that wait for a restart may be restarted
 * @param tombstones consent to deletions, sorted by host and vmid
 */
public record DesiredFleet(
    String revision, FleetSettings settings, List<Site> sites, List<Host> hosts, List<ResolvedDocument> guests,
    List<AccessPolicy> access, List<Window> windows, List<Tombstone> tombstones) {
  public DesiredFleet {
    sites = List.copyOf(sites);
    hosts = List.copyOf(hosts);
    guests = List.copyOf(guests);
    access = List.copyOf(access);
    windows = List.copyOf(windows);
    tombstones = List.copyOf(tombstones);
  }

  /** A fleet without tombstones. */
  public DesiredFleet(
      String revision, FleetSettings settings, List<Site> sites, List<Host> hosts, List<ResolvedDocument> guests,
      List<AccessPolicy> access, List<Window> windows) {
    this(revision, settings, sites, hosts, guests, access, windows, List.of());
  }
}
