package io.pvefleet.app.view;

import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.HostPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look at a host and what it came to.
 *
 * @param at when it ended
 * @param plan after policy
 * @param guests by vmid, what the host's list says of each; empty where it did not answer
 * @param usage how busy the host and its guests were; none where it did not answer
 */
public record HostPass(
    String host, Instant at, Duration took, int requests, HostPlan plan, Map<Integer, Guest> guests, HostUsage usage) {
  public HostPass {
    guests = Map.copyOf(guests);
  }

  /** Where no figures were told. */
  public HostPass(String host, Instant at, Duration took, int requests, HostPlan plan, Map<Integer, Guest> guests) {
    this(host, at, took, requests, plan, guests, HostUsage.NONE);
  }

  /** What was read and what it came to, as it was judged. */
  public static HostPass of(HostObservation observation, HostPlan judged, Duration took) {
    Map<Integer, Guest> guests = new HashMap<>();
    observation.guests()
        .forEach((vmid, guest) -> guests.put(vmid, guest(guest, observation.vms().get(vmid))));
    return new HostPass(judged.host(), judged.observedAt(), took, observation.requests(), judged, guests, observation.usage());
  }

  private static Guest guest(GuestSummary listed, @Nullable Observed<VmObservation> observed) {
    return observed instanceof Observed.Present<VmObservation>(VmObservation vm)
        ? new Guest(listed.status(), listed.tags(), vm)
        : new Guest(listed.status(), listed.tags());
  }

  /**
   * The little that a list tells of a guest, and its configuration where that was read.
   *
   * @param power {@code running}, {@code stopped} or whatever Proxmox calls it
   * @param config options as they will be after the next power cycle; empty for a guest that Git does not know
   * @param seen what was read of it, the loop's own and no copy; empty where nothing was
   */
  public record Guest(String power, Set<String> tags, Map<String, String> config, Optional<VmObservation> seen) {
    public Guest {
      tags = Set.copyOf(tags);
      // No copy where it is the observation's own: 10,000 configurations are not kept twice.
      config = Map.copyOf(config);
    }

    /** Where no more is known of what was read. */
    public Guest(String power, Set<String> tags, Map<String, String> config) {
      this(power, tags, config, Optional.empty());
    }

    /** A guest that was read. */
    public Guest(String power, Set<String> tags, VmObservation seen) {
      this(power, tags, seen.effective(), Optional.of(seen));
    }

    /** Where no configuration was read. */
    public Guest(String power, Set<String> tags) {
      this(power, tags, Map.of());
    }
  }

  public boolean isReached() {
    return plan.reach() instanceof Reach.Reached;
  }
}
