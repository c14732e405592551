package io.pvefleet.app.alert;

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
  /** So many hosts vanished at once that our own network is suspect. */
  NETWORK("network"),
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

  /** The kind of that word; empty where this version knows none. */
  public static Optional<AlertKind> of(String word) {
    return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
