package io.pvefleet.app.view;

/** State of a host as every page and metric names it. */
public enum HostState {
  /** It answered within two intervals. */
  ONLINE("Online"),
  /** The last attempt failed. */
  UNREACHABLE("Unreachable"),
  /** Nothing was heard within two intervals, though nothing failed either; or it was never read. */
  NOT_CHECKED("NotChecked");

  private final String word;

  HostState(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
