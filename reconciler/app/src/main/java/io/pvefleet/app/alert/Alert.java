package io.pvefleet.app.alert;

import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that deserves attention, from when it began to be an alert until it ended.
 *
 * @param id grows with time; never used twice
 * @param host empty where it concerns no host
 * @param vmid empty where it concerns no VM
 * @param vmName empty where it concerns no VM
 * @param object what of it: the storage, the commit; empty where there is only one
 * @param began when it became an alert, which is later than what it is about
 * @param ended empty while it is in force
 * @param message one sentence with figure, limit and since when, as last known while it was in force; before it why it is not
 *     watched any more, where that ended it
 */
public record Alert(
    long id, AlertKind kind, Severity severity, String host, Optional<Integer> vmid, String vmName, String object, Instant began,
    Optional<Instant> ended, String message) {

  /** What can have one alert in force at a time. */
  record Key(AlertKind kind, String host, int vmid, String object) {}

  /** The alert that was kept; empty where a newer pvefleet kept it and this one does not know what it is about. */
  public static Optional<Alert> of(StoredAlert s) {
    return AlertKind.of(s.kind()).map(kind -> new Alert(
        s.id(), kind, s.severity(), s.host(), s.vmid(), s.vmName(), s.object(), s.began(), s.ended(), s.message()));
  }

  Key key() {
    return new Key(kind, host, vmid.orElse(0), object);
  }

  /** Whether what became of it is not known: it is over since nobody looks any more. */
  public static boolean isUnwatched(String message) {
    return message.startsWith(AlertText.UNWATCHED);
  }

  public boolean isInForce() {
    return ended.isEmpty();
  }

  Alert endedAt(Instant at, String newMessage) {
    return new Alert(id, kind, severity, host, vmid, vmName, object, began, Optional.of(at), newMessage);
  }

  /** The same alert, said as of now. */
  Alert saying(Severity newSeverity, String newMessage) {
    return new Alert(id, kind, newSeverity, host, vmid, vmName, object, began, ended, newMessage);
  }
}
