package io.pvefleet.vnc.session;

import java.util.Locale;

/** Where a session is. */
public enum State {
  /** The way to the guest is being opened. */
  DIALLING,
  /** The way is open and waits for the browser. */
  READY,
  /** A browser is connected. */
  OPEN,
  /** Ended; may be dialled anew for a while. */
  CLOSED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
