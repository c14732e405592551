package io.pvefleet.app.alert;

import io.pvefleet.app.store.Alerts.StoredAlert;
import io.pvefleet.app.store.Store;
import io.pvefleet.fleet.model.Alerting.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Alerts that fit the sample fleet: of every kind but two, one muted by a maintenance, one old since its host is away. */
public final class SampleAlerts {
  private SampleAlerts() {}

  public static AlertBoard board(Instant now) {
    AlertBoard board = new AlertBoard();
    board.recall(List.of(
        alert(now, 11, AlertKind.RUN_FAILED, Severity.CRITICAL, "busan-010", 104, "pos-02", "", 1300,
            "A change failed at " + now.minusSeconds(1300) + ": storage local-lvm: 12.4 GiB free, 64 GiB needed"),
        alert(now, 10, AlertKind.HOST_OFFLINE, Severity.CRITICAL, "suwon-008", 0, "", "", 8700,
            "No answer since " + now.minusSeconds(9000) + ": 100.64.0.8:8006: connecting timed out"),
        alert(now, 9, AlertKind.COMMIT_REJECTED, Severity.WARNING, "", 0, "", "41d0cc2e77aa11", 780,
            "Commit 41d0cc2e by Lee Jun, \"seoul-003: add a second server\", is not in force: it has 2 errors."),
        alert(now, 8, AlertKind.USAGE_STORAGE, Severity.WARNING, "suwon-008", 0, "", "local-lvm", 3 * 3600,
            "Storage local-lvm is at 91.4 %, above 80 % since " + now.minusSeconds(3 * 3600 + 900) + "."),
        alert(now, 7, AlertKind.USAGE_MEMORY, Severity.WARNING, "daejeon-021", 0, "", "", 5 * 3600,
            "Memory is at 96.1 %, above 95 % since " + now.minusSeconds(5 * 3600 + 900) + "."),
        alert(now, 6, AlertKind.USAGE_CPU, Severity.WARNING, "seoul-001", 106, "server-01", "", 2100,
            "CPU is at 99.8 %, above 95 % since " + now.minusSeconds(3900) + "."),
        alert(now, 5, AlertKind.DRIFT, Severity.WARNING, "daejeon-005", 103, "pos-01", "", 26 * 3600,
            "Not as Git says since " + now.minusSeconds(50 * 3600) + ", longer than 24h: spec.memory."),
        alert(now, 4, AlertKind.CERTIFICATE, Severity.WARNING, "busan-002", 0, "", "", 21 * 86_400,
            "The certificate expires at " + now.plus(Duration.ofDays(9)).plusSeconds(4000) + ": 9 d left, limit 30 d."),
        alert(now, 3, AlertKind.TOKEN, Severity.WARNING, "daejeon-005", 0, "", "", 9 * 86_400,
            "The token fleet@pve!apply expires at " + now.plus(Duration.ofDays(21)) + ": 20 d left, limit 30 d."),
        alert(now, 2, AlertKind.PENDING_RESTART, Severity.WARNING, "daegu-011", 102, "kiosk-02", "", 4 * 86_400,
            "Waits for a restart since " + now.minus(Duration.ofDays(11)) + ", longer than 168h.")));
    return board;
  }

  /** The critical ones are over. */
  public static void endCritical(AlertBoard board) {
    board.recall(board.inForce().stream().filter(alert -> alert.severity() != Severity.CRITICAL).toList());
  }

  public static void endAll(AlertBoard board) {
    board.recall(List.of());
  }

  public static void history(Store store, Instant now) {
    store.alerts().put(List.of(
        ended(now, 1, AlertKind.HOST_OFFLINE, Severity.CRITICAL, "suwon-008", "", 69_700, 60_000,
            "No answer since " + now.minusSeconds(70_000) + ": 100.64.0.8:8006: connecting timed out"),
        ended(now, 12, AlertKind.USAGE_CPU, Severity.WARNING, "seoul-017", "", 40_000, 37_300,
            "CPU is at 93.2 %, above 90 % since " + now.minusSeconds(40_900) + "."),
        ended(now, 13, AlertKind.USAGE_STORAGE, Severity.WARNING, "gone-099", "backup", 200_000, 150_000,
            "Storage backup is at 88.0 %, above 80 % since " + now.minusSeconds(201_000) + ".")));
  }

  private static Alert alert(
      Instant now, long id, AlertKind kind, Severity severity, String host, int vmid, String vm, String object, long secondsAgo,
      String message) {
    return new Alert(
        id, kind, severity, host, vmid == 0 ? Optional.empty() : Optional.of(vmid), vm, object, now.minusSeconds(secondsAgo),
        Optional.empty(), message);
  }

  private static StoredAlert ended(
      Instant now, long id, AlertKind kind, Severity severity, String host, String object, long began, long ended, String message) {
    return new StoredAlert(
        id, kind.word(), severity, host, Optional.empty(), "", object, now.minusSeconds(began), Optional.of(now.minusSeconds(ended)),
        message);
  }
}
