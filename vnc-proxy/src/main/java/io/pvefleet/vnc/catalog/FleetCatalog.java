package io.pvefleet.vnc.catalog;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.resolve.DesiredFleet;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.vnc.access.AccessRules;
import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.access.PolicyRules;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog of one commit. Immutable. */
public final class FleetCatalog implements Catalog {
  /** Before the first commit was read: nothing is known and nobody may do anything. */
  public static final Catalog NONE = new FleetCatalog("", Map.of(), Map.of(), Map.of(), List.of(), new NoRules());

  private record Key(String host, int vmid) {}

  private record NoRules() implements AccessRules {
    @Override
    public boolean allows(io.pvefleet.vnc.access.Person who, Guest what, io.pvefleet.vnc.access.Verb verb) {
      return false;
    }

    @Override
    public boolean isEmpty() {
      return true;
    }
  }

  private final String revision;
  private final Map<String, Host> hosts;
  private final Map<String, Site> sites;
  private final Map<Key, Guest> declared;
  private final List<Guest> guests;
  private final AccessRules rules;

  private FleetCatalog(String revision, Map<String, Host> hosts, Map<String, Site> sites, Map<Key, Guest> declared,
      List<Guest> guests, AccessRules rules) {
    this.revision = revision;
    this.hosts = hosts;
    this.sites = sites;
    this.declared = declared;
    this.guests = guests;
    this.rules = rules;
  }

  public static FleetCatalog of(DesiredFleet fleet) {
    Map<String, Host> hosts = new HashMap<>();
    fleet.hosts().forEach(host -> hosts.put(host.name(), host));
    Map<String, Site> sites = new HashMap<>();
    fleet.sites().forEach(site -> sites.put(site.name(), site));
    Map<Key, Guest> declared = new HashMap<>();
    ConsoleGuestKind kind = new ConsoleGuestKind();
    for (ResolvedDocument document : fleet.guests()) {
      Host host = hosts.get(document.host());
      // Neither is missing: the loader refuses a guest without its host and without its identity.
      if (host != null && kind.vmid(document).isPresent()) {
        int vmid = kind.vmid(document).getAsInt();
        declared.put(new Key(host.name(), vmid),
            guest(host, sites, vmid, document.envelope().name(), document.envelope().labels(), true));
      }
    }
    List<Guest> sorted = declared.values().stream()
        .sorted(Comparator.comparing(Guest::site).thenComparing(Guest::host).thenComparing(Guest::vmid)).toList();
    return new FleetCatalog(fleet.revision(), hosts, sites, declared, sorted, PolicyRules.of(fleet));
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public Optional<Host> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  @Override
  public Optional<Guest> guest(String host, int vmid) {
    return Optional.ofNullable(declared.get(new Key(host, vmid)))
        .or(() -> host(host).map(known -> guest(known, sites, vmid, "", Map.of(), false)));
  }

  @Override
  public List<Guest> guests() {
    return guests;
  }

  @Override
  public AccessRules rules() {
    return rules;
  }

  private static Guest guest(
      Host host, Map<String, Site> sites, int vmid, String name, Map<String, String> labels, boolean isDeclared) {
    Optional<Site> site = Optional.ofNullable(sites.get(host.site()));
    return new Guest(host.name(), vmid, name, host.site(), site.map(Site::displayName).orElse(host.site()),
        site.map(Site::timeZone).orElse(ZoneId.of("UTC")), labels, isDeclared);
  }
}
