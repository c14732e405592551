package io.pvefleet.app.cli;

import io.pvefleet.app.pve.HostCodes;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Errors that concern no line of YAML, in the form of those that do. */
final class Messages {

  private Messages() {}

  static String error(Code code, List<String> lines, String remedy, Colour colour) {
    StringBuilder text = new StringBuilder();
    text.append(red("error " + code.id(), colour)).append(": ").append(code.summary()).append('\n');
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append("  ").append(remedy).append(" See docs/errors/").append(code.id()).append(".md.\n").toString();
  }

  /** The hosts that could not be observed, by cause; empty where all could. */
  static String unreached(FleetPlan plan, Colour colour) {
    Map<FaultKind, List<String>> byKind = new EnumMap<>(FaultKind.class);
    for (HostPlan host : plan.hosts()) {
      if (host.reach() instanceof Reach.NotReached(FaultKind kind, String message)) {
        byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(host.host() + "  " + message);
      }
    }
    StringBuilder text = new StringBuilder();
    byKind.forEach((kind, lines) -> text.append(error(HostCodes.of(kind), lines, HostCodes.remedy(kind), colour)));
    return text.toString();
  }

  static boolean someUnreached(FleetPlan plan) {
    return plan.hosts().stream().anyMatch(host -> host.reach() instanceof Reach.NotReached);
  }

  private static String red(String text, Colour colour) {
    return switch (colour) {
      case ALWAYS -> "\u001b[1;31m" + text + "\u001b[0m";
      case NEVER -> text;
    };
  }
}
