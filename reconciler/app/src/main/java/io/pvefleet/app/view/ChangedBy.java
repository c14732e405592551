package io.pvefleet.app.view;

import java.time.Instant;

/** Who changed a VM behind Git's back, as far as the host's task list tells. */
public sealed interface ChangedBy {

  /** When the list was read. */
  Instant lookedAt();

  /**
   * The newest task that fits.
   *
   * @param user {@code user@realm}, with {@code !token} where a token did it
   * @param at when the task began, by the host's clock
   * @param task what Proxmox calls it, for example {@code qmstart}
   */
  record Known(String user, Instant at, String task, String upid, Instant lookedAt) implements ChangedBy {}

  /** Nobody can be named. */
  record Unknown(Why why, Instant lookedAt) implements ChangedBy {}

  /** {@code known}, or why nobody is. */
  default String word() {
    return switch (this) {
      case Known _ -> "known";
      case Unknown(Why why, var _) -> why.word();
    };
  }

  /** Why nobody can be named. */
  enum Why {
    /** No task fits: Proxmox keeps no record of who changes a setting directly, or of a guest that stops by itself. */
    NO_TASK("no-task"),
    /** The token sees its own tasks alone. */
    NOT_PERMITTED("not-permitted"),
    /** The host did not answer. */
    NO_ANSWER("no-answer");

    private final String word;

    Why(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
