package io.pvefleet.app.daemon;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.pvefleet.app.alert.Alert;
import io.pvefleet.app.alert.AlertBoard;
import io.pvefleet.app.alert.AlertKind;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The fleet as Prometheus metrics, counted at the moment of the scrape, from the same facts as the pages. */
final class FleetMetrics implements MultiCollector {
  private final FleetBoard board;
  private final AlertBoard alerts;
  private final String version;

  FleetMetrics(FleetBoard board, AlertBoard alerts, String version) {
    this.board = board;
    this.alerts = alerts;
    this.version = version;
  }

  @Override
  public MetricSnapshots collect() {
    FleetView view = board.view();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name("pvefleet_build")
            .help("Version of pvefleet")
            .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(Labels.of("version", version)).build())
            .build());
    commit(view, all);
    states(view, all);
    all.metricSnapshot(alerts());
    all.metricSnapshot(
        gauge(view, "pvefleet_host_up", "1 where the host answered and its facts are fresh",
            h -> h.isFresh() ? 1 : 0));
    all.metricSnapshot(
        gauge(view, "pvefleet_host_maintenance", "1 while a maintenance that Git declares is in force",
            h -> h.state() == HostState.MAINTENANCE ? 1 : 0));
    all.metricSnapshot(
        gauge(view, "pvefleet_host_last_observation_timestamp_seconds", "When the host last answered a whole pass; 0 where never",
            h -> h.seenAt().map(at -> at.toEpochMilli() / 1000.0).orElse(0.0)));
    all.metricSnapshot(gauge(view, "pvefleet_host_pass_duration_seconds", "How long the last pass took",
        h -> h.took().toNanos() / 1e9));
    all.metricSnapshot(counter(view, "pvefleet_host_requests", "API requests of all passes", HostRow::requestsTotal));
    all.metricSnapshot(counter(view, "pvefleet_host_passes", "Passes", HostRow::passesTotal));
    all.metricSnapshot(counter(view, "pvefleet_host_pass_failures", "Passes that the host did not answer",
        HostRow::failuresTotal));
    return all.build();
  }

  private static void commit(FleetView view, MetricSnapshots.Builder all) {
    InfoSnapshot.Builder info = InfoSnapshot.builder().name("pvefleet_commit").help("The commit in force");
    view.source()
        .inForce()
        .ifPresent(c -> info.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(Labels.of("commit", c.id())).build()));
    all.metricSnapshot(info.build());
    all.metricSnapshot(
        single("pvefleet_commit_rejected", "1 while a newer commit has errors and is not in force",
            view.source().rejected().isPresent() ? 1 : 0));
    all.metricSnapshot(
        single("pvefleet_git_last_answer_timestamp_seconds", "When Git last answered; 0 where never",
            view.source().polledAt().map(at -> at.toEpochMilli() / 1000.0).orElse(0.0)));
    all.metricSnapshot(
        single("pvefleet_store_failing", "1 while the store cannot be read or written, so that nothing is applied",
            view.storeFault().isEmpty() ? 0 : 1));
    all.metricSnapshot(
        single("pvefleet_fleet_held", "1 while nothing is applied on any host", view.holds().isEmpty() ? 0 : 1));
  }

  /** Zeros too, so that a rule can tell none from not asked. */
  private GaugeSnapshot alerts() {
    List<Alert> inForce = alerts.inForce();
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("pvefleet_alerts").help("Alerts in force by kind and severity");
    for (AlertKind kind : AlertKind.values()) {
      for (Severity severity : Severity.values()) {
        gauge.dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(Labels.of("kind", kind.word(), "severity", severity.word()))
                .value(inForce.stream().filter(alert -> alert.kind() == kind && alert.severity() == severity).count())
                .build());
      }
    }
    return gauge.build();
  }

  private static void states(FleetView view, MetricSnapshots.Builder all) {
    GaugeSnapshot.Builder vms = GaugeSnapshot.builder().name("pvefleet_host_vms").help("VMs by host and state");
    for (HostRow host : view.hosts()) {
      for (VmState state : VmState.values()) {
        vms.dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(Labels.of("host", host.name(), "site", host.site().name(), "state", state.word()))
                .value(host.count(state))
                .build());
      }
    }
    all.metricSnapshot(vms.build());
  }

  private static GaugeSnapshot single(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static GaugeSnapshot gauge(FleetView view, String name, String help, ToDoubleFunction<HostRow> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (HostRow host : view.hosts()) {
      gauge.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels(host)).value(value.applyAsDouble(host)).build());
    }
    return gauge.build();
  }

  private static CounterSnapshot counter(FleetView view, String name, String help, ToDoubleFunction<HostRow> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    for (HostRow host : view.hosts()) {
      counter.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels(host)).value(value.applyAsDouble(host)).build());
    }
    return counter.build();
  }

  private static Labels labels(HostRow host) {
    return Labels.of("host", host.name(), "site", host.site().name());
  }
}
