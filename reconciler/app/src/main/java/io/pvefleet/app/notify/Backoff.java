package io.pvefleet.app.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a message that could not be delivered is tried again, and when no more. Pure but for the chance it is given. */
final class Backoff {
  /** What nobody could be told for a day is on the pages; to tell it then would hide what is new. */
  static final Duration LONGEST = Duration.ofHours(24);

  private static final Duration FIRST = Duration.ofSeconds(5);

  /** The longest that anything ever waits for its next try. */
  static final Duration SLOWEST_OF_ALL = Pace.ORDINARY.longestAsked;

  /** How slow it becomes. */
  enum Pace {
    /** A sink that is back is told within half an hour; more patience than an hour is granted to none. */
    ORDINARY(Duration.ofMinutes(30), Duration.ofHours(1)),

    /** Somebody may be called by it: a sink that is back is told soon, whatever patience it asked for. */
    CRITICAL(Duration.ofMinutes(5), Duration.ofMinutes(5));

    private final Duration slowest;
    private final Duration longestAsked;

    Pace(Duration slowest, Duration longestAsked) {
      this.slowest = slowest;
      this.longestAsked = longestAsked;
    }
  }

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * When to try again; empty where it is to be given up.
   *
   * @param tries so far, this one included
   * @param asked what the receiver asked to wait
   */
  Optional<Instant> next(Pace pace, Instant begun, int tries, Optional<Duration> asked, Instant now) {
    if (!now.isBefore(begun.plus(LONGEST))) {
      return Optional.empty();
    }
    Duration doubled = FIRST.multipliedBy(1L << Math.min(tries - 1, 20));
    Duration wait = doubled.compareTo(pace.slowest) < 0 ? doubled : pace.slowest;
    // Sinks that failed together are not tried together: up to a fifth sooner or later.
    Duration jittered = Duration.ofMillis(Math.round(wait.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    Duration least = asked.map(a -> a.compareTo(pace.longestAsked) < 0 ? a : pace.longestAsked).orElse(Duration.ZERO);
    return Optional.of(now.plus(jittered.compareTo(least) > 0 ? jittered : least));
  }
}
