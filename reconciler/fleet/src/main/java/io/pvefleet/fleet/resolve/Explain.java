package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.model.DocumentShape;
import io.pvefleet.fleet.model.Envelope;
import io.pvefleet.fleet.schema.ShapeText;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.fleet.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Text for {@code render} and {@code explain}: merged documents, origins of values, the language itself. Pure. */
public final class Explain {

  private Explain() {}

  /**
   * The guests that a reference names: {@code host/name}, {@code host/vmid}, or a name alone, which several hosts may have.
   * Sorted as in the fleet; empty where nothing fits.
   */
  public static List<ResolvedDocument> find(DesiredFleet fleet, String reference) {
    int slash = reference.indexOf('/');
    String host = slash < 0 ? "" : reference.substring(0, slash);
    String name = reference.substring(slash + 1);
    return fleet.guests().stream()
        .filter(guest -> host.isEmpty() || guest.host().equals(host))
        .filter(guest -> guest.envelope().name().equals(name) || (!host.isEmpty() && vmid(guest).equals(name)))
        .toList();
  }

  /** The merged document as YAML that loads as it stands, without profiles. */
  public static String merged(ResolvedDocument document) {
    Envelope envelope = document.envelope();
    Place place = envelope.place();
    List<Node.Entry> metadata = new ArrayList<>();
    metadata.add(entry(place, "name", text(place, envelope.name())));
    if (!envelope.labels().isEmpty()) {
      metadata.add(entry(place, "labels", new Node.Mapping(place, new TreeMap<>(envelope.labels()).entrySet().stream()
          .map(label -> entry(place, label.getKey(), text(place, label.getValue()))).toList())));
    }
    List<Node.Entry> spec = new ArrayList<>();
    spec.add(entry(place, "host", text(place, document.host())));
    spec.addAll(document.spec().entries());
    return YamlWriter.write(new Node.Mapping(place, List.of(
        entry(place, "apiVersion", text(place, DocumentShape.API_VERSION)),
        entry(place, "kind", text(place, envelope.kind())),
        entry(place, "metadata", new Node.Mapping(place, metadata)),
        entry(place, "spec", new Node.Mapping(place, spec)))));
  }

  /** Each value at or below a path with the file and line that gave it and what it replaced; empty where nothing is there. */
  public static String origins(FleetLoad load, ResolvedDocument document, String path) {
    StringBuilder out = new StringBuilder();
    for (Provenance provenance : Provenance.of(load, document, path)) {
      out.append(provenance.yamlPath()).append(": ").append(provenance.winner().value()).append('\n');
      out.append("  from ").append(origin(provenance.winner())).append('\n');
      for (Provenance.Origin replaced : provenance.overridden()) {
        out.append("  replaces ").append(replaced.value()).append(" from ").append(origin(replaced)).append('\n');
      }
    }
    return out.toString();
  }

  /**
   * What a field of the language means, for example {@code VirtualMachine.spec.disks}; a kind alone documents all of it.
   * Empty where there is no such kind or field.
   */
  public static Optional<String> field(Kinds kinds, String dottedPath) {
    List<String> parts = List.of(dottedPath.split("\\.", -1));
    return kinds.documents().entrySet().stream()
        .filter(kind -> kind.getKey().equalsIgnoreCase(parts.getFirst()))
        .findFirst()
        .flatMap(kind -> ShapeText.describe(kind.getKey(), kind.getValue(), parts.subList(1, parts.size())));
  }

  private static String origin(Provenance.Origin origin) {
    return origin.place() + " (" + origin.layer() + ")";
  }

  private static String vmid(ResolvedDocument guest) {
    return guest.spec().get("vmid").map(node -> node instanceof Node.Scalar scalar ? scalar.text() : "").orElse("");
  }

  private static Node.Entry entry(Place place, String key, Node value) {
    return new Node.Entry(key, place, value);
  }

  private static Node.Scalar text(Place place, String text) {
    return new Node.Scalar(place, Node.ScalarType.STRING, text);
  }
}
