package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.FaultClassifier;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unauthenticated;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/**
 * Ticket login. A ticket lives for two hours by the host's clock; it is renewed well before, with the still valid ticket as
 * password, which keeps the password off the line and works for users whom PAM would delay.
 */
final class TicketSession implements Session {

  /** A quarter of the two hours is left for clocks that differ and calls under way. */
  private static final Duration RENEW_AFTER = Duration.ofMinutes(90);

  /** pve-access-control: older tickets are refused, 3 s late. */
  private static final Duration LIFETIME = Duration.ofHours(2);

  /** A wrong password is not repeated at once: PAM modules lock accounts that fail too often. */
  private static final Duration REFUSAL_PAUSE = Duration.ofMinutes(1);

  private final Identity.Password identity;
  private final Clock clock;

  /** Held while logging in, so that the calls of one host log in once. */
  private final Semaphore login = new Semaphore(1, true);

  // Written by the holder of login only.
  private volatile Optional<Held> held = Optional.empty();
  private volatile Optional<Refusal> refusal = Optional.empty();

  TicketSession(Identity.Password identity, Clock clock) {
    this.identity = identity;
    this.clock = clock;
  }

  private record Held(Grant.Ticket ticket, Instant since) {}

  private record Refusal(String message, Instant until) {}

  @Override
  public Grant grant(Sending sending) throws LineFault {
    Optional<Held> current = held.filter(h -> age(h).compareTo(RENEW_AFTER) < 0);
    return current.isPresent() ? current.get().ticket : logIn(Optional.empty(), sending);
  }

  @Override
  public Grant renewed(Grant refused, Sending sending) throws LineFault {
    return logIn(Optional.of(refused), sending);
  }

  private Grant logIn(Optional<Grant> refused, Sending sending) throws LineFault {
    try {
      login.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(Reason.NOT_SENT, "not sent: interrupted while waiting for the login");
    }
    try {
      if (refused.isPresent()) {
        held = held.filter(h -> !h.ticket.equals(refused.get()));
      }
      Optional<Held> valid = held.filter(h -> age(h).compareTo(RENEW_AFTER) < 0);
      if (valid.isPresent()) {
        return valid.get().ticket; // another call has logged in meanwhile
      }
      Optional<Held> renewable = held.filter(h -> age(h).compareTo(LIFETIME) < 0);
      if (renewable.isPresent()) {
        PveResponse answer = sending.send(request(renewable.get().ticket.ticket()));
        if (answer.isSuccess()) {
          return keep(answer);
        }
      }
      return withPassword(sending);
    } finally {
      login.release();
    }
  }

  private Grant withPassword(Sending sending) throws LineFault {
    Optional<Refusal> recent = refusal.filter(r -> clock.instant().isBefore(r.until));
    if (recent.isPresent()) {
      throw new Unauthenticated(recent.get().message + " (not tried again before " + recent.get().until + ")");
    }
    Prepared request = request(identity.password());
    PveResponse answer = sending.send(request);
    if (answer.status() == 401) {
      throw refused("login of " + identity.user() + " refused: " + answer.message());
    }
    if (!answer.isSuccess()) {
      throw FaultClassifier.of(request.request(), answer);
    }
    return keep(answer);
  }

  private Grant keep(PveResponse answer) {
    JsonNode data = answer.data();
    String ticket = data.path("ticket").asString("");
    // With a second factor the login is a 200 whose ticket opens nothing.
    if (data.path("NeedTFA").asInt(0) != 0 || data.path("NeedTFA").asBoolean(false) || ticket.startsWith("PVE:!tfa!")) {
      throw refused(identity.user() + " needs a second factor, which a program cannot give; use an API token");
    }
    String csrfToken = data.path("CSRFPreventionToken").asString("");
    if (ticket.isEmpty() || csrfToken.isEmpty()) {
      throw new Unreachable(Reason.NOT_PROXMOX, "the answer to the login holds no ticket");
    }
    Held fresh = new Held(new Grant.Ticket(Secret.of(ticket), Secret.of(csrfToken)), clock.instant());
    held = Optional.of(fresh);
    refusal = Optional.empty();
    return fresh.ticket;
  }

  private Unauthenticated refused(String message) {
    refusal = Optional.of(new Refusal(message, clock.instant().plus(REFUSAL_PAUSE)));
    return new Unauthenticated(message);
  }

  private Prepared request(Secret password) {
    String form = "username=" + FormEncoding.encode(identity.user()) + "&password=" + FormEncoding.encode(password.reveal());
    return new Prepared(PveRequest.post("/access/ticket"), form, List.of(password.reveal()));
  }

  private Duration age(Held h) {
    return Duration.between(h.since, clock.instant());
  }
}
