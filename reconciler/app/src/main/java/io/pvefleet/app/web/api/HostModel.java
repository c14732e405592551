package io.pvefleet.app.web.api;

import io.pvefleet.app.view.Gauge;
import io.pvefleet.app.view.Gauges;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.observe.HostUsage.Load;
import io.pvefleet.engine.plan.VmState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Hosts as JSON. */
final class HostModel {
  private HostModel() {}

  record Host(
      String name, String site, String siteName, String timeZone, String endpoint, String node, String pveVersion, String mode,
      String state, String contact, Optional<Instant> maintenanceUntil, String maintenanceReason,
      Optional<Instant> since, Optional<Instant> seenAt, Optional<Instant> triedAt, String fault, String faultCode,
      List<String> warnings, long passMillis, int requests, int declared, int differing, Map<String, Integer> vmsByState,
      Usage usage, Optional<CareModel.Care> care) {
    static Host of(HostRow h, Gauges gauges) {
      return new Host(
          h.name(), h.site().name(), h.site().displayName(), h.site().timeZone().getId(), h.host().endpoint().toString(), h.node(),
          h.pveVersion(), h.host().mode().name().toLowerCase(Locale.ROOT), h.state().word(), h.contact().word(),
          h.host().maintenance().map(m -> m.until()), h.host().maintenance().map(m -> m.reason()).orElse(""), h.since(), h.seenAt(),
          h.triedAt(), h.fault(), h.faultCode(), h.warnings(), h.took().toMillis(), h.requests(), h.declared(), h.differing(),
          words(h.counts()), Usage.of(h, gauges), h.care().map(CareModel.Care::of));
    }
  }

  /**
   * As of the last answer; null is what was not told.
   *
   * @param cpu 0 to 1, of all cores together
   * @param cpuLimitPercent from which on an alert is raised; null where none is
   */
  record Usage(
      Optional<Double> cpu, Optional<Integer> cores, Optional<Integer> cpuLimitPercent, Optional<Long> memoryBytes,
      Optional<Long> memoryTotalBytes, Optional<Integer> memoryLimitPercent, Optional<Long> uptimeSeconds,
      Map<String, Storage> storages) {
    static Usage of(HostRow host, Gauges gauges) {
      Optional<Load> load = host.usage().node();
      Optional<Gauge> memory = gauges.memory(host);
      Map<String, Storage> storages = new TreeMap<>();
      gauges.storages(host).forEach(gauge -> storages.put(gauge.name(), new Storage(gauge.used(), gauge.total(), limit(gauge))));
      return new Usage(
          load.map(Load::cpu).map(UsageModel::share), load.map(Load::cores), gauges.cpu(host).flatMap(Usage::limit),
          memory.map(Gauge::used), memory.map(Gauge::total), memory.flatMap(Usage::limit), load.map(l -> l.uptime().toSeconds()),
          storages);
    }

    private static Optional<Integer> limit(Gauge gauge) {
      return gauge.limit().isPresent() ? Optional.of(gauge.limit().getAsInt()) : Optional.empty();
    }
  }

  record Storage(long usedBytes, long totalBytes, Optional<Integer> limitPercent) {}

  static Map<String, Integer> words(Map<VmState, Integer> counts) {
    Map<String, Integer> words = new LinkedHashMap<>();
    for (VmState state : VmState.values()) {
      if (counts.containsKey(state)) {
        words.put(state.word(), counts.getOrDefault(state, 0));
      }
    }
    return words;
  }
}
