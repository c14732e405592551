package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.Runs;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Verdict;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes of a plan, picked and named. */
public final class Changes {

  /** A summary is a line; more attributes than this are a page. */
  private static final int NAMED = 4;

  private Changes() {}

  /** What an apply of this plan would carry out. */
  public static List<Change> toApply(HostPlan plan) {
    return plan.changes().stream()
        .filter(change -> !(change instanceof Change.Keep))
        .filter(change -> change.head().verdict() instanceof Verdict.Allowed)
        .toList();
  }

  public static List<Change> toApply(FleetPlan plan) {
    return plan.hosts().stream().flatMap(host -> toApply(host).stream()).toList();
  }

  /** What is wanted and waits. */
  public static List<Change> held(FleetPlan plan) {
    return plan.hosts().stream()
        .flatMap(host -> host.changes().stream())
        .filter(change -> !(change instanceof Change.Keep))
        .filter(change -> change.head().verdict() instanceof Verdict.Held)
        .toList();
  }

  /** The same as the store notes it. */
  static List<Runs.Held> heldNotes(FleetPlan plan) {
    return held(plan).stream()
        .flatMap(change -> change.head().verdict() instanceof Verdict.Held(Verdict.Why why, String detail)
            ? Stream.of(new Runs.Held(change.head().vm(), action(change), why.word(), detail))
            : Stream.empty())
        .toList();
  }

  /** The action as users know it. */
  public static String action(Change change) {
    return switch (change) {
      case Change.Create ignored -> "create";
      case Change.Adopt ignored -> "adopt";
      case Change.Update ignored -> "update";
      case Change.Release ignored -> "release";
      case Change.Delete ignored -> "delete";
      case Change.Keep ignored -> "keep";
    };
  }

  /** One line for lists of runs; without secrets, since attributes mask them. */
  public static String summary(Change change) {
    return switch (change) {
      case Change.Create create -> switch (create.origin()) {
        case Change.Origin.Nothing() -> "create";
        case Change.Origin.Template(int vmid) -> "clone template " + vmid;
      };
      case Change.Adopt ignored -> "adopt";
      case Change.Update update -> named("", update.attributes());
      case Change.Release release -> release.steps().size() > 1 ? "release: shut down, ownership tag off" : "release: ownership tag off";
      case Change.Delete delete -> "delete" + (delete.attributes().isEmpty() ? "" : " with " + volumes(delete));
      case Change.Keep ignored -> "";
    };
  }

  private static String volumes(Change.Delete delete) {
    return delete.attributes().stream()
        .filter(attribute -> attribute.impact() == Impact.DESTRUCTIVE)
        .map(AttributeChange::configured)
        .collect(Collectors.joining(", "));
  }

  private static String named(String verb, List<AttributeChange> attributes) {
    String first =
        attributes.stream().limit(NAMED).map(Changes::attribute).collect(Collectors.joining(", "));
    String rest = attributes.size() > NAMED ? " and " + (attributes.size() - NAMED) + " more" : "";
    return verb.isEmpty() || first.isEmpty() ? verb + first + rest : verb + ": " + first + rest;
  }

  private static String attribute(AttributeChange attribute) {
    String path = attribute.path().startsWith("spec.") ? attribute.path().substring("spec.".length()) : attribute.path();
    return path + " " + shown(attribute.isPending() ? attribute.running() : attribute.configured()) + " -> " + shown(attribute.desired());
  }

  private static String shown(String value) {
    String line = value.isEmpty() ? "(none)" : value.replace('\n', ' ');
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }
}
