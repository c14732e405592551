package io.pvefleet.app.web.query;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.Restart;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.OpenTimes;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.WeekSpan;
import io.pvefleet.fleet.model.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What happens when, as Git declares it: windows, opening hours, maintenance. Pure. */
public final class Schedules {
  private Schedules() {}

  /**
   * A window by one clock; one that goes by the clock of each site is here once for each of their time zones.
   *
   * @param sites that it is about
   * @param vms how many leave their restart to it
   * @param until when it shuts; empty where it is shut now
   * @param next when it opens from being shut; empty where it does not within two weeks
   * @param waiting VMs that wait for it
   */
  public record OfWindow(
      Window window, ZoneId zone, List<Site> sites, int vms, Optional<Instant> until, Optional<Instant> next, List<VmRow> waiting) {}

  /** Sites that are open at the same hours. */
  public record Hours(List<WeekSpan> spans, ZoneId zone, List<Site> sites, Optional<Instant> until, Optional<Instant> next) {}

  /** A host that is left alone until then. */
  public record Maintained(HostRow host, Instant until, String reason) {}

  public static List<OfWindow> windows(FleetView view) {
    List<Window> windows = view.desired().map(fleet -> fleet.fleet().windows()).orElse(List.of());
    Map<String, Map<Integer, VmRow>> waiting = waiting(view);
    List<OfWindow> all = new ArrayList<>();
    for (Window window : windows) {
      SequencedMap<String, List<DesiredHost>> byZone = new TreeMap<>();
      view.desired().orElseThrow().hosts().stream()
          .filter(host -> window.isOf(host.site()))
          .forEach(host -> byZone.computeIfAbsent(window.timeZone().orElse(host.site().timeZone()).getId(), _ -> new ArrayList<>())
              .add(host));
      if (byZone.isEmpty()) {
        byZone.put(window.timeZone().orElse(view.settings().timeZone()).getId(), List.of());
      }
      byZone.forEach((zone, hosts) -> all.add(ofWindow(window, ZoneId.of(zone), hosts, waiting, view.now())));
    }
    all.sort(Comparator.<OfWindow, Instant>comparing(row -> row.until().isPresent() ? Instant.MIN : row.next().orElse(Instant.MAX))
        .thenComparing(row -> row.window().name()));
    return all;
  }

  private static OfWindow ofWindow(
      Window window, ZoneId zone, List<DesiredHost> hosts, Map<String, Map<Integer, VmRow>> waiting, Instant now) {
    OpenTimes times = OpenTimes.of(List.of(window), zone);
    int vms = 0;
    List<VmRow> waits = new ArrayList<>();
    for (DesiredHost host : hosts) {
      Map<Integer, VmRow> ofHost = waiting.getOrDefault(host.host().name(), Map.of());
      for (Vm vm : host.vms()) {
        if (vm.restart().policy() == Restart.Policy.WINDOW && window.isOf(vm.labels(), host.host(), host.site())) {
          vms++;
          Optional.ofNullable(ofHost.get(vm.ref().vmid())).ifPresent(waits::add);
        }
      }
    }
    return new OfWindow(
        window, zone, hosts.stream().map(DesiredHost::site).distinct().toList(), vms, times.openUntil(now), times.nextOpening(now), waits);
  }

  /** VMs that would go on if a window opened, by host and vmid. */
  private static Map<String, Map<Integer, VmRow>> waiting(FleetView view) {
    Map<String, Map<Integer, VmRow>> byHost = new HashMap<>();
    view.vms().stream()
        .filter(vm -> vm.lastState() == VmState.PENDING_RESTART || vm.heldWhy().equals(Verdict.Why.WINDOW.word()))
        .forEach(vm -> byHost.computeIfAbsent(vm.ref().host(), _ -> new HashMap<>()).put(vm.ref().vmid(), vm));
    return byHost;
  }

  /** Opening hours of the sites that have any, those of most sites first. */
  public static List<Hours> hours(FleetView view) {
    record Key(String hours, ZoneId zone) {}
    Map<Key, List<Site>> bySites = new HashMap<>();
    view.sites().stream()
        .filter(site -> !site.openingHours().isEmpty())
        .forEach(site -> bySites.computeIfAbsent(new Key(site.openingHours(), site.timeZone()), _ -> new ArrayList<>()).add(site));
    return bySites.entrySet().stream()
        .sorted(Comparator.<Map.Entry<Key, List<Site>>>comparingInt(e -> -e.getValue().size()).thenComparing(e -> e.getKey().hours())
            .thenComparing(e -> e.getKey().zone().getId()))
        .map(e -> hours(e.getKey().hours(), e.getKey().zone(), e.getValue(), view.now()))
        .toList();
  }

  private static Hours hours(String text, ZoneId zone, List<Site> sites, Instant now) {
    List<WeekSpan> spans = Stream.of(text.split(", ")).map(WeekSpan::parse).toList();
    OpenTimes times = new OpenTimes(spans.stream().map(span -> new OpenTimes.Zoned(span, zone)).toList());
    return new Hours(spans, zone, sites, times.openUntil(now), times.nextOpening(now));
  }

  /** Hosts in maintenance, the next to come back first. */
  public static List<Maintained> maintenance(FleetView view) {
    return view.hosts().stream()
        .flatMap(host -> host.host().maintenance().stream()
            .filter(m -> m.until().isAfter(view.now()))
            .map(m -> new Maintained(host, m.until(), m.reason())))
        .sorted(Comparator.comparing(Maintained::until).thenComparing(m -> m.host().name()))
        .toList();
  }
}
