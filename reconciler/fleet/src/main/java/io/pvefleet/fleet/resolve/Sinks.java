package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.model.FleetKind;
import io.pvefleet.fleet.model.HostKind;
import io.pvefleet.fleet.model.SiteKind;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether the sites and labels that sinks of notifications select by exist. */
final class Sinks {
  private final Names names;
  private final Diagnostics diagnostics;

  Sinks(Names names, Diagnostics diagnostics) {
    this.names = names;
    this.diagnostics = diagnostics;
  }

  /** Checks the sinks of the first document of kind Fleet, which is the one in force. */
  void check(Map<String, List<Document>> byKind) {
    Set<String> labels = new TreeSet<>();
    Stream.of(SiteKind.NAME, HostKind.NAME).flatMap(kind -> byKind.getOrDefault(kind, List.of()).stream())
        .forEach(document -> labels.addAll(document.envelope().labels().keySet()));
    byKind.getOrDefault(FleetKind.NAME, List.of()).stream().limit(1).filter(Document::isSound)
        .flatMap(document -> mapping(document.envelope().spec(), "notifications").stream())
        .flatMap(sinks -> sinks.entries().stream())
        .forEach(entry -> sites(entry).ifPresent(sites ->
            check(sites, YamlPath.key("spec.notifications", entry.key()) + ".on.sites", labels)));
  }

  private void check(Node.Mapping sites, String path, Set<String> labels) {
    List<Node> items = sites.get("names").orElse(null) instanceof Node.Sequence list ? list.items() : List.of();
    for (int i = 0; i < items.size(); i++) {
      String name = ((Node.Scalar) items.get(i)).text();
      names.check(SiteKind.NAME, name, items.get(i).place(), YamlPath.item(path + ".names", i), diagnostics);
    }
    mapping(sites, "labels").ifPresent(map -> map.entries().stream().filter(entry -> !labels.contains(entry.key())).forEach(entry ->
        diagnostics.warning(ResolveCodes.UNUSED_SINK, entry.keyPlace(), YamlPath.key(path + ".labels", entry.key()), entry.key(),
            "No host or site has a label \"" + entry.key() + "\", so the sink is told nothing.",
            DidYouMean.closest(entry.key(), labels).map(word -> "Did you mean \"" + word + "\"?")
                .orElse("Give hosts or sites the label, or select by another one."))));
  }

  private static Optional<Node.Mapping> sites(Node.Entry sink) {
    return Optional.of(sink.value()).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast)
        .flatMap(mapping -> mapping(mapping, "on")).flatMap(on -> mapping(on, "sites"));
  }

  private static Optional<Node.Mapping> mapping(Node.Mapping parent, String key) {
    return parent.get(key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }
}
