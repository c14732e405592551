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
import okhttp3.OkHttpClient;

/** One Proxmox host. Calls block the calling thread. Thread-safe. Made by {@link PveHttp#host}. */
public final class PveHost {

  private final PveEndpoint endpoint;
  private final PveHttpSettings settings;
  private final SecretSource secrets;
  private final Surroundings surroundings;
  private final Circuit circuit;
  private final SingleTry singleTry;

  PveHost(PveEndpoint endpoint, PveHttpSettings settings, SecretSource secrets, RequestListener listener,
      Surroundings surroundings, OkHttpClient shared, Permits permits) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.secrets = secrets;
    this.surroundings = surroundings;
    this.circuit = new Circuit(settings, surroundings);
    this.singleTry = new SingleTry(endpoint, settings, surroundings.clock(), listener, shared, permits, circuit);
  }

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
    Prepared prepared = Prepared.of(request, secrets, settings.requestBytes());
    Optional<PveException> last = Optional.empty();
    for (int tries = 1; ; tries++) {
      switch (singleTry.of(prepared)) {
        case Success(PveResponse response) -> {
          return response;
        }
        case Failure(PveException fault, Repeat repeat) -> {
          if (!repeat.allows(tries, settings.attempts()) || !pause(tries)) {
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
    return new TaskWait(this::send, surroundings).await(upid, timeout, progress);
  }

  private static boolean isCircuitOpen(PveException fault) {
    return fault instanceof Unreachable unreachable && unreachable.reason() == Reason.CIRCUIT_OPEN;
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
}
