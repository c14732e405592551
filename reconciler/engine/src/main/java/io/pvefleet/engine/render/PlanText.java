package io.pvefleet.engine.render;

import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.HostPlan.UnmanagedGuest;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.PlanSummary;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.yaml.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A plan for people at a terminal: what changes on which host and why, what waits, what is not known, and one line of figures.
 * Hosts with nothing to do are only counted. One instance renders one plan.
 */
public final class PlanText {

  /** What to show beyond the plain plan. */
  public enum Option {
    /** ANSI colours. */
    COLOUR,
    /** Every request with its parameters, secrets masked. */
    REQUESTS
  }

  /** Lists that would run on are cut after so many names. */
  private static final int NAMES = 4;

  private final Paint paint;
  private final Set<Option> options;
  private final StringBuilder out = new StringBuilder();

  private PlanText(Set<Option> options) {
    this.options = options.isEmpty() ? EnumSet.noneOf(Option.class) : EnumSet.copyOf(options);
    this.paint = options.contains(Option.COLOUR) ? Paint.COLOUR : Paint.PLAIN;
  }

  /** The plan as text that ends with its summary and a line break. */
  public static String render(FleetPlan plan, Set<Option> options) {
    return new PlanText(options).fleet(plan);
  }

  /** The last line alone. */
  public static String summary(FleetPlan plan) {
    return Wording.summary(PlanSummary.of(plan));
  }

  private String fleet(FleetPlan plan) {
    plan.holds().forEach(hold -> line(paint.held("! Nothing is applied: ") + hold));
    if (!plan.holds().isEmpty()) {
      line("");
    }
    plan.hosts().stream().filter(PlanText::isShown).forEach(this::host);
    quietHosts(plan);
    unreachable(plan);
    unmanaged(plan);
    line(paint.strong(Wording.summary(PlanSummary.of(plan))));
    return out.toString();
  }

  private static boolean isShown(HostPlan plan) {
    return plan.reach() instanceof Reach.Reached
        && (!plan.warnings().isEmpty() || plan.changes().stream().anyMatch(Wording::isShown));
  }

  private void host(HostPlan plan) {
    String site = plan.site().equals(plan.host()) ? "" : plan.site() + " / ";
    line(paint.strong(site + plan.host()) + paint.quiet(about(plan)));
    plan.warnings().forEach(warning -> line("  " + paint.held("!") + " " + Wording.plain(warning)));
    plan.changes().stream().filter(Wording::isShown).forEach(change -> change(change, plan.observedAt()));
    line("");
  }

  private static String about(HostPlan plan) {
    long inSync = plan.changes().stream().filter(change -> change.head().state() == VmState.IN_SYNC).count();
    String quiet = inSync == 0 ? "" : ", %d in sync".formatted(inSync);
    return plan.reach() instanceof Reach.Reached(String version, String node) && !version.isEmpty()
        ? "  PVE %s, node %s%s".formatted(version, node, quiet)
        : quiet;
  }

  private void change(Change change, Instant observedAt) {
    Change.Head head = change.head();
    String place = head.place().map(at -> "  " + paint.quiet(at.file() + ":" + at.line())).orElse("");
    String name = paint.strong(Wording.plain(head.vm().vmid() + " " + head.vm().name()));
    line("  %s %s  %s%s".formatted(symbol(change), name, Wording.plain(Wording.headline(change)), place));
    if (head.verdict() instanceof Verdict.Held(Verdict.Why why, String detail)) {
      Lines.wrap(Wording.plain(detail), 6).forEach(this::line);
    }
    if (change instanceof Change.Create) {
      Lines.wrapItems(Wording.declared(change), "; ", 6).forEach(this::line);
    } else {
      attributes(change, observedAt);
      String unrestarted = Wording.unrestarted(change);
      if (!unrestarted.isEmpty()) {
        Lines.wrap(unrestarted, 6).forEach(text -> line(paint.quiet(text)));
      }
    }
    if (options.contains(Option.REQUESTS)) {
      change.steps().forEach(this::request);
    } else if (change.steps().size() > 1 || change.steps().stream().anyMatch(step -> step.impact() == Impact.OFFLINE)) {
      Lines.wrap("steps: " + change.steps().stream().map(Step::title).collect(Collectors.joining("; ")), 6)
          .forEach(text -> line(paint.quiet(text)));
    }
  }

  private String symbol(Change change) {
    if (change.head().verdict() instanceof Verdict.Held) {
      return paint.held("!");
    }
    return switch (change) {
      case Change.Create ignored -> paint.added("+");
      case Change.Adopt ignored -> paint.changed("~");
      case Change.Update ignored -> paint.changed("~");
      case Change.Release ignored -> paint.removed("-");
      case Change.Delete ignored -> paint.removed("-");
      case Change.Keep ignored -> paint.quiet("*");
    };
  }

