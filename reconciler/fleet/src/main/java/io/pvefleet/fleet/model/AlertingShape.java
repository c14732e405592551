package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.model.Alerting.Measure;
import io.pvefleet.fleet.model.Alerting.Rule;
import io.pvefleet.fleet.model.Alerting.Scope;
import io.pvefleet.fleet.model.Alerting.Setting;
import io.pvefleet.fleet.model.Alerting.Severity;
import io.pvefleet.fleet.schema.SchemaCodes;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code spec.alerts} of a Fleet and of a Site: what may stand there, and what it says. */
final class AlertingShape {
  private static final String KEY = "alerts";
  private static final String ROLES = "roles";

  /** A year; what lasts longer is no news. */
  private static final Duration LONGEST = Duration.ofHours(8760);

  /** Below this the lower mark, at which an alert ends, would be next to nothing. */
  private static final int LOWEST_PERCENT = 10;

  /** Nothing can be fuller than full. */
  private static final int HIGHEST_PERCENT = 99;

  private static final int MOST_DAYS = 825;

  private AlertingShape() {}

  /** For the document of the fleet. */
  static Shape.Field ofFleet() {
    return field("When to raise alerts; what is left out has its default. Sites may say otherwise.",
        rules(_ -> true, AlertingShape::orDefault));
  }

  /** For the document of a site. */
  static Shape.Field ofSite() {
    return field("When to raise alerts about this site's hosts and VMs; what is left out is as in the Fleet.",
        rules(rule -> rule.scope() != Scope.FLEET, AlertingShape::asBefore));
  }

  private static String orDefault(Object value) {
    return "; default " + value + ".";
  }

  /** What a less particular document, or none, says of it. */
  private static String asBefore(Object value) {
    return ".";
  }

  private static Shape.Field field(String description, List<Shape.Field> general) {
    List<Shape.Field> fields = new ArrayList<>(general);
    fields.add(Shape.Field.optional(ROLES, new Shape.Dictionary(
        "By the label role of VMs (other: those without it), what is to be otherwise for them.", DocumentShape.LABEL_VALUE,
        new Shape.Struct("When to raise alerts about VMs of the role.",
            rules(rule -> rule.scope() == Scope.VM, AlertingShape::asBefore)))));
    return Shape.Field.optional(KEY, new Shape.Struct(description, fields));
  }

  private static List<Shape.Field> rules(Predicate<Rule> which, Function<Object, String> otherwise) {
    return Stream.of(Rule.values()).filter(which).map(rule -> Shape.Field.optional(rule.key(), rule(rule, otherwise))).toList();
  }

  /**
   * @param otherwise how a sentence ends that says what holds where nothing is said
   */
  private static Shape rule(Rule rule, Function<Object, String> otherwise) {
    List<Shape.Field> fields = new ArrayList<>();
    Alerting.Limit byDefault = rule.byDefault();
    if (rule.measure() == Measure.USAGE) {
      fields.add(Shape.Field.optional("above", new Shape.Whole(
          "Percent above which it is too much" + otherwise.apply(byDefault.figure()), LOWEST_PERCENT, HIGHEST_PERCENT)));
    }
    if (rule.measure() == Measure.USAGE || rule.measure() == Measure.TIME) {
      fields.add(Shape.Field.optional("for", Durations.shape(
          "For how long it must be so, up to 8760h" + otherwise.apply(Durations.format(byDefault.lasting())))));
    }
    if (rule.measure() == Measure.DAYS) {
      fields.add(Shape.Field.optional("days", new Shape.Whole(
          "With how many days left" + otherwise.apply(byDefault.figure()), 1, MOST_DAYS)));
    }
    fields.add(Shape.Field.optional("severity", Shape.Words.of(
        "How much to hurry" + otherwise.apply(byDefault.severity().word()), Severity.WARNING.word(), Severity.CRITICAL.word())));
    return new Shape.Either(about(rule) + " false for no alerts" + otherwise.apply(byDefault.isOn()), List.of(
        new Shape.Flag("Whether to raise alerts."), new Shape.Struct(about(rule), fields)));
  }

