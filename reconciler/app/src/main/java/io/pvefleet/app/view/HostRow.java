package io.pvefleet.app.view;

import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is shown of one host.
 *
 * @param contact whether it answers: the state that it would have without a maintenance, never {@code MAINTENANCE}
 * @param since when it came into this state; empty where not known, as for a maintenance, of which Git says the end alone
 * @param seenAt when it last answered; empty where never
 * @param triedAt when it was last tried; empty where never
 * @param pveVersion as it last told; may be empty
 * @param fault what the last attempt failed with, one line; empty where it did not
 * @param faultCode code of the fault; empty where there is none
 * @param warnings sentences about the host that a person should know and that change no plan
 * @param took how long the last pass took
 * @param requests of the last pass
 * @param requestsTotal of all passes of this process
 * @param passesTotal of this process
 * @param failuresTotal passes that the host did not answer
 * @param counts VMs by state, only states that occur, the most urgent first
 * @param needing VMs that need a person
 * @param templates guests that others are cloned from: not VMs that anything is expected of
 * @param care what was asked of it beside the passes; empty where nothing was yet
 * @param usage how busy it was when it last answered; none where not known
 */
public record HostRow(
    Host host,
    Site site,
    HostState state,
    HostState contact,
    Optional<Instant> since,
    Optional<Instant> seenAt,
    Optional<Instant> triedAt,
    String pveVersion,
    String node,
    String fault,
    String faultCode,
    List<String> warnings,
    Duration took,
    int requests,
    long requestsTotal,
    long passesTotal,
    long failuresTotal,
    Map<VmState, Integer> counts,
    int needing,
    List<VmRow> vms,
    List<VmRef> templates,
    Optional<HostCare> care,
    HostUsage usage) {
  /** Those that were not heard of for longest first. */
  public static final Comparator<HostRow> LONGEST_SILENT =
      Comparator.<HostRow, Instant>comparing(host -> host.seenAt().orElse(Instant.MIN)).thenComparing(HostRow::name);

  public HostRow {
    warnings = List.copyOf(warnings);
    vms = List.copyOf(vms);
    templates = List.copyOf(templates);
  }

  public String name() {
    return host.name();
  }

  /** Whether what is shown of it and of its VMs is of now: it answered within two intervals. */
  public boolean isFresh() {
    return contact == HostState.ONLINE;
  }

  /** VMs that Git declares. */
  public int declared() {
    return vms.size() - count(VmState.UNMANAGED);
  }

  public int count(VmState vmState) {
    return counts.getOrDefault(vmState, 0);
  }

  /** VMs that are not as Git says, old facts and guests that Git does not know left aside. */
  public int differing() {
    return declared() - count(VmState.IN_SYNC) - count(VmState.NOT_CHECKED);
  }
}
