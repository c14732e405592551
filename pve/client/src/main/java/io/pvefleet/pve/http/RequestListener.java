package io.pvefleet.pve.http;

import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;

/** Told of each attempt of a request, for metrics. Called on the requesting thread; must be quick, thread-safe and not throw. */
@FunctionalInterface
public interface RequestListener {

  /** For those who do not count. */
  RequestListener NONE = attempt -> {};

  void onAttempt(Attempt attempt);

  /** How an attempt ended, coarse enough for a metric's label. */
  enum Outcome {
    SUCCESS,
    /** The host answered and said no. */
    REFUSED,
    /** Nothing, or nothing usable, came back. */
    NO_ANSWER,
    /** Not sent, since the circuit was open. */
    NOT_SENT
  }

  /**
   * One attempt.
   *
   * @param host name of the endpoint
   * @param pathTemplate the path with its variable parts named: {@code /nodes/{node}/qemu/{vmid}/config}
   * @param status HTTP status; 0 where none came
   * @param duration from sending to the answer read, without the wait for a permit
   */
  record Attempt(String host, PveRequest.Method method, String pathTemplate, Outcome outcome, int status, Duration duration) {}
}
