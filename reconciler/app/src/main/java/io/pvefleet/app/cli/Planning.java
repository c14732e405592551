package io.pvefleet.app.cli;

import io.pvefleet.app.reconcile.PlanListener;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.process.cli.Terminal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Observing and planning with progress on a terminal; shared by {@code plan} and {@code apply}. */
final class Planning {

  private Planning() {}

  static FleetPlan plan(Terminal terminal, Session session, EngineFleet fleet, Selection selection) {
    List<DesiredHost> hosts = selection.hosts(fleet);
    try (LiveLine line = new LiveLine(terminal)) {
      AtomicInteger done = new AtomicInteger();
      PlanListener listener = (plan, took) -> line.show("Reading hosts: " + done.incrementAndGet() + " of " + hosts.size());
      return selection.of(
          session.reconciler().plan(fleet, hosts, session.reconciler().memory(fleet, Set.of(), Set.of()), listener));
    }
  }
}
