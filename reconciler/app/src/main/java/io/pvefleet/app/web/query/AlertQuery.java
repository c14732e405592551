package io.pvefleet.app.web.query;

import io.pvefleet.app.alert.Alert;
import io.pvefleet.app.alert.AlertKind;
import io.pvefleet.app.store.Alerts;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which alerts; every part may be left away.
 *
 * @param state {@link #IN_FORCE} or {@link #ENDED}; empty for both
 * @param vmid 0 for any
 */
public record AlertQuery(
    String state, Optional<AlertKind> kind, Optional<Severity> severity, String host, int vmid, int page, int size) {
  /** The filters that an address can have. */
  public static final List<String> FILTERS = List.of("kind", "severity", "host", "vmid", "page", "size");

  public static final String IN_FORCE = "in-force";
  public static final String ENDED = "ended";

  private static final int SIZE = 100;

  public static AlertQuery of(Map<String, String> given) {
    Params params = new Params(given);
    String kind = params.word("kind", Stream.of(AlertKind.values()).map(AlertKind::word).toList());
    String severity = params.word("severity", Stream.of(Severity.values()).map(Severity::word).toList());
    AlertQuery query =
        new AlertQuery(
            params.word("state", List.of(IN_FORCE, ENDED)),
            AlertKind.of(kind),
            Stream.of(Severity.values()).filter(one -> one.word().equals(severity)).findFirst(),
            params.text("host"), params.number("vmid", 0), params.number("page", 1), params.size(SIZE));
    params.check();
    return query;
  }

  public boolean isFiltered() {
    return kind.isPresent() || severity.isPresent() || !host.isEmpty() || vmid != 0;
  }

  /** The same of every kind. */
  public AlertQuery ofAnyKind() {
    return new AlertQuery(state, Optional.empty(), severity, host, vmid, page, size);
  }

  boolean isFor(Alert alert) {
    return (kind.isEmpty() || kind.get() == alert.kind())
        && (severity.isEmpty() || severity.get() == alert.severity())
        && (host.isEmpty() || host.equals(alert.host()))
        && (vmid == 0 || alert.vmid().equals(Optional.of(vmid)));
  }

  /** Of what is kept, the alerts that ended since then. */
  Alerts.Query stored(Instant since) {
    return new Alerts.Query(
        since, host, vmid == 0 ? Optional.empty() : Optional.of(vmid), kind.map(AlertKind::word).orElse(""), severity,
        Alerts.Query.MAX);
  }
}
