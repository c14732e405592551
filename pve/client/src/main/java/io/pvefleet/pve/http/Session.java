package io.pvefleet.pve.http;

import io.pvefleet.pve.wire.PveResponse;
import java.time.Clock;

/** How requests get their {@link Grant}. Thread-safe. */
sealed interface Session permits TokenSession, TicketSession {

  static Session of(Identity identity, Clock clock) {
    return switch (identity) {
      case Identity.Token token -> new TokenSession(new Grant.Token(token));
      case Identity.Password password -> new TicketSession(password, clock);
    };
  }

  /** Sends a request of the session's own, within the permit that the caller already holds. */
  @FunctionalInterface
  interface Sending {
    PveResponse send(Prepared login) throws LineFault;
  }

  /** The grant to use now; may log in. */
  Grant grant(Sending sending) throws LineFault;

  /** Another grant after a 401 to this one; the same one where none can be had. */
  Grant renewed(Grant refused, Sending sending) throws LineFault;
}
