package io.pvefleet.app.view;

import io.pvefleet.engine.plan.VmState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Orders of hosts: each is total, and what is worth a look stands first. */
final class HostOrder {
  static final List<String> SORTS =
      List.of("state", "name", "site", "since", "seen", "latency", "version", "certificate", "pin", "doctor", "cpu", "memory", "storage",
          "vms", "differing", "unmanaged", "took", "requests", "fault");

  private static final Comparator<HostRow> BY_NAME = Comparator.comparing(HostRow::name);

  private HostOrder() {}

  /** That order; by state where there is none of that name. */
  static Comparator<HostRow> of(String sort, Gauges gauges) {
    Comparator<HostRow> order =
        switch (sort) {
          case "name" -> BY_NAME;
          case "site" -> Comparator.comparing(h -> h.site().displayName());
          case "since" -> Comparator.comparing(h -> h.since().orElse(Instant.MAX));
          case "seen" -> Comparator.comparing(h -> h.seenAt().orElse(Instant.MIN));
          case "latency" -> most(h -> h.care().flatMap(HostCare::latency).map(l -> (double) l.roundTrip().toNanos()));
          case "version" -> Comparator.comparing(HostRow::pveVersion, HostOrder::versions);
          case "certificate" ->
              Comparator.comparing(h -> h.care().flatMap(HostCare::certificate).map(HostCare.Certificate::notAfter).orElse(Instant.MAX));
          case "pin" -> Comparator.<HostRow>comparingInt(
              h -> -h.care().flatMap(HostCare::certificate).map(c -> c.pin().ordinal()).orElse(-1));
          case "doctor" -> most(h -> h.care().map(care -> (double) care.bad().size()));
          case "cpu" -> most(h -> gauges.cpu(h).map(Gauge::share));
          case "memory" -> most(h -> gauges.memory(h).map(Gauge::share));
          case "storage" -> most(h -> gauges.storage(h).map(Gauge::share));
          case "vms" -> Comparator.<HostRow>comparingInt(h -> -h.declared());
          case "differing" -> Comparator.<HostRow>comparingInt(h -> -h.differing());
          case "unmanaged" -> Comparator.<HostRow>comparingInt(h -> -h.count(VmState.UNMANAGED));
          case "took" -> Comparator.<HostRow, Duration>comparing(HostRow::took).reversed();
          case "requests" -> Comparator.<HostRow>comparingInt(h -> -h.requests());
          case "fault" -> Comparator.<HostRow, Boolean>comparing(h -> h.fault().isEmpty()).thenComparing(HostRow::fault);
          default -> Comparator.comparingInt(HostOrder::urgency);
        };
    return order.thenComparing(BY_NAME);
  }

  private static Comparator<HostRow> most(java.util.function.Function<HostRow, Optional<Double>> figure) {
    return Comparator.comparingDouble(host -> -figure.apply(host).orElse(-1.0));
  }

  private static int urgency(HostRow row) {
    return switch (row.state()) {
      case OFFLINE -> 0;
      case NOT_CHECKED -> 1;
      case STALE -> 2;
      case ONLINE -> row.needing() > 0 ? 3 : row.differing() > 0 ? 4 : 6;
      case MAINTENANCE -> 5;
    };
  }

  /** {@code 9.0.11} after {@code 9.0.3}. */
  private static int versions(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other));
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\D+")).filter(part -> !part.isEmpty() && part.length() < 9).mapToInt(Integer::parseInt).toArray();
  }
}
