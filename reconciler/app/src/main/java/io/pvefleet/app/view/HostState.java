package io.pvefleet.app.view;

/** State of a host as every page and metric names it. */
public enum HostState {
  /** It answered within two intervals. */
  ONLINE("Online"),
  /** It answered, but not within two intervals, and no attempt since has failed. */
  STALE("Stale"),
  /** The last attempt failed. */
  OFFLINE("Offline"),
  /** Git declares a maintenance that has not ended, whether the host answers or not. */
  MAINTENANCE("Maintenance"),
  /** It was never read, and no attempt has failed. */
  NOT_CHECKED("NotChecked");

  private final String word;

  HostState(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
