package io.pvefleet.app.view;

import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.HostPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * One look at a host and what it came to.
 *
 * @param at when it ended
 * @param plan after policy
 * @param guests by vmid, what the host's list says of each; empty where it did not answer
 */
public record HostPass(String host, Instant at, Duration took, int requests, HostPlan plan, Map<Integer, Guest> guests) {
  public HostPass {
    guests = Map.copyOf(guests);
  }

  /**
   * The little that a list tells of a guest.
   *
   * @param power {@code running}, {@code stopped} or whatever Proxmox calls it
   */
  public record Guest(String power, Set<String> tags) {
    public Guest {
      tags = Set.copyOf(tags);
    }
  }

  public boolean isReached() {
    return plan.reach() instanceof Reach.Reached;
  }
}
