package io.pvefleet.vnc.session;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.vnc.access.AccessCodes;

/**
 * Every way in which the proxy says no to a request for a console: code for people, WebSocket close code and HTTP status for
 * programs. Cause and next action in the reader's language are the web room's.
 */
public enum Refusal {
  MALFORMED(Code.user("PVF-0701", "Request is malformed"), CloseReason.MALFORMED, 400),
  FOREIGN_PAGE(Code.user("PVF-0702", "Request does not come from the proxy's own page"), CloseReason.FORBIDDEN, 403),
  UNKNOWN_SESSION(Code.user("PVF-0703", "Console session is not known"), CloseReason.NOT_ADMITTED, 404),
  NOT_ADMITTED(Code.user("PVF-0704", "Login or one-time key is not valid"), CloseReason.NOT_ADMITTED, 401),
  FORBIDDEN(Code.user("PVF-0705", "No access rule allows this console"), CloseReason.FORBIDDEN, 403),
  /** The repository lacks something, not the person. */
  NO_POLICY(AccessCodes.NO_POLICY, CloseReason.FORBIDDEN, 403),
  GUEST_GONE(Code.user("PVF-0706", "Guest does not exist"), CloseReason.GUEST_GONE, 404),
  GUEST_STOPPED(Code.world("PVF-0707", "Guest is not running"), CloseReason.GUEST_STOPPED, 409),
  TOO_MANY(Code.user("PVF-0708", "Too many consoles are open"), CloseReason.LIMIT, 429),
  HOST_OFFLINE(Code.world("PVF-0709", "Host is offline"), CloseReason.HOST_OFFLINE, 503),
  HOST_SLOW(Code.world("PVF-0710", "Host does not answer in time"), CloseReason.HOST_SLOW, 504),
  HOST_REFUSED(Code.world("PVF-0711", "Host refuses the console"), CloseReason.HOST_REFUSED, 502),
  HOST_CERTIFICATE(Code.world("PVF-0712", "Host's certificate is not the pinned one"), CloseReason.HOST_CERTIFICATE, 502),
  /** A dial that was given up: its session ended before the way was open. */
  ENDED(Code.user("PVF-0717", "Console was ended"), CloseReason.ENDED, 410),
  STOPPING(Code.world("PVF-0718", "Console proxy is stopping"), CloseReason.PROXY_STOPS, 503),
  BUG(new Code("PVF-0720", "Console proxy failed", Code.Blame.BUG), CloseReason.BUG, 500),
  NOT_READY(Code.world("PVF-0723", "Fleet repository has not been read yet"), CloseReason.HOST_OFFLINE, 503);

  private final Code code;
  private final CloseReason reason;
  private final int status;

  Refusal(Code code, CloseReason reason, int status) {
    this.code = code;
    this.reason = reason;
    this.status = status;
  }

  public Code code() {
    return code;
  }

  public CloseReason reason() {
    return reason;
  }

  /** The HTTP status of an answer that says so. */
  public int status() {
    return status;
  }
}
