package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.FaultClassifier;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.RequestListener.Attempt;
import io.pvefleet.pve.http.RequestListener.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Opens WebSockets on one host: one try each, without a permit, since the upgrade occupies none of the workers that calls wait
 * for. An open circuit refuses at once. What the connection itself tells of the host goes to the circuit, but not an upgrade that
 * hangs: that only means that nobody listens on a console's port any more. Thread-safe.
 */
final class SocketOpening {

  private static final int SWITCHING = 101;

  private final PveEndpoint endpoint;
  private final Surroundings surroundings;
  private final RequestListener listener;
  private final LazyLine line;
  private final Circuit circuit;
  private final Session session;
  private final SocketLimits limits;

  SocketOpening(PveEndpoint endpoint, Surroundings surroundings, RequestListener listener, LazyLine line, Circuit circuit,
      Session session, SocketLimits limits) {
    this.endpoint = endpoint;
    this.surroundings = surroundings;
    this.listener = listener;
    this.line = line;
    this.circuit = circuit;
    this.session = session;
    this.limits = limits;
  }

  PveSocket open(SocketTarget target, PveSocket.Listener socketListener) {
    circuit.refuseIfOpen();
    Clock clock = surroundings.clock();
    Instant start = clock.instant();
    Line.Upgrade upgrade;
    try {
      Line wire = line.get();
      Grant grant = session.grant(login -> SingleTry.loginAnswer(wire, login));
      upgrade = wire.upgrade(target, grant, SocketHandshake.fresh(surroundings.random()), limits.handshake());
    } catch (LineFault fault) {
      report(target, Outcome.NO_ANSWER, 0, start);
      throw seen(fault);
    } catch (PveException beforeSending) { // no login, or no TLS setup
      report(target, Outcome.NOT_SENT, 0, start);
      throw beforeSending;
    }
    circuit.answered();
    return switch (upgrade) {
      case Line.Upgraded(okio.Socket socket) -> {
        report(target, Outcome.SUCCESS, SWITCHING, start);
        yield PveSocket.start(endpoint.name(), socket, socketListener, limits);
      }
      case Line.Refused(PveResponse answer) -> {
        report(target, Outcome.REFUSED, answer.status(), start);
        throw FaultClassifier.of(PveRequest.get(target.path()), answer);
      }
    };
  }

  private PveException seen(LineFault fault) {
    String host = endpoint.base().getAuthority();
    if (Thread.currentThread().isInterrupted()) {
      return new Unreachable(Reason.NOT_SENT, host + ": interrupted while a console was being opened");
    }
    String cause = String.valueOf(fault.getMessage());
    switch (fault.stage()) {
      case CONNECT_TIMEOUT -> circuit.timedOutConnecting(Circuit.Pass.NORMAL, cause);
      case CONNECT, TLS, PIN, NO_LOGIN -> circuit.failed(Circuit.Pass.NORMAL, cause);
      case UNUSABLE, CUT, SENT, SENT_TIMEOUT -> {} // it speaks TLS, so that it is there
    }
    return fault.stage() == LineFault.Stage.SENT_TIMEOUT
        ? new Unreachable(Reason.NO_ANSWER, host + ": no answer to the upgrade within " + limits.handshake().toSeconds()
            + " s; the console's port is used up or gone", fault)
        : fault.seen(host, true);
  }

  private void report(SocketTarget target, Outcome outcome, int status, Instant start) {
    Duration duration = Duration.between(start, surroundings.clock().instant());
    listener.onAttempt(
        new Attempt(endpoint.name(), PveRequest.Method.GET, PathTemplate.of(target.path()), outcome, status, duration));
  }
}
