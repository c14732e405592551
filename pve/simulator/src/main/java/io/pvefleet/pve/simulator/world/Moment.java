package io.pvefleet.pve.simulator.world;

import java.time.Instant;
import java.util.random.RandomGenerator;

/** What a pure world cannot know by itself: the time by the host's clock, and chance. */
public record Moment(Instant now, RandomGenerator chance) {}
