package io.pvefleet.engine.kinds;

import io.pvefleet.fleet.resolve.DesiredFleet;
import java.util.List;
import java.util.Optional;

/**
 * The desired fleet with its documents parsed by their kinds. Immutable.
 *
 * @param hosts all hosts of the fleet, sorted by site and name, those without a VM included
 */
public record EngineFleet(DesiredFleet fleet, List<DesiredHost> hosts) {
  public EngineFleet {
    hosts = List.copyOf(hosts);
  }

  /** The host of that name. */
  public Optional<DesiredHost> host(String name) {
    return hosts.stream().filter(h -> h.host().name().equals(name)).findFirst();
  }

  /** How many VMs are declared. */
  public int vmCount() {
    return hosts.stream().mapToInt(h -> h.vms().size()).sum();
  }
}
