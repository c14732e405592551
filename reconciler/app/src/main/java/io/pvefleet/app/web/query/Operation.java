package io.pvefleet.app.web.query;

import io.pvefleet.app.store.StoreFacts;
import io.pvefleet.app.view.FleetView;
import java.util.List;
import java.util.Optional;

/** What happens when, and how what does it is doing: the same for {@code /schedules} and {@code /about} as for the API. */
public final class Operation {
  private final Past past;
  private final Installation installation;
  private final Timetable timetable;

  public Operation(Past past, Installation installation, Timetable timetable) {
    this.past = past;
    this.installation = installation;
    this.timetable = timetable;
  }

  /** What Git declares of times, and the next beats of this process. */
  public record Agenda(
      List<Schedules.OfWindow> windows, List<Schedules.Hours> hours, List<Schedules.Maintained> maintenance, Beats beats) {}

  /**
   * How this process is doing.
   *
   * @param store how large and how old it is; empty where it fails, or ends with the process
   */
  public record Condition(Pace pace, Beats beats, Optional<StoreFacts> store) {}

  /** What runs here and how it was told to. */
  public Installation installation() {
    return installation;
  }

  public Agenda agenda(FleetView view) {
    return new Agenda(Schedules.windows(view), Schedules.hours(view), Schedules.maintenance(view), Beats.of(view, timetable));
  }

  /** Blocks for the disk. */
  public Condition condition(FleetView view) {
    return new Condition(Pace.of(view), Beats.of(view, timetable), past.facts());
  }
}
