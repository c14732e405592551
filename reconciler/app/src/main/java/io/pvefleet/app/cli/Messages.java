package io.pvefleet.app.cli;

import io.pvefleet.app.pve.HostCodes;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import io.pvefleet.process.cli.Errors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Errors that concern hosts, for commands that go on without them. */
final class Messages {

  private Messages() {}

  /** The hosts that could not be observed, by cause; empty where all could. */
  static String unreached(FleetPlan plan, Colour colour) {
    Map<FaultKind, List<String>> byKind = new EnumMap<>(FaultKind.class);
    for (HostPlan host : plan.hosts()) {
      if (host.reach() instanceof Reach.NotReached(FaultKind kind, String message)) {
        byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(host.host() + "  " + message);
      }
    }
    StringBuilder text = new StringBuilder();
    byKind.forEach((kind, lines) -> text.append(Errors.text(HostCodes.of(kind), lines, HostCodes.remedy(kind), colour)));
    return text.toString();
  }

  static boolean someUnreached(FleetPlan plan) {
    return plan.hosts().stream().anyMatch(host -> host.reach() instanceof Reach.NotReached);
  }
}
