package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.FaultClassifier;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.LineFault.Stage;
import io.pvefleet.pve.http.RequestListener.Attempt;
import io.pvefleet.pve.http.RequestListener.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Proxmox host. Calls block the calling thread. Thread-safe. Made by {@link PveHttp#host}. */
public final class PveHost {

  private static final Logger LOG = LoggerFactory.getLogger(PveHost.class);

  private final PveEndpoint endpoint;
  private final PveHttpSettings settings;
  private final SecretSource secrets;
  private final RequestListener listener;
  private final Surroundings surroundings;
  private final OkHttpClient shared;
  private final Places places;
  private final Session session;
  private final Circuit circuit;

  /** Made at the first call, since it may read a CA file that is not there yet. Made twice by two first calls, harmlessly. */
  private volatile @Nullable Line line;

  PveHost(PveEndpoint endpoint, PveHttpSettings settings, SecretSource secrets, RequestListener listener,
      Surroundings surroundings, OkHttpClient shared, Places places) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.secrets = secrets;
    this.listener = listener;
    this.surroundings = surroundings;
    this.shared = shared;
    this.places = places;
    this.circuit = new Circuit(settings, surroundings);
    this.session = switch (endpoint.identity()) {
      case Identity.Token token -> new TokenSession(new Grant.Token(token));
      case Identity.Password password -> new TicketSession(password, surroundings.clock());
    };
  }

  public PveEndpoint endpoint() {
    return endpoint;
  }

  /** Since when the host has been left alone because it does not answer; empty while calls are tried. */
  public Optional<Instant> silentSince() {
    return circuit.silentSince();
  }

  /**
   * Sends a request and gives the success that came back. Waits for one of the host's few places. Repeats by itself only what
   * certainly was not carried out, or a read; so a write is sent at most once unless the host said that it did nothing.
   *
   * @throws PveException in every other case
   * @throws IllegalArgumentException if the request's path is not percent-encoded
   */
  public PveResponse send(PveRequest request) {
    Prepared prepared = Prepared.of(request, secrets, settings.requestBytes());
    for (int tries = 1; ; tries++) {
      Result result = attempt(prepared);
      switch (result) {
        case Success(PveResponse response) -> {
          return response;
        }
        case Failure(PveException fault, Repeat repeat) -> {
          if (!repeat.allows(tries, settings.attempts()) || !pause(tries)) {
            throw fault;
          }
        }
      }
    }
  }

  /**
   * Waits until a task has ended, the deadline has come or the thread is interrupted; never throws for what the host does. The
   * node is the one that the UPID names.
   *
   * @param timeout how long to wait at most; the task goes on after it
   * @param progress told after each look at a task that still runs
   */
  public TaskEnd await(Upid upid, Duration timeout, Consumer<TaskProgress> progress) {
    return new TaskWait(this::send, surroundings).await(upid, timeout, progress);
  }

  private sealed interface Result {}

  private record Success(PveResponse response) implements Result {}

  private record Failure(PveException fault, Repeat repeat) implements Result {}

  private Result attempt(Prepared prepared) {
    Circuit.Pass pass;
    try (Places.Place ignored = places.enter(prepared)) {
      try {
        pass = circuit.enter(prepared.isSafe());
      } catch (Unreachable open) {
        report(prepared, Outcome.NOT_SENT, 0, Duration.ZERO);
        return new Failure(open, Repeat.NEVER);
      }
      return attempt(prepared, pass);
    } catch (Unreachable noPlace) {
      return new Failure(noPlace, Repeat.NEVER);
    }
  }

  private Result attempt(Prepared prepared, Circuit.Pass pass) {
    Instant start = surroundings.clock().instant();
    boolean isReported = false;
    try {
      Line wire = line();
      PveResponse response = authenticated(wire, prepared);
      isReported = true;
      boolean isSilent = response.status() == 596 && prepared.isSafe();
      if (isSilent) {
        circuit.failed(pass, "596 " + response.message());
      } else {
        circuit.answered();
      }
      return judged(prepared, response, start);
    } catch (LineFault fault) {
      isReported = true;
      return failed(prepared, pass, fault, start);
    } catch (PveException fault) {
      isReported = true;
      circuit.undecided(pass);
      report(prepared, Outcome.REFUSED, 0, since(start));
      return new Failure(fault, Repeat.NEVER);
    } finally {
      if (!isReported) {
        circuit.undecided(pass); // an error of ours must not leave the circuit waiting for this probe
      }
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
  private static PveResponse loginAnswer(Line wire, Prepared request) throws LineFault {
    try {
      return wire.exchange(request, new Grant.None());
    } catch (LineFault fault) {
      throw fault.stage() == Stage.SENT || fault.stage() == Stage.SENT_TIMEOUT
          ? new LineFault(fault.stage() == Stage.SENT ? Stage.CONNECT : Stage.CONNECT_TIMEOUT, "login: " + fault.getMessage(), fault)
          : fault;
    }
  }

  private Result judged(Prepared prepared, PveResponse response, Instant start) {
    if (response.isSuccess()) {
      report(prepared, Outcome.SUCCESS, response.status(), since(start));
      return new Success(response);
    }
    PveException fault = FaultClassifier.of(prepared.request(), response);
    boolean isNoAnswer = fault instanceof Unreachable || fault instanceof PveException.Indeterminate;
    report(prepared, isNoAnswer ? Outcome.NO_ANSWER : Outcome.REFUSED, response.status(), since(start));
    Repeat repeat = switch (fault) {
      // Only what the host certainly did not carry out is Unreachable, so this holds for writes too (595).
      case Unreachable u when u.reason() == Reason.NO_ANSWER -> response.status() == 596 ? Repeat.ONCE : Repeat.OFTEN;
      default -> Repeat.NEVER;
    };
    return new Failure(fault, repeat);
  }

  private Result failed(Prepared prepared, Circuit.Pass pass, LineFault fault, Instant start) {
    report(prepared, Outcome.NO_ANSWER, 0, since(start));
    if (Thread.currentThread().isInterrupted()) {
      circuit.undecided(pass);
      return new Failure(fault.seen(where(), prepared.isSafe()), Repeat.NEVER);
    }
    String cause = String.valueOf(fault.getMessage());
    if (fault.stage() == Stage.CONNECT_TIMEOUT) {
      circuit.timedOutConnecting(pass, cause);
    } else {
      circuit.failed(pass, cause);
    }
    return new Failure(fault.seen(where(), prepared.isSafe()), fault.repeat(prepared.isSafe()));
  }

  private Line line() {
    Line ready = line;
    if (ready == null) {
      OkHttpClient.Builder builder = shared.newBuilder();
      TlsSetup.apply(builder, endpoint.tls(), settings.connectTimeout());
      ready = new Line(builder.build(), endpoint.base(), settings.responseBytes());
      line = ready;
    }
    return ready;
  }

  /** Sleeps with full jitter: anything between nothing and a bound that doubles. False where the thread was interrupted. */
  private boolean pause(int tries) {
    long bound = settings.retryPause().toMillis() << Math.min(tries - 1, 10);
    try {
      surroundings.sleeper().sleep(Duration.ofMillis(surroundings.random().nextLong(bound + 1)));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
    listener.onAttempt(new Attempt(endpoint.name(), request.method(), PathTemplate.of(request.path()), outcome, status, duration));
  }

  private Duration since(Instant start) {
    return Duration.between(start, surroundings.clock().instant());
  }

  private String where() {
    return endpoint.base().getAuthority();
  }
}
