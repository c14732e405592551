package io.pvefleet.pve.simulator.world;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a pure world cannot know by itself: the time by the host's clock, chance, and bad luck.
 *
 * @param misfortune the error with which a task of the given type, starting now, is to end; empty for a normal course
 */
public record Moment(Instant now, RandomGenerator chance, Function<String, Optional<String>> misfortune) {

  Moment at(Instant other) {
    return new Moment(other, chance, misfortune);
  }
}
