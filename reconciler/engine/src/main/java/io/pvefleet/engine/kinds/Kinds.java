package io.pvefleet.engine.kinds;

import io.pvefleet.engine.kind.Kind;
import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.resolve.DesiredFleet;
import io.pvefleet.fleet.resolve.GuestKind;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every kind that lives on hosts: one line registers it. */
public final class Kinds {

  private static final List<Kind<?, ?>> ALL = List.of(VmRegistration.KIND);

  private Kinds() {}

  /** All of them. */
  public static List<Kind<?, ?>> all() {
    return ALL;
  }

  /** What the loader of the fleet repository must know of them. */
  public static List<GuestKind> guestKinds() {
    return ALL.stream().<GuestKind>map(Kind::guest).toList();
  }

  /** The fleet's documents as values of their kinds; every document's errors at once. */
  public static Parsed<EngineFleet> parse(DesiredFleet fleet) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Map<String, List<Vm>> byHost = new HashMap<>();
    boolean good = true;
    for (ResolvedDocument document : fleet.guests()) {
      Parsed<Vm> parsed = VmKind.parse(document);
      diagnostics.addAll(parsed.diagnostics());
      good &= parsed.parsed().isPresent();
      parsed.parsed().ifPresent(vm -> byHost.computeIfAbsent(document.host(), host -> new ArrayList<>()).add(vm));
    }
    List<DesiredHost> hosts = hosts(fleet, byHost);
    diagnostics.addAll(WindowCheck.warnings(hosts));
    return good ? new Parsed.Good<>(new EngineFleet(fleet, hosts), diagnostics) : new Parsed.Bad<>(diagnostics);
  }

  private static List<DesiredHost> hosts(DesiredFleet fleet, Map<String, List<Vm>> byHost) {
    return fleet.hosts().stream()
        .map(host -> host(fleet, host, site(fleet, host), sorted(byHost.getOrDefault(host.name(), List.of()))))
        .sorted(Comparator.comparing((DesiredHost h) -> h.site().name()).thenComparing(h -> h.host().name()))
        .toList();
  }

  private static DesiredHost host(DesiredFleet fleet, Host host, Site site, List<Vm> vms) {
    return new DesiredHost(host, site, vms, fleet.windows().stream().filter(window -> window.isOf(site)).toList(),
        fleet.tombstones().stream().filter(tombstone -> tombstone.host().equals(host.name())).toList(), fleet.revision());
  }

  private static List<Vm> sorted(List<Vm> vms) {
    return vms.stream().sorted(Comparator.comparing(Vm::ref)).toList();
  }

  /** The loader refuses a host of a site that is not declared, so that a desired fleet always has it. */
  private static Site site(DesiredFleet fleet, Host host) {
    return fleet.sites().stream()
        .filter(site -> site.name().equals(host.site()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("host " + host.name() + " is of no declared site: " + host.site()));
  }
}
