package io.pvefleet.pve.simulator.world;

import java.time.Instant;

/** What comes of a call. */
public sealed interface Turn {

  World world();

  /** The host answers. */
  record Answered(World world, Reply reply) implements Turn {}

  /** Something else holds the guest's file lock: ask again then, with the same call and the instant it first arrived. */
  record Waiting(World world, Instant until) implements Turn {}
}
