package io.pvefleet.app.web.api;

import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What happens when, and what it is that answers. */
@RestController
final class OperationApi {
  private final FleetBoard board;
  private final ConsoleBoard consoles;
  private final Operation operation;

  OperationApi(FleetBoard board, ConsoleBoard consoles, Operation operation) {
    this.board = board;
    this.consoles = consoles;
    this.operation = operation;
  }

  @GetMapping("/api/v1/schedules")
  OperationModel.Schedules schedules() {
    FleetView view = board.view();
    return OperationModel.Schedules.of(view, operation.agenda(view), operation.installation());
  }

  @GetMapping("/api/v1/about")
  OperationModel.About about() {
    FleetView view = board.view();
    return OperationModel.About.of(
        view, operation.installation(), operation.condition(view), consoles.view().proxy().map(Object::toString));
  }
}