  private static String about(Rule rule) {
    return switch (rule) {
      case CPU -> "The processors of a host are busy.";
      case MEMORY -> "The memory of a host is used up.";
      case STORAGE -> "A storage of a host fills up.";
      case VM_CPU -> "The processors of a VM are busy.";
      case VM_MEMORY -> "The memory of a VM is used up; means something only where the guest has a balloon driver.";
      case HOST_OFFLINE -> "A host does not answer.";
      case CERTIFICATE -> "The certificate of a host expires.";
      case TOKEN -> "The API token of a host expires.";
      case DRIFT -> "A VM is not as Git says, and nothing is under way about it.";
      case PENDING_RESTART -> "A VM waits for a restart.";
      case RUN_FAILED -> "A change of a VM failed.";
      case COMMIT_REJECTED -> "A commit has errors and is not in force.";
      case FLEET_HELD -> "Nothing is applied on any host: too many vanished at once, or a commit lost too many.";
    };
  }

  /** Reads what a document whose shape was checked says. */
  static Alerting read(Node.Mapping spec, Diagnostics diagnostics) {
    Optional<Node.Mapping> alerts = spec.get(KEY).flatMap(AlertingShape::mapping);
    if (alerts.isEmpty()) {
      return Alerting.NONE;
    }
    String path = "spec." + KEY;
    Map<String, Map<Rule, Setting>> roles = new TreeMap<>();
    alerts.get().get(ROLES).flatMap(AlertingShape::mapping).ifPresent(all -> all.entries().forEach(entry ->
        mapping(entry.value()).ifPresent(role ->
            roles.put(entry.key(), settings(role, path + "." + ROLES + "." + entry.key(), diagnostics)))));
    return new Alerting(settings(alerts.get(), path, diagnostics), roles);
  }

  private static Map<Rule, Setting> settings(Node.Mapping from, String path, Diagnostics diagnostics) {
    Map<Rule, Setting> settings = Alerting.none();
    for (Rule rule : Rule.values()) {
      from.get(rule.key()).ifPresent(node -> settings.put(rule, setting(node, path + "." + rule.key(), diagnostics)));
    }
    return settings;
  }

  private static Setting setting(Node node, String path, Diagnostics diagnostics) {
    return switch (node) {
      case Node.Scalar scalar -> Setting.of(scalar.text().equals("true"));
      case Node.Mapping mapping -> new Setting(true,
          number(mapping, "above").or(() -> number(mapping, "days")),
          mapping.string("for").flatMap(Durations::parse).map(lasting -> checked(lasting, mapping, path, diagnostics)),
          mapping.string("severity").map(word -> Severity.valueOf(word.toUpperCase(Locale.ROOT))));
      case Node.Sequence _ -> throw new IllegalArgumentException("a list passed the shape of " + path);
    };
  }

  private static Duration checked(Duration lasting, Node.Mapping rule, String path, Diagnostics diagnostics) {
    if (lasting.compareTo(LONGEST) > 0) {
      diagnostics.error(SchemaCodes.OUT_OF_RANGE, rule.get("for").orElse(rule).place(), path + ".for", Durations.format(lasting),
          Durations.format(lasting) + " is out of range; up to " + Durations.format(LONGEST) + " is allowed.",
          "Use a shorter duration, or write " + path.substring(path.lastIndexOf('.') + 1) + ": false for no such alerts.");
    }
    return lasting;
  }

  private static Optional<Integer> number(Node.Mapping from, String key) {
    return from.get(key).map(node -> Integer.parseInt(((Node.Scalar) node).text()));
  }

  private static Optional<Node.Mapping> mapping(Node node) {
    return node instanceof Node.Mapping mapping ? Optional.of(mapping) : Optional.empty();
  }
}
