package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.SiteKind;
import io.pvefleet.fleet.model.Window;
import io.pvefleet.fleet.model.WindowKind;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From documents of windows as written to windows whose sites exist. Which VM waits for one is not known here. */
final class Windows {

  private final Names names;
  private final List<Site> sites;
  private final Set<String> labels;
  private final Diagnostics diagnostics;

  /**
   * @param labels all keys of labels that guests, hosts and sites have
   */
  Windows(Names names, List<Site> sites, Set<String> labels, Diagnostics diagnostics) {
    this.names = names;
    this.sites = sites;
    this.labels = labels;
    this.diagnostics = diagnostics;
  }

  /** The windows without errors, sorted by name. */
  List<Window> resolve(List<Document> documents) {
    return documents.stream()
        .filter(Document::isSound)
        .flatMap(document -> resolve(document).stream())
        .sorted(Comparator.comparing(Window::name))
        .toList();
  }

  private Optional<Window> resolve(Document document) {
    Optional<Window> window = WindowKind.parse(document.envelope(), diagnostics);
    window.ifPresent(parsed -> {
      if (checkSites(document, parsed)) {
        checkLabels(document, "sites", siteLabels());
        checkLabels(document, "vms", labels);
      }
    });
    return window;
  }

  private boolean checkSites(Document document, Window window) {
    List<Node> items = mapping(document, "sites").flatMap(part -> part.get("names")).orElse(null) instanceof Node.Sequence list
        ? list.items() : List.of();
    boolean all = true;
    for (int i = 0; i < window.sites().size(); i++) {
      all &= i < items.size()
          ? names.check(SiteKind.NAME, window.sites().get(i), items.get(i).place(), YamlPath.item("spec.sites.names", i), diagnostics)
          : names.check(SiteKind.NAME, window.sites().get(i), document.namePlace(), "spec.sites", diagnostics);
    }
    return all;
  }

  private Set<String> siteLabels() {
    Set<String> keys = new TreeSet<>();
    sites.forEach(site -> keys.addAll(site.labels().keySet()));
    return keys;
  }

  private void checkLabels(Document document, String part, Set<String> known) {
    mapping(document, part).flatMap(of -> of.get("labels")).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast)
        .ifPresent(map -> map.entries().stream().filter(entry -> !known.contains(entry.key())).forEach(entry ->
            diagnostics.warning(ResolveCodes.UNUSED_WINDOW, entry.keyPlace(), YamlPath.key("spec." + part + ".labels", entry.key()),
                entry.key(),
                "No %s has a label \"%s\", so the window is open for nothing."
                    .formatted(part.equals("sites") ? "site" : "VM, host or site", entry.key()),
                DidYouMean.closest(entry.key(), known).map(word -> "Did you mean \"" + word + "\"?")
                    .orElse("Give the label to what is meant, or select by another one."))));
  }

  private static Optional<Node.Mapping> mapping(Document document, String key) {
    return document.envelope().spec().get(key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }
}
