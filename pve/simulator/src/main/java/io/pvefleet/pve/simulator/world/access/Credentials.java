package io.pvefleet.pve.simulator.world.access;

import java.util.Optional;

/** The parts of a request that prove who sends it, as sent. */
public record Credentials(Optional<String> cookie, Optional<String> authorization, Optional<String> csrf) {
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
