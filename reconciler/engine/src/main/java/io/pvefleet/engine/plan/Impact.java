package io.pvefleet.engine.plan;

/** What a change does to a running guest, from harmless to impossible; the order is that of severity. */
public enum Impact {
  /** Nothing that the guest would notice, or the VM does not run. */
  LIVE("live"),
  /** Written now, in force after the next power cycle. */
  RESTART("restart"),
  /** The VM is down for it. */
  OFFLINE("offline"),
  /** Data or a device is lost. */
  DESTRUCTIVE("destructive"),
  /** Proxmox cannot do this to an existing VM. */
  IMPOSSIBLE("impossible");

  private final String word;

  Impact(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
