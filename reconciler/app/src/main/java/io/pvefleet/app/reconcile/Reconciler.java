package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.store.AppliedVms.AppliedVm;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.OnRemove;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.policy.FleetMemory;
import io.pvefleet.engine.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Observes, plans and applies. Blocks the calling thread; hosts are worked on side by side on virtual threads, each host's writes
 * one after the other. Never throws for what a host does. Thread safe.
 */
public final class Reconciler {

  private final Store store;
  private final Clock clock;
  private final Observer observer;

  public Reconciler(HostLines lines, Store store, Clock clock, ReconcileSettings settings) {
    this.store = store;
    this.clock = clock;
    this.observer = new Observer(lines, clock, settings);
  }

  /** Observes one host and plans it. A host that does not answer gives a plan that is not reached and plans nothing. */
  public HostPlan plan(DesiredHost host) {
    return Planner.plan(host, observer.observe(host), lastApplied(host.host().name()));
  }

  /**
   * Observes and plans those hosts of the fleet and judges the result.
   *
   * @param hosts all of the fleet's hosts, or those that a person picked
   */
  public FleetPlan plan(EngineFleet fleet, List<DesiredHost> hosts, FleetMemory memory, PlanListener listener) {
    List<HostPlan> plans =
        SideBySide.each(hosts, host -> {
          Instant start = clock.instant();
          HostPlan plan = plan(host);
          listener.onPlanned(plan, Duration.between(start, clock.instant()));
          return plan;
        });
    return Policy.judge(fleet, plans, memory);
  }

  /** What the store remembers of the last applied commit, with the hosts that answered in the last sound pass. */
  public FleetMemory memory(Set<String> reached) {
    return store.revisions().last()
        .map(last -> new FleetMemory(last.hosts(), last.vms(), reached))
        .orElseGet(() -> new FleetMemory(Set.of(), 0, reached));
  }

  private Map<Integer, Applied> lastApplied(String host) {
    Map<Integer, Applied> applied = new HashMap<>();
    store.applied().of(host).forEach((vmid, vm) -> applied.put(vmid, applied(vm)));
    return applied;
  }

  private static Applied applied(AppliedVm vm) {
    return new Applied(vm.specHash(), OnRemove.valueOf(vm.onRemove()), vm.isProtected(), vm.revision());
  }
}
