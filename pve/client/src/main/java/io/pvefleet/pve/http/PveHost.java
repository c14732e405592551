package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.SingleTry.Failure;
import io.pvefleet.pve.http.SingleTry.Success;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** One Proxmox host. Calls block the calling thread. Thread-safe. Made by {@link PveHttp#host}. */
public final class PveHost {

  private final PveEndpoint endpoint;
  private final Shared shared;
  private final PveHttp.Door door;
  private final Circuit circuit;
  private final SingleTry singleTry;
  private final SocketOpening sockets;

  PveHost(PveEndpoint endpoint, Shared shared, PveHttp.Door door) {
    this(endpoint, shared, door, new Circuit(shared.settings, shared.surroundings));
  }

  private PveHost(PveEndpoint endpoint, Shared shared, PveHttp.Door door, Circuit circuit) {
    this.endpoint = endpoint;
    this.shared = shared;
    this.door = door;
    this.circuit = circuit;
    Session session = Session.of(endpoint.identity(), shared.surroundings.clock());
    LazyLine line = new LazyLine(endpoint, shared.settings, door.client());
    this.singleTry =
        new SingleTry(endpoint, shared.surroundings.clock(), shared.listener, line, door.permits(), circuit, session);
    this.sockets =
        new SocketOpening(endpoint, shared.surroundings, shared.listener, line, circuit, session, shared.socketLimits);
  }

  /** What the hosts of one {@link PveHttp} have in common. */
  record Shared(PveHttpSettings settings, SocketLimits socketLimits, SecretSource secrets, RequestListener listener,
      Surroundings surroundings) {}

  public PveEndpoint endpoint() {
    return endpoint;
  }

  /** Since when the host has been left alone because it does not answer; empty while calls are tried. */
  public Optional<Instant> silentSince() {
    return circuit.silentSince();
  }

  /**
   * Sends a request and gives the success that came back. Waits for one of the host's few permits. Repeats by itself only what
   * certainly was not carried out, or a read; so a write is sent at most once unless the host said that it did nothing.
   *
   * @throws PveException in every other case
   * @throws IllegalArgumentException if the request's path is not percent-encoded
   */
  public PveResponse send(PveRequest request) {
    return send(Prepared.of(request, shared.secrets, shared.settings.requestBytes()));
  }

  /**
   * As {@link #send(PveRequest)}, for a write of which the caller knows that carrying it out twice does no harm: a lost answer is
   * {@link Unreachable} then, and it is sent again as a read would be.
   */
  public PveResponse sendRepeatable(PveRequest request) {
    return send(Prepared.of(request, shared.secrets, shared.settings.requestBytes()).repeatable());
  }

  private PveResponse send(Prepared prepared) {
    Optional<PveException> last = Optional.empty();
    for (int tries = 1; ; tries++) {
      switch (singleTry.of(prepared)) {
        case Success(PveResponse response) -> {
          return response;
        }
        case Failure(PveException fault, Repeat repeat) -> {
          if (!repeat.allows(tries, shared.settings.attempts()) || !pause(tries)) {
            // What went wrong first says more than that the circuit has opened since.
            throw isCircuitOpen(fault) ? last.orElse(fault) : fault;
          }
          last = Optional.of(fault);
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
    return new TaskWait(this::send, shared.surroundings).await(upid, timeout, progress);
  }

  /**
   * Opens a WebSocket: same address, same trust and same identity as every call. Blocks until the host has agreed, 10 s at most.
   * One try: a ticket is good for one connection. The listener may be called before this returns.
   *
   * @throws PveException if the host cannot be reached (at once where it is left alone because it does not answer), or says no
   * @throws IllegalArgumentException if the target's path is not percent-encoded
   */
  public PveSocket open(SocketTarget target, PveSocket.Listener listener) {
    return sockets.open(target, listener);
  }

  /** The same host seen as somebody else: it shares what is known of the host's silence and the permits, but no session. */
  public PveHost as(Identity identity) {
    return new PveHost(new PveEndpoint(endpoint.name(), endpoint.base(), endpoint.tls(), identity), shared, door, circuit);
  }

  private static boolean isCircuitOpen(PveException fault) {
    return fault instanceof Unreachable unreachable && unreachable.reason() == Reason.CIRCUIT_OPEN;
  }

  /** Sleeps with full jitter: anything between nothing and a bound that doubles. False where the thread was interrupted. */
  private boolean pause(int tries) {
    long bound = shared.settings.retryPause().toMillis() << Math.min(tries - 1, 10);
    try {
      shared.surroundings.sleeper().sleep(Duration.ofMillis(shared.surroundings.random().nextLong(bound + 1)));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
