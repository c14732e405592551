package io.pvefleet.vnc.session;

import java.time.Instant;
import java.util.List;

/**
 * What lets one browser connect to a session, once. {@link #toString} shows no nonce.
 *
 * @param nonce goes with the WebSocket handshake and nowhere else
 * @param expiresAt until when it counts
 * @param mayControl whether the person might also open this guest for use, take it over and end others' sessions on it
 */
public record Admittance(SessionView session, String nonce, Instant expiresAt, boolean mayControl, List<Other> others) {
  public Admittance {
    others = List.copyOf(others);
  }

  @Override
  public String toString() {
    return "Admittance[" + session.id() + ", nonce=***, expiresAt=" + expiresAt + "]";
  }
}
