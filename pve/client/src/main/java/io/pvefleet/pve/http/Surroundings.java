package io.pvefleet.pve.http;

import java.time.Clock;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Time and chance as the client sees them.
 *
 * @param clock for ticket ages, circuits and deadlines
 * @param random for jitter; must be thread-safe
 */
public record Surroundings(Clock clock, RandomGenerator random, Sleeper sleeper) {

  /** The real ones. */
  public static Surroundings real() {
    return new Surroundings(Clock.systemUTC(), new Random(), Thread::sleep);
  }
}
