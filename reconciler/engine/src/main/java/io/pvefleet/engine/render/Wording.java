package io.pvefleet.engine.render;

import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HoldCodes;
import io.pvefleet.engine.plan.HostPlan.UnmanagedGuest;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.PlanSummary;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words that text and Markdown share. */
final class Wording {

  /** Longer values, such as a description or a list of keys, are cut; the JSON has them whole. */
  private static final int VALUE = 72;

  private Wording() {}

  /** What happens to the VM, without its name. */
  static String what(Change change) {
    return switch (change) {
      case Change.Create create -> switch (create.origin()) {
        case Change.Origin.Nothing() -> "create";
        case Change.Origin.Template(int vmid) -> "create from template " + vmid;
      };
      case Change.Adopt ignored -> "adopt";
      case Change.Update ignored -> "update";
      case Change.Release ignored -> "release";
      case Change.Delete ignored -> "delete";
      case Change.Keep ignored -> "";
    };
  }

  /** The headline after the name: whether it waits and why, the action, and what is behind it. */
  static String headline(Change change) {
    List<String> parts = new ArrayList<>();
    if (!what(change).isEmpty()) {
      parts.add(what(change));
    }
    boolean told = change instanceof Change.Create || change instanceof Change.Keep && isHeld(change);
    if (!told && !change.head().stateDetail().isEmpty()) {
      parts.add(change.head().stateDetail());
    }
    return change.head().verdict() instanceof Verdict.Held(Verdict.Why why, String detail)
        ? held(change, why) + (parts.isEmpty() ? "" : ": " + String.join(", ", parts))
        : String.join(", ", parts);
  }

  private static String held(Change change, Verdict.Why why) {
    return change.head().state() == VmState.NOT_CHECKED
        ? "not checked (%s)".formatted(HoldCodes.of(why))
        : "held (%s, %s)".formatted(why.word(), HoldCodes.of(why));
  }

  private static boolean isHeld(Change change) {
    return change.head().verdict() instanceof Verdict.Held;
  }

  /** What must be known beyond the values; a VM that waits for its restart has said so already. */
  static String note(Change change, AttributeChange attribute) {
    return change.head().state() == VmState.PENDING_RESTART ? "" : plain(attribute.note());
  }

  /** What becomes of values that this change does not bring into force; empty where there are none. */
  static String unrestarted(Change change) {
    if (change instanceof Change.Adopt) {
      return change.attributes().size() > 1
          ? "Only the tag is added now: what differs besides is the next plan's, and changed by that alone."
          : "";
    }
    boolean waits = change.attributes().stream().anyMatch(attribute -> attribute.impact() == Impact.RESTART);
    boolean cycles = change.steps().stream().anyMatch(step -> step.impact() == Impact.OFFLINE);
    return waits && !cycles && !change.steps().isEmpty() && !isHeld(change)
        ? "Nothing restarts now: what is marked restart is written and waits for the VM's next power cycle."
        : "";
  }

  /** Whether a reader of the plan must see this change. */
  static boolean isShown(Change change) {
    return !(change instanceof Change.Keep)
        || change.head().state() == VmState.PENDING_RESTART
        || isHeld(change);
  }

  /** What a new VM gets, each with its path; its name stands in the headline. */
  static List<String> declared(Change change) {
    return change.attributes().stream()
        .filter(attribute -> !attribute.path().equals("metadata.name"))
        .map(attribute -> path(attribute) + ": " + value(attribute.desired()))
        .toList();
  }

  /** The columns that differ: configured and desired, and what still runs only where it is another value. */
  static String values(AttributeChange attribute) {
    String running = attribute.isPending() ? ", running " + value(attribute.running()) : "";
    return attribute.configured().equals(attribute.desired())
        ? value(attribute.desired()) + running
        : value(attribute.configured()) + " -> " + value(attribute.desired()) + running;
  }

  static String value(String text) {
    String line = plain(text.replace("\r", "").replace("\n", "\\n"));
    return line.isEmpty() ? "(not set)" : line.length() > VALUE ? line.substring(0, VALUE - 3) + "..." : line;
  }

  /** Without control characters: a host must not be able to write to the terminal of who reads its plan. */
  static String plain(String text) {
    return text.chars().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cntrl}+", " ") : text;
  }

  static String path(AttributeChange attribute) {
    return attribute.path().startsWith("spec.") ? attribute.path().substring("spec.".length()) : attribute.path();
  }

  static String guest(UnmanagedGuest guest) {
    String name = guest.vm().vmid() + (guest.vm().name().isEmpty() ? "" : " " + guest.vm().name());
    String kind = guest.template() ? "template" : guest.type().equals("lxc") ? "container" : "VM";
    return guest.owned() ? "%s (orphaned %s)".formatted(name, kind) : "%s (%s)".formatted(name, kind);
  }

  /** The last line of every plan. */
  static String summary(PlanSummary summary) {
    List<String> parts = new ArrayList<>();
    parts.add(summary.hasChanges() ? changes(summary) : "No changes");
    if (!summary.hasChanges() && summary.inSync() > 0) {
      parts.add(number(summary.inSync()) + (summary.inSync() == 1 ? " VM is" : " VMs are") + " as declared");
    }
    if (summary.held() > 0) {
      parts.add(number(summary.held()) + " held");
    }
    if (summary.waitingForRestart() > 0) {
      parts.add(number(summary.waitingForRestart()) + " waiting for a restart");
    }
    if (summary.hostsNotReachable() > 0) {
      parts.add(number(summary.hostsNotReachable()) + (summary.hostsNotReachable() == 1 ? " host" : " hosts") + " not reachable");
    }
    if (summary.notChecked() > 0) {
      parts.add(number(summary.notChecked()) + (summary.notChecked() == 1 ? " VM" : " VMs") + " not checked");
    }
    return "Plan: " + String.join("; ", parts) + ".";
  }

  private static String changes(PlanSummary summary) {
    List<String> parts = new ArrayList<>();
    parts.add(number(summary.creates()) + " to create");
    if (summary.adopts() > 0) {
      parts.add(number(summary.adopts()) + " to adopt");
    }
    parts.add(number(summary.updates()) + " to change");
    parts.add(number(summary.deletes()) + " to delete");
    return String.join(", ", parts);
  }

  /** With a comma in thousands, as in product texts in English. */
  static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
