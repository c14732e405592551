package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Roles that {@code spec.alerts.roles} names and no VM has: what is said of them concerns nobody, which is most often a typo. */
record AlertRoles(Set<String> roles, Diagnostics diagnostics) {

  static AlertRoles of(List<ResolvedDocument> guests, Diagnostics diagnostics) {
    Stream<String> used = guests.stream().flatMap(guest -> Optional.ofNullable(guest.envelope().labels().get("role")).stream());
    return new AlertRoles(Set.copyOf(Stream.concat(used, Stream.of(Alerting.NO_ROLE)).distinct().toList()), diagnostics);
  }

  void check(List<Document> documents) {
    documents.stream().filter(Document::isSound)
        .flatMap(document -> mapping(document.envelope().spec(), "alerts").stream())
        .flatMap(alerts -> mapping(alerts, "roles").stream())
        .flatMap(named -> named.entries().stream())
        .filter(entry -> !roles.contains(entry.key()))
        .forEach(entry -> diagnostics.warning(ResolveCodes.UNUSED_ROLE, entry.keyPlace(),
            YamlPath.key("spec.alerts.roles", entry.key()), entry.key(),
            "No VM has the label role: %s, so what is said of its alerts concerns none.".formatted(entry.key()),
            DidYouMean.closest(entry.key(), roles).map(word -> "Did you mean \"" + word + "\"?")
                .orElse("Give the label to the VMs that are meant, or use a role that there is.")));
  }

  private static Optional<Node.Mapping> mapping(Node.Mapping parent, String key) {
    return parent.get(key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }
}
