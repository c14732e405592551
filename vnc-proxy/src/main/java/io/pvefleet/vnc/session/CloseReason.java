package io.pvefleet.vnc.session;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a console ended. The code goes into the WebSocket close frame with the word as its reason, and both into the audit row;
 * several words may share a code. 44xx: a rule or a person, and a page does not connect again by itself (but 4423, which waits for
 * the guest to run); 45xx, 1001 and 1011: the way or a process, and a page does.
 */
public enum CloseReason {
  /** The browser, or its person, left. No frame of ours carries it. */
  BROWSER_LEFT(1000, "browser-left"),
  /** The proxy stops; a browser connects again. */
  PROXY_STOPS(1001, "proxy-stops"),
  /** Written at a start for rows that a crash left open. */
  PROXY_RESTARTED(1001, "proxy-restarted"),
  BUG(1011, "bug"),
  /** The browser sent what no viewer sends. */
  MALFORMED(4400, "malformed"),
  /** No login, or a nonce that is used, late or somebody else's. */
  NOT_ADMITTED(4401, "not-admitted"),
  /** The person logged out. */
  LOGGED_OUT(4401, "logged-out"),
  FORBIDDEN(4403, "forbidden"),
  /** The person may only see now what was opened for use. The mode of a console is fixed, so it has to be opened again. */
  RIGHT_REDUCED(4403, "right-reduced"),
  GUEST_GONE(4404, "guest-gone"),
  /** A browser took nothing for too long, or too much was waiting for it. */
  STALLED(4408, "stalled"),
  TAKEN_OVER(4409, "taken-over"),
  IDLE(4410, "idle"),
  TOO_LONG(4411, "absolute-limit"),
  /** Ended by its owner or by somebody with the right to. */
  ENDED(4412, "ended"),
  /** Opened and parked, and no browser came for it. */
  UNUSED(4401, "unused"),
  GUEST_STOPPED(4423, "guest-stopped"),
  LIMIT(4429, "limit"),
  /** The host said no, or spoke no protocol that is known. */
  HOST_REFUSED(4502, "host-refused"),
  /** The host ended a console that was open. */
  HOST_CLOSED(4502, "host-closed"),
  HOST_OFFLINE(4503, "host-offline"),
  HOST_SLOW(4504, "host-too-slow"),
  HOST_CERTIFICATE(4505, "host-certificate");

  private final int code;
  private final String word;

  CloseReason(int code, String word) {
    this.code = code;
    this.word = word;
  }

  /** The WebSocket close code. */
  public int code() {
    return code;
  }

  /** A stable word, at most 123 bytes as a close frame's reason must be. */
  public String word() {
    return word;
  }

  /** The reason of that word. */
  public static Optional<CloseReason> of(String word) {
    return Arrays.stream(values()).filter(reason -> reason.word.equals(word)).findFirst();
  }
}
