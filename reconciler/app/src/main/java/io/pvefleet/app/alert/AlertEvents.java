package io.pvefleet.app.alert;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.view.EventKind;
import java.util.List;

/** Puts into the events that an alert began and that it ended, once each. */
record AlertEvents(EventLog events) implements AlertBoard.Listener {

  @Override
  public void changed(List<Alert> begun, List<Alert> ended) {
    begun.forEach(alert -> events.append(begun(alert)));
    ended.forEach(alert -> events.append(ended(alert)));
  }

  private static NewEvent begun(Alert alert) {
    EventLog.Severity severity =
        switch (alert.severity()) {
          case WARNING -> EventLog.Severity.WARNING;
          case CRITICAL -> EventLog.Severity.ERROR;
        };
    return new NewEvent(alert.began(), severity, EventKind.ALERT.word(), alert.host(), alert.vmid(), alert.vmName(), "",
        alert.message());
  }

  private static NewEvent ended(Alert alert) {
    return new NewEvent(alert.ended().orElse(alert.began()), EventLog.Severity.INFO, EventKind.ALERT_ENDED.word(), alert.host(),
        alert.vmid(), alert.vmName(), "", AlertText.ended(alert));
  }
}
