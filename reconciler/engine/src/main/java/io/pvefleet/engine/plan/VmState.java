package io.pvefleet.engine.plan;

/** State of a VM as every page, command and metric names it. */
public enum VmState {
  IN_SYNC("InSync"),
  DRIFTED("Drifted"),
  OUT_OF_SYNC("OutOfSync"),
  MISSING("Missing"),
  PENDING_RESTART("PendingRestart"),
  UNMANAGED("Unmanaged"),
  HELD("Held"),
  PROGRESSING("Progressing"),
  FAILED("Failed"),
  NOT_CHECKED("NotChecked");

  private final String word;

  VmState(String word) {
    this.word = word;
  }

  /** The word that users see. */
  public String word() {
    return word;
  }
}
