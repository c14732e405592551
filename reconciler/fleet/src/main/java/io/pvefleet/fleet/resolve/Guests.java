package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.model.HostKind;
import io.pvefleet.fleet.schema.ShapeChecker;
import io.pvefleet.fleet.yaml.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From documents of guests as written to guests on their hosts, with profiles merged and everything unique that must be. */
final class Guests {

  private final Kinds kinds;
  private final Names names;
  private final Hosts hosts;
  private final Diagnostics diagnostics;
  private final Profiles profiles;
  private final Claims claims;
  private final Map<String, Document> nameOnHost = new TreeMap<>();
  private final Set<String> usedProfiles = new HashSet<>();

  Guests(Kinds kinds, Names names, Hosts hosts, Diagnostics diagnostics) {
    this.kinds = kinds;
    this.names = names;
    this.hosts = hosts;
    this.diagnostics = diagnostics;
    this.profiles = new Profiles(names, diagnostics);
    this.claims = new Claims(diagnostics);
  }

  /** The guests without errors, sorted by host, vmid and name. */
  List<ResolvedDocument> resolve(List<Document> documents) {
    record Numbered(ResolvedDocument document, int vmid) {}

    List<Numbered> resolved = new ArrayList<>();
    for (Document document : documents) {
      GuestKind kind = Objects.requireNonNull(kinds.guests().get(document.kind()));
      resolve(document, kind).ifPresent(guest -> resolved.add(new Numbered(guest, kind.vmid(guest).orElse(0))));
    }
    return resolved.stream()
        .sorted(Comparator.comparing((Numbered n) -> n.document().host()).thenComparing(Numbered::vmid)
            .thenComparing(n -> n.document().envelope().name()))
        .map(Numbered::document).toList();
  }

  /** Follows the references of every profile, used or not: a mistake in one must not wait for its first user. */
  void checkUnused(List<Document> documents) {
    documents.stream().filter(profile -> !usedProfiles.contains(profile.name())).forEach(profiles::chain);
  }

  private Optional<ResolvedDocument> resolve(Document document, GuestKind kind) {
    Optional<String> host = hostOf(document);
    host.ifPresent(name -> uniqueName(document, name));
    Profiles.Chain chain = profiles.chain(document);
    usedProfiles.addAll(chain.names());
    if (host.isEmpty() || !document.isSound() || !chain.isComplete()) {
      return Optional.empty();
    }
    Node.Mapping own = Profiles.without(document.envelope().spec(), "host", "profiles");
    Node.Mapping spec = Merge.merge(profiles.merge(chain, own), own);
    ResolvedDocument resolved = new ResolvedDocument(document.envelope(), host.get(), spec, chain.names());
    var missing = ShapeChecker.missing(kind.spec(), spec, "spec");
    diagnostics.addAll(missing);
    if (!missing.isEmpty()) {
      return Optional.empty();
    }
    diagnostics.addAll(kind.check(resolved));
    claims.add(kind, resolved);
    return Optional.of(resolved);
  }

  private Optional<String> hostOf(Document document) {
    Optional<Node> declared = document.envelope().spec().get("host");
    if (declared.isPresent()) {
      Optional<String> name = document.envelope().spec().string("host");
      return name.filter(n -> names.check(HostKind.NAME, n, declared.get().place(), "spec.host", diagnostics));
    }
    String site = document.envelope().site();
    List<String> ofSite = hosts.bySite().getOrDefault(site, List.of());
    if (!site.isEmpty() && ofSite.size() == 1) {
      return Optional.of(ofSite.getFirst());
    }
    String why = site.isEmpty()
        ? "lies outside of sites/ and names no host."
        : ofSite.isEmpty()
            ? "belongs to the site \"" + site + "\", which has no host."
            : "belongs to the site \"" + site + "\", which has several hosts: "
                + String.join(", ", ofSite.stream().sorted().toList()) + ".";
    if (site.isEmpty() || !ofSite.isEmpty() || !names.mayBeInBrokenFile(site)) {
      diagnostics.error(ResolveCodes.NO_OWNER, document.namePlace(), "spec.host", "",
          "The " + document.kind() + " \"" + document.name() + "\" " + why, "Add \"host\" to its spec.");
    }
    return Optional.empty();
  }

  private void uniqueName(Document document, String host) {
    if (document.name().isEmpty()) {
      return;
    }
    Document first = nameOnHost.putIfAbsent(host + "/" + document.name(), document);
    if (first != null) {
      diagnostics.error(ResolveCodes.DUPLICATE_NAME, document.namePlace(), "metadata.name", document.name(),
          "The host \"" + host + "\" has a guest \"" + document.name() + "\" already, at " + first.namePlace() + ".",
          "Give one of the two another name, or remove it.");
    }
  }
}
