package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.FaultClassifier;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.LineFault.Stage;
import io.pvefleet.pve.http.RequestListener.Attempt;
import io.pvefleet.pve.http.RequestListener.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of a request on one host: waits for a permit, asks the circuit, authenticates, sends, classifies, and says whether
 * another try is harmless. Thread-safe.
 */
final class SingleTry {

  private static final Logger LOG = LoggerFactory.getLogger(PveHost.class);

  private final PveEndpoint endpoint;
  private final Clock clock;
  private final RequestListener listener;
  private final LazyLine line;
  private final Permits permits;
  private final Circuit circuit;
  private final Session session;

  SingleTry(PveEndpoint endpoint, Clock clock, RequestListener listener, LazyLine line, Permits permits, Circuit circuit,
      Session session) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.listener = listener;
    this.line = line;
    this.permits = permits;
    this.circuit = circuit;
    this.session = session;
  }

  sealed interface Result {}

  record Success(PveResponse response) implements Result {}

  record Failure(PveException fault, Repeat repeat) implements Result {}

  Result of(Prepared prepared) {
    try (Permits.Permit _ = permits.enter(prepared)) {
      // Asked once the permit is there: those who waited behind a call that timed out must not time out themselves.
      Circuit.Pass pass = circuit.enter(prepared.isRepeatable());
      try {
        return exchange(prepared, pass);
      } finally {
        circuit.undecided(pass); // does nothing but where an error of ours kept the probe from reporting
      }
    } catch (Unreachable notSent) {
      report(prepared, Outcome.NOT_SENT, 0, Duration.ZERO);
      return new Failure(notSent, Repeat.NEVER);
    }
  }

  private Result exchange(Prepared prepared, Circuit.Pass pass) {
    Instant start = clock.instant();
    try {
      PveResponse response = authenticated(line.get(), prepared);
      // A write may need its 30 s; a read that does tells of a daemon that hangs.
      if (response.status() == 596 && prepared.isSafe()) {
        circuit.failed(pass, "596 " + response.message());
      } else {
        circuit.answered();
      }
      return judged(prepared, response, since(start));
    } catch (LineFault fault) {
      report(prepared, Outcome.NO_ANSWER, 0, since(start));
      note(fault, pass);
      boolean isInterrupted = Thread.currentThread().isInterrupted();
      return new Failure(
          fault.seen(endpoint.base().getAuthority(), prepared.isRepeatable()),
          isInterrupted ? Repeat.NEVER : fault.repeat(prepared.isRepeatable()));
    } catch (PveException beforeSending) { // no login, or no TLS setup
      report(prepared, Outcome.NOT_SENT, 0, since(start));
      return new Failure(beforeSending, Repeat.NEVER);
    }
  }

  private PveResponse authenticated(Line wire, Prepared prepared) throws LineFault {
    Session.Sending login = request -> loginAnswer(wire, request);
    Grant grant = session.grant(login);
    PveResponse response = wire.exchange(prepared, grant);
    if (response.status() != 401) {
      return response;
    }
    // A 401 says that nothing was done, so a write may go out again too; once, with another ticket.
    Grant renewed = session.renewed(grant, login);
    return renewed.equals(grant) ? response : wire.exchange(prepared, renewed);
  }

  /** A lost answer to a login leaves nothing behind: the call that needed it was not sent. */
  static PveResponse loginAnswer(Line wire, Prepared request) throws LineFault {
    try {
      return wire.exchange(request, new Grant.None());
    } catch (LineFault fault) {
      throw switch (fault.stage()) {
        case CUT, SENT, SENT_TIMEOUT, UNUSABLE -> new LineFault(Stage.NO_LOGIN, "login: " + fault.getMessage(), fault);
        case CONNECT, CONNECT_TIMEOUT, TLS, PIN, NO_LOGIN -> fault;
      };
    }
  }

  private Result judged(Prepared prepared, PveResponse response, Duration duration) {
    if (response.isSuccess()) {
      report(prepared, Outcome.SUCCESS, response.status(), duration);
      return new Success(response);
    }
    PveException fault = classified(prepared, response);
    boolean isNoAnswer = fault instanceof Unreachable || fault instanceof Indeterminate;
    report(prepared, isNoAnswer ? Outcome.NO_ANSWER : Outcome.REFUSED, response.status(), duration);
    // Unreachable means "not carried out", so this holds for writes too (595). A 596 took 30 s already.
    boolean mayPass = fault instanceof Unreachable u && u.reason() == Reason.NO_ANSWER;
    return new Failure(fault, !mayPass ? Repeat.NEVER : response.status() == 596 ? Repeat.ONCE : Repeat.OFTEN);
  }

  /** What nobody knows of a write is no question where carrying it out twice does no harm. */
  private static PveException classified(Prepared prepared, PveResponse response) {
    PveException fault = FaultClassifier.of(prepared.request(), response);
    return fault instanceof Indeterminate && prepared.isRepeatable()
        ? new Unreachable(Reason.NO_ANSWER, fault.message())
        : fault;
  }

  private void note(LineFault fault, Circuit.Pass pass) {
    if (Thread.currentThread().isInterrupted()) {
      return; // our own doing says nothing about the host
    }
    String cause = String.valueOf(fault.getMessage());
    switch (fault.stage()) {
      // One answer that always breaks off is not to keep the host's other VMs from being read.
      case UNUSABLE, CUT -> circuit.answered();
      case CONNECT_TIMEOUT -> circuit.timedOutConnecting(pass, cause);
      case CONNECT, TLS, PIN, NO_LOGIN, SENT, SENT_TIMEOUT -> circuit.failed(pass, cause);
    }
  }

  private void report(Prepared prepared, Outcome outcome, int status, Duration duration) {
    PveRequest request = prepared.request();
    LOG.atDebug()
        .addKeyValue("host", endpoint.name())
        .addKeyValue("method", request.method())
        .addKeyValue("path", request.path())
        .addKeyValue("outcome", outcome)
        .addKeyValue("status", status)
        .addKeyValue("millis", duration.toMillis())
        .log("request");
    String template = PathTemplate.of(request.path());
    listener.onAttempt(new Attempt(endpoint.name(), request.method(), template, outcome, status, duration));
  }

  private Duration since(Instant start) {
    return Duration.between(start, clock.instant());
  }
}
