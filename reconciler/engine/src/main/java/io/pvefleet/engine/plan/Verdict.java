package io.pvefleet.engine.plan;

/** Whether a change may happen in this run. */
public sealed interface Verdict {

  record Allowed() implements Verdict {}

  /**
   * The change waits.
   *
   * @param detail one sentence with the figure or the fact, and the way to let it through
   */
  record Held(Why why, String detail) implements Verdict {}

  /** Why a change waits; the words are the user's. */
  enum Why {
    WINDOW("window"),
    LIMIT("limit"),
    APPROVAL("approval"),
    LOCK("lock"),
    PROTECTION("protection"),
    CONFLICT("conflict"),
    PAUSED("paused"),
    /** {@code drift.mode: report}, or the host is in {@code mode: observe}. */
    REPORT_ONLY("report only"),
    /** Needs a restart and {@code restart.policy} does not allow one now. */
    RESTART("restart"),
    /** A deletion would destroy volumes that the last applied document keeps. */
    DISKS("disks"),
    /** Proxmox cannot do it. */
    IMPOSSIBLE("impossible"),
    /** Not known well enough to act. */
    UNKNOWN("unknown");

    private final String word;

    Why(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
