package io.pvefleet.app.alert;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What an alert is about: the stable words of stored alerts, for filters on pages, in the API and in notifications. */
public enum AlertKind {
  /** The processors of a host or a VM are busy. */
  USAGE_CPU("usage-cpu"),
  /** The memory of a host or a VM is used up. */
  USAGE_MEMORY("usage-memory"),
  /** A storage fills up. */
  USAGE_STORAGE("usage-storage"),
  /** A host does not answer. */
  HOST_OFFLINE("host-offline"),
  /** Nothing is applied on any host: our own network is suspect, or the commit lost too many hosts. */
  FLEET_HELD("fleet-held"),
  /** A host's certificate expires. */
  CERTIFICATE("certificate"),
  /** A host's API token expires. */
  TOKEN("token"),
  /** A VM is not as Git says for long. */
  DRIFT("drift"),
  /** A VM waits for a restart for long. */
  PENDING_RESTART("pending-restart"),
  /** A change of a VM failed. */
  RUN_FAILED("run-failed"),
  /** A commit has errors and is not in force. */
  COMMIT_REJECTED("commit-rejected");

  private final String word;

  AlertKind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /**
   * For how long it must be well before the alert ends. What only a commit, a run or a certificate changes does not come and go.
   */
  Duration calm() {
    return switch (this) {
      // Load comes in waves of minutes: backups, updates, scans.
      case USAGE_CPU, USAGE_MEMORY, USAGE_STORAGE -> Duration.ofMinutes(5);
      // A host that starts answers for a moment and goes again while its network comes up.
      case HOST_OFFLINE, FLEET_HELD -> Duration.ofMinutes(2);
      // After a restart of ours, Git has answered before its commit is read.
      case COMMIT_REJECTED -> Duration.ofSeconds(30);
      case CERTIFICATE, TOKEN, DRIFT, PENDING_RESTART, RUN_FAILED -> Duration.ZERO;
    };
  }

  /** The kind of that word; empty where this version knows none. */
  public static Optional<AlertKind> of(String word) {
    return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
