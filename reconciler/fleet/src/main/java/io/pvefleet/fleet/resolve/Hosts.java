package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.HostKind;
import io.pvefleet.fleet.model.SiteKind;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The hosts, and which of them a site has.
 *
 * @param bySite names of hosts by site, those with errors too
 */
record Hosts(List<Host> all, Map<String, List<String>> bySite) {

  /** The site that a host names; empty for an unknown host. */
  Optional<String> siteOf(String host) {
    return bySite.entrySet().stream().filter(site -> site.getValue().contains(host)).map(Map.Entry::getKey).findFirst();
  }

  static Hosts of(List<Document> documents, Names names, Diagnostics diagnostics) {
    List<Host> hosts = new ArrayList<>();
    Map<String, List<String>> bySite = new TreeMap<>();
    for (Document document : documents) {
      String site = document.envelope().spec().string("site").orElse(document.envelope().site());
      if (site.isEmpty()) {
        diagnostics.error(ResolveCodes.NO_OWNER, document.namePlace(), "spec.site", "",
            "The host \"" + document.name() + "\" lies outside of sites/ and names no site.",
            "Move it to sites/<site>/site.yaml, or add \"site\" to its spec.");
        continue;
      }
      Place place = document.envelope().spec().get("site").map(Node::place).orElse(document.namePlace());
      names.check(SiteKind.NAME, site, place, "spec.site", diagnostics);
      if (!document.name().isEmpty()) {
        bySite.computeIfAbsent(site, _ -> new ArrayList<>()).add(document.name());
      }
      if (document.isSound()) {
        HostKind.parse(document.envelope(), site, diagnostics).ifPresent(hosts::add);
      }
    }
    return new Hosts(hosts, bySite);
  }
}
