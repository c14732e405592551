package io.pvefleet.app.pve;

import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.fault.PveException;
import java.util.Map;

/** The client's faults as the engine's. */
final class Faults {

  private Faults() {}

  static Answer.Fault answer(PveException fault) {
    return switch (fault) {
      case PveException.Unreachable e -> of(FaultKind.UNREACHABLE, e);
      case PveException.Unauthenticated e -> of(FaultKind.UNAUTHENTICATED, e);
      case PveException.Forbidden e -> of(FaultKind.FORBIDDEN, e);
      case PveException.NotFound e -> of(FaultKind.NOT_FOUND, e);
      case PveException.AlreadyExists e -> of(FaultKind.ALREADY_EXISTS, e);
      case PveException.Locked e -> of(FaultKind.LOCKED, e);
      case PveException.Conflict e -> of(FaultKind.CONFLICT, e);
      case PveException.Rejected e -> new Answer.Fault(FaultKind.REJECTED, e.message(), e.fields());
      case PveException.TaskFailed e -> of(FaultKind.TASK_FAILED, e);
      case PveException.Indeterminate e -> of(FaultKind.INDETERMINATE, e);
    };
  }

  private static Answer.Fault of(FaultKind kind, PveException fault) {
    return new Answer.Fault(kind, fault.message(), Map.of());
  }
}
