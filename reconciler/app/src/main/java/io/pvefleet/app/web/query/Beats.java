package io.pvefleet.app.web.query;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The next beat of each part of the clockwork.
 *
 * @param host that is looked at next; empty where none is
 */
public record Beats(Optional<Look> host, Optional<Instant> git, Optional<Instant> tidy, Duration tidyEvery) {

  /** The next look at a host. */
  public record Look(String host, Instant at) {}

  public static Beats of(FleetView view, Timetable timetable) {
    Optional<Look> next = view.hosts().stream()
        .map(HostRow::name)
        .flatMap(name -> timetable.nextLook(name).map(at -> new Look(name, at)).stream())
        .min(Comparator.comparing(Look::at).thenComparing(Look::host));
    return new Beats(next, timetable.nextPoll(), timetable.nextTidy(), timetable.tidyEvery());
  }
}
