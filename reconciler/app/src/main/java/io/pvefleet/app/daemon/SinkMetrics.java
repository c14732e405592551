package io.pvefleet.app.daemon;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.pvefleet.app.notify.SinkBoard;
import io.pvefleet.app.notify.SinkState;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The sinks of notifications as Prometheus metrics: a sink that is deaf has to be noticed by somebody else. */
final class SinkMetrics implements MultiCollector {
  private final SinkBoard board;

  SinkMetrics(SinkBoard board) {
    this.board = board;
  }

  @Override
  public MetricSnapshots collect() {
    List<SinkState> sinks = board.sinks();
    return MetricSnapshots.builder()
        .metricSnapshot(gauge(sinks, "pvefleet_sink_waiting", "Notices that are not delivered yet", SinkState::waiting))
        .metricSnapshot(gauge(sinks, "pvefleet_sink_failing", "1 while the last try to reach the sink failed", s -> s.isFailing() ? 1 : 0))
        .metricSnapshot(
            gauge(sinks, "pvefleet_sink_last_delivery_timestamp_seconds", "When a message was last delivered; 0 where never",
                s -> s.delivered().map(at -> at.toEpochMilli() / 1000.0).orElse(0.0)))
        .metricSnapshot(counter(sinks, "pvefleet_sink_messages", "Messages delivered", SinkState::messages))
        .metricSnapshot(counter(sinks, "pvefleet_sink_failures", "Tries to deliver that failed", SinkState::failures))
        .metricSnapshot(counter(sinks, "pvefleet_sink_messages_given_up", "Messages that were given up", SinkState::givenUp))
        .build();
  }

  private static GaugeSnapshot gauge(List<SinkState> sinks, String name, String help, ToDoubleFunction<SinkState> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    sinks.forEach(sink -> gauge.dataPoint(
        GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels(sink)).value(value.applyAsDouble(sink)).build()));
    return gauge.build();
  }

  private static CounterSnapshot counter(List<SinkState> sinks, String name, String help, ToDoubleFunction<SinkState> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    sinks.forEach(sink -> counter.dataPoint(
        CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels(sink)).value(value.applyAsDouble(sink)).build()));
    return counter.build();
  }

  private static Labels labels(SinkState sink) {
    return Labels.of("sink", sink.name(), "kind", sink.kind());
  }
}