  private void attributes(Change change, Instant observedAt) {
    int paths = width(change.attributes().stream().map(Wording::path).toList());
    int values = width(change.attributes().stream().map(Wording::values).toList());
    for (AttributeChange attribute : change.attributes()) {
      Impact impact = attribute.impact();
      String place = place(attribute.place(), change.head().place()).map(at -> "  " + paint.quiet(at)).orElse("");
      String note = Wording.note(change, attribute);
      String since = attribute.waitingSince().filter(observedAt::isAfter)
          .map(at -> "  waits for " + Age.of(Duration.between(at, observedAt))).orElse("");
      line("      %s  %s  %s%s%s%s".formatted(pad(Wording.path(attribute), paths), pad(Wording.values(attribute), values),
          paint.impact(impact, impact.word()), since, place, note.isEmpty() ? "" : "  " + note));
    }
  }

  /** Where the value stands; in the document's own file the line is enough. */
  private static Optional<String> place(Optional<Place> at, Optional<Place> document) {
    return at.map(place -> document.map(Place::file).equals(Optional.of(place.file()))
        ? "line " + place.line()
        : place.file() + ":" + place.line());
  }

  private void request(Step step) {
    String foreseen = step.predicted() ? paint.quiet("  foreseen; made from what is read then") : "";
    String limit = step.notAfter().map(at -> paint.quiet("  not after " + at.truncatedTo(ChronoUnit.SECONDS))).orElse("");
    line("      " + paint.strong(step.title()) + "  " + paint.impact(step.impact(), step.impact().word()) + limit + foreseen);
    line("        " + step.request().method() + " " + step.request().path());
    step.request().params().forEach(param ->
        line("          " + param.name() + "=" + Wording.plain(param.value().shown().replace("\n", "\\n"))));
  }

  private void quietHosts(FleetPlan plan) {
    List<HostPlan> quiet =
        plan.hosts().stream().filter(host -> host.reach() instanceof Reach.Reached && !isShown(host)).toList();
    int vms = quiet.stream().mapToInt(host -> host.changes().size()).sum();
    if (!quiet.isEmpty()) {
      line(paint.quiet("%s with nothing to do: %s in sync".formatted(
          count(quiet.size(), "host"), count(vms, "VM"))));
      line("");
    }
  }

  private void unreachable(FleetPlan plan) {
    List<HostPlan> away = plan.hosts().stream().filter(host -> host.reach() instanceof Reach.NotReached).toList();
    if (away.isEmpty()) {
      return;
    }
    int vms = away.stream().mapToInt(host -> host.changes().size()).sum();
    line(paint.strong("Not reachable") + "  %s, %s not checked and left alone"
        .formatted(count(away.size(), "host"), count(vms, "VM")));
    Map<String, List<String>> byMessage = new TreeMap<>();
    away.forEach(host -> byMessage.computeIfAbsent(((Reach.NotReached) host.reach()).message(), m -> new ArrayList<>()).add(host.host()));
    byMessage.forEach((message, hosts) -> {
      line("  " + Wording.plain(message));
      Lines.wrapItems(hosts, ", ", 6).forEach(this::line);
    });
    line("");
  }

  private void unmanaged(FleetPlan plan) {
    Map<String, List<String>> hostsByGuest = new TreeMap<>();
    for (HostPlan host : plan.hosts()) {
      for (UnmanagedGuest guest : host.unmanaged()) {
        hostsByGuest.computeIfAbsent(Wording.guest(guest), g -> new ArrayList<>()).add(host.host());
      }
    }
    if (hostsByGuest.isEmpty()) {
      return;
    }
    int width = width(hostsByGuest.keySet());
    line(paint.strong("On hosts, not in Git") + "  left alone");
    hostsByGuest.forEach((guest, hosts) -> line("  " + pad(Wording.plain(guest), width) + "  " + paint.quiet(names(hosts))));
    line("");
  }

  private static String names(List<String> hosts) {
    return hosts.size() > NAMES
        ? "%s and %d more hosts".formatted(String.join(", ", hosts.subList(0, NAMES - 1)), hosts.size() - NAMES + 1)
        : String.join(", ", hosts);
  }

  private static String count(int number, String noun) {
    return Wording.number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private static int width(Iterable<String> texts) {
    int width = 0;
    for (String text : texts) {
      width = Math.max(width, text.length());
    }
    return width;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
