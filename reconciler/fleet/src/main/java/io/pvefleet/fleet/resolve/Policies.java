package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.model.AccessPolicy;
import io.pvefleet.fleet.model.AccessPolicyKind;
import io.pvefleet.fleet.model.HostKind;
import io.pvefleet.fleet.model.ModelCodes;
import io.pvefleet.fleet.model.SiteKind;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From documents of access policies as written to policies whose sites and hosts exist. */
final class Policies {
  private static final String SELECTOR = "spec.selector";

  private final Names names;
  private final Hosts hosts;
  private final Set<String> labels;
  private final Diagnostics diagnostics;

  /**
   * @param labels all keys of labels that guests, hosts and sites have
   */
  Policies(Names names, Hosts hosts, Set<String> labels, Diagnostics diagnostics) {
    this.names = names;
    this.hosts = hosts;
    this.labels = labels;
    this.diagnostics = diagnostics;
  }

  /** The policies without errors, sorted by name. */
  List<AccessPolicy> resolve(List<Document> documents) {
    List<AccessPolicy> policies = new ArrayList<>();
    for (Document document : documents.stream().filter(Document::isSound).toList()) {
      Optional<AccessPolicy> policy = AccessPolicyKind.parse(document.envelope(), diagnostics);
      policy.ifPresent(parsed -> {
        check(document, parsed.selector());
        policies.add(parsed);
      });
    }
    return policies.stream().sorted(Comparator.comparing(AccessPolicy::name)).toList();
  }

  private void check(Document document, AccessPolicy.Selector selector) {
    List<Node> sitePlaces = items(document, "sites");
    for (int i = 0; i < selector.sites().size(); i++) {
      names.check(SiteKind.NAME, selector.sites().get(i), place(sitePlaces, i, document), path("sites", sitePlaces, i),
          diagnostics);
    }
    List<Node> hostPlaces = items(document, "hosts");
    for (int i = 0; i < selector.hosts().size(); i++) {
      String host = selector.hosts().get(i);
      Place place = place(hostPlaces, i, document);
      if (names.check(HostKind.NAME, host, place, path("hosts", hostPlaces, i), diagnostics)) {
        checkSite(host, selector.sites(), place, path("hosts", hostPlaces, i));
      }
    }
    mapping(document, "labels").ifPresent(map -> map.entries().forEach(this::checkLabel));
  }

  /** Sites and hosts must both fit, so a host elsewhere would never be selected. */
  private void checkSite(String host, List<String> sites, Place place, String path) {
    hosts.siteOf(host).filter(site -> !sites.isEmpty() && !sites.contains(site)).ifPresent(site ->
        diagnostics.error(ModelCodes.CONTRADICTION, place, path, host,
            "The host \"" + host + "\" belongs to the site \"" + site + "\", which the selector leaves out;"
                + " all that is given must fit.",
            "Add \"" + site + "\" to sites, or write a policy of its own for the host."));
  }

  private void checkLabel(Node.Entry entry) {
    if (!labels.contains(entry.key())) {
      diagnostics.warning(ResolveCodes.UNUSED_LABEL, entry.keyPlace(), YamlPath.key(SELECTOR + ".labels", entry.key()),
          entry.key(),
          "No guest, host or site has a label \"" + entry.key() + "\", so the policy allows nothing.",
          DidYouMean.closest(entry.key(), labels).map(word -> "Did you mean \"" + word + "\"?")
              .orElse("Give guests the label, or select by another one."));
    }
  }

  private static List<Node> items(Document document, String key) {
    return selector(document).flatMap(selector -> selector.get(key)).orElse(null) instanceof Node.Sequence list
        ? list.items() : List.of();
  }

  private static Optional<Node.Mapping> selector(Document document) {
    return document.envelope().spec().get("selector").filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }

  private static Optional<Node.Mapping> mapping(Document document, String key) {
    return selector(document).flatMap(selector -> selector.get(key)).filter(Node.Mapping.class::isInstance)
        .map(Node.Mapping.class::cast);
  }

  /** The site of the document's folder stands in no list; its place is that of the document's name. */
  private static Place place(List<Node> items, int index, Document document) {
    return index < items.size() ? items.get(index).place() : document.namePlace();
  }

  private static String path(String key, List<Node> items, int index) {
    String list = SELECTOR + "." + key;
    return index < items.size() ? YamlPath.item(list, index) : list;
  }
}
