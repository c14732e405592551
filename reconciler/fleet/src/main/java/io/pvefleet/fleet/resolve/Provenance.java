package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.model.Envelope;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.fleet.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a value of a merged document comes from.
 *
 * @param yamlPath path in the merged document, for example {@code spec.memory}
 * @param winner the value in force
 * @param overridden values that it replaced, the last replaced first
 */
public record Provenance(String yamlPath, Origin winner, List<Origin> overridden) {
  public Provenance {
    overridden = List.copyOf(overridden);
  }

  /**
   * A value and who gave it.
   *
   * @param value as YAML in one line
   * @param layer {@code profile NAME}, or {@code document} for the guest's own spec
   */
  public record Origin(String value, Place place, String layer) {}

  private record Layer(String name, Node.Mapping spec) {}

  /**
   * The origin of every value at or below a path, in the order of the merged document.
   *
   * @param path below spec, for example {@code disks.scsi0}, with or without {@code spec.} before it; empty for everything
   */
  public static List<Provenance> of(FleetLoad load, ResolvedDocument document, String path) {
    Map<String, Envelope> profiles = new TreeMap<>();
    load.profiles().forEach(profile -> profiles.put(profile.name(), profile));
    List<Layer> layers = new ArrayList<>();
    for (String name : document.profiles()) {
      Optional.ofNullable(profiles.get(name)).ifPresent(p -> layers.add(new Layer("profile " + name, p.spec())));
    }
    layers.add(new Layer("document", document.envelope().spec()));
    String wanted = path.isEmpty() || path.equals("spec") ? "spec" : path.startsWith("spec.") ? path : "spec." + path;
    List<Provenance> found = new ArrayList<>();
    collect(document.spec(), "spec", layers, wanted, found);
    return found;
  }

  private static void collect(Node.Mapping merged, String at, List<Layer> layers, String wanted, List<Provenance> found) {
    for (Node.Entry entry : merged.entries()) {
      String path = YamlPath.key(at, entry.key());
      List<Layer> below = new ArrayList<>();
      List<Origin> origins = new ArrayList<>();
      for (Layer layer : layers) {
        layer.spec().get(entry.key()).ifPresent(node -> {
          if (node instanceof Node.Mapping mapping) {
            below.add(new Layer(layer.name(), mapping));
          }
          origins.addFirst(new Origin(inline(node), node.place(), layer.name()));
        });
      }
      if (entry.value() instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
        if (overlaps(path, wanted)) {
          collect(mapping, path, below, wanted, found);
        }
      } else if (isAtOrBelow(path, wanted) && !origins.isEmpty()) {
        found.add(new Provenance(path, origins.getFirst(), origins.subList(1, origins.size())));
      }
    }
  }

  private static boolean overlaps(String path, String wanted) {
    return isAtOrBelow(path, wanted) || isAtOrBelow(wanted, path);
  }

  private static boolean isAtOrBelow(String path, String top) {
    return path.equals(top) || (path.startsWith(top) && (path.charAt(top.length()) == '.' || path.charAt(top.length()) == '['));
  }

  private static String inline(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> "{" + String.join(", ", mapping.entries().stream()
          .map(entry -> entry.key() + ": " + inline(entry.value())).toList()) + "}";
      case Node.Sequence sequence -> "[" + String.join(", ", sequence.items().stream().map(Provenance::inline).toList()) + "]";
      case Node.Scalar scalar -> YamlWriter.write(
          new Node.Scalar(scalar.place(), scalar.type(), scalar.text().replace("\n", "\\n"))).stripTrailing();
    };
  }
}
