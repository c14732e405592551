package io.pvefleet.app.web.query;

import io.pvefleet.app.alert.Alert;
import io.pvefleet.app.alert.AlertKind;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * An alert with what a reader must know beside it.
 *
 * @param site its name in Git; empty where it concerns no host of the fleet
 * @param siteName for people; empty where it concerns no host of the fleet
 * @param note what is to be known of its age
 * @param asOf when what it is about was last looked at; empty where never, or where it concerns no host
 * @param hasPage whether its host or VM is in the fleet still
 */
public record AlertRow(Alert alert, String site, String siteName, ZoneId zone, Note note, Optional<Instant> asOf, boolean hasPage) {

  /** Whether an alert in force is of now. */
  public enum Note {
    CURRENT("current"),
    /** Its host is in maintenance: it neither ends nor is told meanwhile. */
    MUTED("muted"),
    /** Its host does not answer, so that nobody knows whether it is still so. */
    OLD("old");

    private final String word;

    Note(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  static AlertRow of(Alert alert, FleetView view) {
    Optional<HostRow> host = view.host(alert.host());
    boolean hasPage = host.isPresent() && alert.vmid().map(vmid -> view.vm(alert.host(), vmid).isPresent()).orElse(true);
    return new AlertRow(
        alert, host.map(row -> row.site().name()).orElse(""), host.map(row -> row.site().displayName()).orElse(""), view.zone(alert.host()),
        alert.isInForce() ? host.map(row -> note(alert, row)).orElse(Note.CURRENT) : Note.CURRENT,
        host.flatMap(HostRow::seenAt), hasPage);
  }

  private static Note note(Alert alert, HostRow host) {
    if (host.state() == HostState.MAINTENANCE) {
      return Note.MUTED;
    }
    return host.isFresh() || alert.kind() == AlertKind.HOST_OFFLINE ? Note.CURRENT : Note.OLD;
  }
}
