package io.pvefleet.pve.console;

/**
 * Why a console ended, as the host's own task tells it; the socket itself only ends.
 *
 * @param text one line in the host's words; empty text where it said nothing
 */
public record ConsoleEnd(Cause cause, String text) {

  /** What is to be done about it. */
  public enum Cause {
    /** The task ended well, or still runs: somebody closed the console. */
    CLOSED,
    /** The guest does not run. */
    NOT_RUNNING,
    /** Nobody connected within 10 s of the ticket. */
    NOT_CONNECTED,
    /** The host is too old to let an API token use terminals; a user's login can. */
    TOKEN_REFUSED,
    /** Something else, said by the text. */
    FAILED,
    /** The task's end could not be learned. */
    UNKNOWN
  }
}
