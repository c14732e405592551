package io.pvefleet.app.view;

/** What kind of thing happened: the stable words of stored events, for filters on pages and in the API. */
public enum EventKind {
  /** A VM is not as Git says though Git did not change. */
  DRIFT("drift"),
  /** A VM that had drifted, failed or was held is as Git says again. */
  HEALED("healed"),
  /** A change was made and read back. */
  APPLIED("applied"),
  /** A change was tried and failed. */
  FAILED("failed"),
  /** A change was given up before its end, since things were not as planned; the next plan takes it up again. */
  STOPPED("stopped"),
  /** A change was tried, and how it ended could not be found out. */
  INDETERMINATE("indeterminate"),
  /** A change waits for something. */
  HELD("held"),
  /** A host does not answer. */
  UNREACHABLE("unreachable"),
  /** It answers again. */
  REACHABLE("reachable"),
  /** A commit came into force. */
  COMMIT("commit"),
  /** A commit has errors and did not. */
  REJECTED("rejected"),
  /** Git does not answer, or does again. */
  GIT("git"),
  /** Something holds the whole fleet, or does no more. */
  FLEET("fleet"),
  /** A person approved a change, withdrew that, or an approval was used. */
  APPROVAL("approval"),
  /** A VM or a host that left Git is let go of. */
  REMOVED("removed"),
  /** Somebody started a VM, and it was not us. */
  VM_STARTED("vm-started"),
  /** Somebody stopped a VM, or it stopped by itself. */
  VM_STOPPED("vm-stopped"),
  /** Somebody changed a VM behind Git's back. */
  VM_CHANGED("vm-changed"),
  /** A host was restarted. */
  REBOOTED("rebooted"),
  /** A console was opened or closed. */
  CONSOLE("console"),
  /** The store fails, or works again. */
  STORE("store"),
  /** A sink of notifications cannot be told, or can again. */
  NOTIFY("notify"),
  /** Something began to deserve attention. */
  ALERT("alert"),
  /** It deserves none any more. */
  ALERT_ENDED("alert-ended");

  private final String word;

  EventKind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
