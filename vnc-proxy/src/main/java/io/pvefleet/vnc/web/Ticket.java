package io.pvefleet.vnc.web;

import io.pvefleet.vnc.session.Asker;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.socket.WebSocketSession;

/**
 * What a browser brought along with its handshake. {@link #toString} shows no nonce.
 *
 * @param asker empty for nobody
 * @param nonce empty where none came
 */
record Ticket(String sessionId, String nonce, Optional<Asker> asker, Locale reader) {
  private static final String KEY = "ticket";

  /** Given to the socket by the handshake. */
  void putInto(Map<String, Object> attributes) {
    attributes.put(KEY, this);
  }

  static Ticket of(WebSocketSession session) {
    if (session.getAttributes().get(KEY) instanceof Ticket ticket) {
      return ticket;
    }
    throw new IllegalStateException("the handshake gives every socket a ticket");
  }

  @Override
  public String toString() {
    return "Ticket[" + sessionId + ", nonce=***]";
  }
}
