package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Leaves a host alone that does not answer: after some failures in a row every call fails at once, until a pause is over and
 * one single read may try; calls that come meanwhile wait for what it finds. The pause doubles with each try that fails. Only a
 * read tries, since a write that gets lost leaves a question behind. Thread-safe.
 */
final class Circuit {

  /** Up to this part of a pause is taken off by chance, so that a hundred hosts behind one line are not probed in step. */
  private static final double JITTER = 0.2;

  private final PveHttpSettings settings;
  private final Surroundings surroundings;

  // Guarded by this, which is never held while a call runs. Each change wakes those who wait for a probe.
  private State state = new Closed(0, Instant.MAX);

  Circuit(PveHttpSettings settings, Surroundings surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
  }

  /** What a call that was let through must report afterwards, once. */
  enum Pass {
    NORMAL,
    PROBE
  }

  private sealed interface State {}

  /** Calls go through; so many failed in a row, the first one then. */
  private record Closed(int failures, Instant since) implements State {}

  /** Calls do not go through, but one read after {@code nextProbe}. */
  private record Open(Instant since, Instant nextProbe, Duration pause, String cause, boolean isProbing) implements State {}

  /** Lets a call through, or says why not. Blocks while a probe is under way. */
  synchronized Pass enter(boolean isSafe) {
    awaitProbe();
    return switch (state) {
      case Closed ignored -> Pass.NORMAL;
      case Open open when isSafe && !open.isProbing && isDue(open) -> {
        become(new Open(open.since, open.nextProbe, open.pause, open.cause, true));
        yield Pass.PROBE;
      }
      case Open open -> throw new Unreachable(Reason.CIRCUIT_OPEN, refusal(open));
    };
  }

  /** Also where the clock was set back to before the pause: it must not become longer than it was meant to be. */
  private boolean isDue(Open open) {
    Instant now = surroundings.clock().instant();
    return !now.isBefore(open.nextProbe) || now.isBefore(open.nextProbe.minus(open.pause));
  }

  /** Says at once why a call that cannot serve as a probe would not go through; nothing where it would. */
  synchronized void refuseIfOpen() {
    if (state instanceof Open open) {
      throw new Unreachable(Reason.CIRCUIT_OPEN, refusal(open));
    }
  }

  /** The host answered, whatever it said. */
  synchronized void answered() {
    become(new Closed(0, Instant.MAX));
  }

  /** The call ended in a way that says nothing about the host, such as an interruption. */
  synchronized void undecided(Pass pass) {
    if (pass == Pass.PROBE && state instanceof Open open) {
      become(new Open(open.since, open.nextProbe, open.pause, open.cause, false));
    }
  }

  /** The host did not answer. */
  void failed(Pass pass, String cause) {
    failed(pass, cause, 1);
  }

  /** The host stayed silent while connecting: the kernel has repeated its SYN by then, so that one time is as good as many. */
  void timedOutConnecting(Pass pass, String cause) {
    failed(pass, cause, settings.circuitFailures());
  }

  /** Since when the host has been left alone; empty while calls go through. */
  synchronized Optional<Instant> silentSince() {
    return switch (state) {
      case Closed ignored -> Optional.empty();
      case Open open -> Optional.of(open.since);
    };
  }

  private synchronized void failed(Pass pass, String cause, int weight) {
    Instant now = surroundings.clock().instant();
    switch (state) {
      case Closed(int failures, Instant since) -> {
        Instant first = failures == 0 ? now : since;
        become(
            failures + weight < settings.circuitFailures()
                ? new Closed(failures + weight, first)
                : new Open(first, now.plus(jittered(settings.circuitPause())), settings.circuitPause(), cause, false));
      }
      case Open open -> {
        // A call that was under way when the circuit opened adds nothing; only the probe counts.
        if (pass == Pass.PROBE) {
          Duration doubled = open.pause.multipliedBy(2);
          Duration pause = doubled.compareTo(settings.circuitPauseMax()) < 0 ? doubled : settings.circuitPauseMax();
          become(new Open(open.since, now.plus(jittered(pause)), pause, cause, false));
        }
      }
    }
  }

  // Guarded by this.
  private void become(State next) {
    state = next;
    notifyAll();
  }

  // Guarded by this. A pass that reads two things at once must not lose one of them to the other's being the probe.
  private void awaitProbe() {
    long deadline = System.nanoTime() + settings.callTimeout().toNanos();
    try {
      while (state instanceof Open open && open.isProbing) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(Reason.NOT_SENT, "not sent: interrupted while waiting for a probe of the host");
    }
  }

  private Duration jittered(Duration pause) {
    return Duration.ofMillis((long) (pause.toMillis() * (1 - JITTER * surroundings.random().nextDouble())));
  }

  private static String refusal(Open open) {
    return "not tried: no answer since " + open.since.truncatedTo(ChronoUnit.SECONDS) + " (" + open.cause + "); "
        + (open.isProbing ? "a probe is under way" : "next probe from " + open.nextProbe.truncatedTo(ChronoUnit.SECONDS) + " on");
  }
}
