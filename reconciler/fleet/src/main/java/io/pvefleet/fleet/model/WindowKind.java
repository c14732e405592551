package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kind {@code Window}: when VMs that wait for a restart may be restarted. */
public final class WindowKind {

  public static final String NAME = "Window";

  private static final Shape LABEL = new Shape.Either("A value, or a list of values of which one must be there.", List.of(
      DocumentShape.labelValue("The value that the label must have."),
      new Shape.Array("Values of which the label must have one.", DocumentShape.labelValue("A value."), 1, true)));

  private static final Shape.Struct SITES = new Shape.Struct(
      "At which sites: all that is given must fit. Default is the site in whose folder the document lies, otherwise every site.",
      List.of(
          Shape.Field.optional("names", new Shape.Array("These sites.", DocumentShape.name("Name of a site.", "seoul-001"), 1, true)),
          Shape.Field.optional("labels", new Shape.Dictionary("Sites with all of these labels.", DocumentShape.LABEL_KEY, LABEL))));

  private static final Shape.Struct VMS = new Shape.Struct("For which VMs of those sites; default is all.", List.of(
      Shape.Field.optional("labels", new Shape.Dictionary(
          "VMs with all of these labels; one that the VM does not have is taken from its host, then from its site.",
          DocumentShape.LABEL_KEY, LABEL))));

  public static final Shape.Struct SPEC = new Shape.Struct(
      "When VMs with restart.policy: window may be restarted. Several windows add up; without one such a VM waits.", List.of(
      Shape.Field.optional("sites", SITES),
      Shape.Field.optional("vms", VMS),
      Shape.Field.required("times", new Shape.Array("When it is open, by the clock on the wall of the time zone.",
          Shape.Text.matching("Days and hours; hours that end before they begin go on past midnight.", WeekSpan.PATTERN,
              "Mon-Sat 02:00-05:00", "Sun 22:00-04:00", "Tue,Thu 03:00-04:30"), 1, true)),
      Shape.Field.optional("timeZone", TimeZones.shape("Whose clock counts; default is each site's own."))));

  private WindowKind() {}

  /** Reads a document whose shape was checked; empty where a time cannot be used, which is then an error. */
  public static Optional<Window> parse(Envelope envelope, Diagnostics diagnostics) {
    Node.Mapping spec = envelope.spec();
    List<String> names = mapping(spec, "sites").flatMap(sites -> sites.get("names")).map(WindowKind::texts).orElse(List.of());
    boolean isOfFolder = spec.get("sites").isEmpty() && !envelope.site().isEmpty();
    Optional<ZoneId> zone = spec.get("timeZone").map(node -> TimeZones.read(spec, "timeZone", ZoneOffset.UTC, diagnostics));
    List<WeekSpan> times = times(spec, diagnostics);
    return times.isEmpty()
        ? Optional.empty()
        : Optional.of(new Window(envelope.name(), isOfFolder ? List.of(envelope.site()) : names, labels(spec, "sites"),
            labels(spec, "vms"), times, zone, envelope.place()));
  }

  /** All spans, or none where one of them cannot be used. */
  private static List<WeekSpan> times(Node.Mapping spec, Diagnostics diagnostics) {
    List<WeekSpan> times = new ArrayList<>();
    List<Node> items = spec.get("times").orElse(null) instanceof Node.Sequence sequence ? sequence.items() : List.of();
    for (int i = 0; i < items.size(); i++) {
      String text = ((Node.Scalar) items.get(i)).text();
      WeekSpan span = WeekSpan.parse(text);
      if (span.from() == span.until()) {
        diagnostics.error(ModelCodes.NO_LENGTH, items.get(i).place(), YamlPath.item("spec.times", i), text,
            "It opens and shuts at the same minute, so that it would never be open.",
            "Write 00:00-24:00 for a whole day, or move one of the two.");
      } else {
        times.add(span);
      }
    }
    return times.size() == items.size() ? times : List.of();
  }

  private static Map<String, List<String>> labels(Node.Mapping spec, String part) {
    Map<String, List<String>> labels = new TreeMap<>();
    mapping(spec, part).flatMap(of -> mapping(of, "labels")).ifPresent(map -> map.entries().forEach(entry ->
        labels.put(entry.key(), entry.value() instanceof Node.Scalar scalar ? List.of(scalar.text()) : texts(entry.value()))));
    return labels;
  }

  private static Optional<Node.Mapping> mapping(Node.Mapping parent, String key) {
    return parent.get(key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }

  private static List<String> texts(Node node) {
    return node instanceof Node.Sequence sequence
        ? sequence.items().stream().map(item -> ((Node.Scalar) item).text()).toList()
        : List.of();
  }
}
