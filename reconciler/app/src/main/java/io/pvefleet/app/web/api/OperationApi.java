package io.pvefleet.app.web.api;

import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.Beats;
import io.pvefleet.app.web.query.Installation;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Timetable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What happens when, and what it is that answers. */
@RestController
final class OperationApi {
  private final FleetBoard board;
  private final ConsoleBoard consoles;
  private final Past past;
  private final Installation installation;
  private final Timetable timetable;

  OperationApi(FleetBoard board, ConsoleBoard consoles, Past past, Installation installation, Timetable timetable) {
    this.board = board;
    this.consoles = consoles;
    this.past = past;
    this.installation = installation;
    this.timetable = timetable;
  }

  @GetMapping("/api/v1/schedules")
  OperationModel.Schedules schedules() {
    FleetView view = board.view();
    return OperationModel.Schedules.of(view, Beats.of(view, timetable), installation);
  }

  @GetMapping("/api/v1/about")
  OperationModel.About about() {
    return OperationModel.About.of(board.view(), installation, past.facts(), consoles.view().proxy().map(Object::toString));
  }
}
