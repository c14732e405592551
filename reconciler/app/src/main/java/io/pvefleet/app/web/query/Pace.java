package io.pvefleet.app.web.query;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether the loop keeps up: passes come once an interval, and two intervals without one are too many.
 *
 * @param late hosts that were not even tried for two intervals, those that wait longest first
 * @param slowest whose last pass took longest; empty where none was made
 */
public record Pace(List<HostRow> late, Optional<HostRow> slowest, long passes, long failures, long requests) {
  public Pace {
    late = List.copyOf(late);
  }

  public static Pace of(FleetView view) {
    // A host that stays silent is knocked at every fourth interval only, which is no delay.
    Instant limit = view.now().minus(view.settings().interval().multipliedBy(2));
    Instant patience = view.now().minus(view.settings().interval().multipliedBy(5));
    List<HostRow> late = view.hosts().stream()
        .filter(host -> host.triedAt().map(at -> at.isBefore(host.fault().isEmpty() ? limit : patience)).orElse(true))
        .sorted(Comparator.<HostRow, Instant>comparing(host -> host.triedAt().orElse(Instant.MIN)).thenComparing(HostRow::name))
        .toList();
    Optional<HostRow> slowest = view.hosts().stream()
        .filter(host -> host.triedAt().isPresent())
        .max(Comparator.<HostRow, Duration>comparing(HostRow::took).thenComparing(HostRow::name));
    return new Pace(late, slowest, view.hosts().stream().mapToLong(HostRow::passesTotal).sum(),
        view.hosts().stream().mapToLong(HostRow::failuresTotal).sum(), view.hosts().stream().mapToLong(HostRow::requestsTotal).sum());
  }
}
