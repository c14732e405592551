package io.pvefleet.app.daemon;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.engine.observe.HostUsage.Load;
import io.pvefleet.engine.observe.HostUsage.Space;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Load of hosts as Prometheus metrics. A host whose facts are old has none: a gauge cannot say how old it is. */
final class UsageMetrics implements MultiCollector {
  private final FleetBoard board;

  UsageMetrics(FleetBoard board) {
    this.board = board;
  }

  @Override
  public MetricSnapshots collect() {
    List<HostRow> hosts = board.view().hosts().stream().filter(HostRow::isFresh).toList();
    return MetricSnapshots.builder()
        .metricSnapshot(node(hosts, "pvefleet_host_cpu_ratio", "CPU in use, 0 to 1 of all cores", Load::cpu))
        .metricSnapshot(node(hosts, "pvefleet_host_memory_used_bytes", "Memory in use", Load::memory))
        .metricSnapshot(node(hosts, "pvefleet_host_memory_size_bytes", "Memory that there is", Load::memoryTotal))
        .metricSnapshot(storage(hosts, "pvefleet_host_storage_used_bytes", "Bytes in use on a storage", Space::used))
        .metricSnapshot(storage(hosts, "pvefleet_host_storage_size_bytes", "Size of a storage", Space::total))
        .build();
  }

  private static GaugeSnapshot node(List<HostRow> hosts, String name, String help, ToDoubleFunction<Load> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (HostRow host : hosts) {
      host.usage().node().ifPresent(load ->
          gauge.dataPoint(point(Labels.of("host", host.name(), "site", host.site().name()), value.applyAsDouble(load))));
    }
    return gauge.build();
  }

  private static GaugeSnapshot storage(List<HostRow> hosts, String name, String help, ToDoubleFunction<Space> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (HostRow host : hosts) {
      host.usage().storages().forEach((storage, space) -> {
        if (space.active() && space.total() > 0) {
          Labels labels = Labels.of("host", host.name(), "site", host.site().name(), "storage", storage);
          gauge.dataPoint(point(labels, value.applyAsDouble(space)));
        }
      });
    }
    return gauge.build();
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
