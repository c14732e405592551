package io.pvefleet.engine.plan;

import java.util.List;

/**
 * The plan for the fleet, after policy.
 *
 * @param revision commit that it was made from
 * @param holds sentences that hold the whole run, with figure and remedy; empty where none does
 * @param hosts sorted by site and name
 */
public record FleetPlan(String revision, List<String> holds, List<HostPlan> hosts) {
  public FleetPlan {
    holds = List.copyOf(holds);
    hosts = List.copyOf(hosts);
  }
}
