package io.pvefleet.engine.observe;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything read of one host in one pass.
 *
 * @param at when the pass ended
 * @param requests how many requests it took
 * @param guests every guest that the token may see, by vmid
 * @param vms the declared VMs, and those that left Git and are ours still, by vmid; Absent only where {@code nextid} confirmed it
 * @param storages storages of the node by name with their content types; empty where the list could not be read
 * @param pools resource pools that the token may see; empty also where it may see none
 * @param stuck declared VMs with a lock that no task of the host stands behind, as far as the token may see: left by one that died
 * @param usage how busy it is, out of the same answers
 * @param warnings sentences about the host that a person should know and that change no plan
 */
public record HostObservation(
    String host,
    Instant at,
    int requests,
    Reach reach,
    SequencedMap<Integer, GuestSummary> guests,
    SequencedMap<Integer, Observed<VmObservation>> vms,
    Map<String, String> storages,
    Set<String> pools,
    Set<Integer> stuck,
    HostUsage usage,
    List<String> warnings) {

  public HostObservation {
    guests = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(guests));
    vms = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(vms));
    storages = Collections.unmodifiableMap(new TreeMap<>(storages));
    pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
    stuck = Set.copyOf(stuck);
    warnings = List.copyOf(warnings);
  }

  /** Where no pools were seen, no lock is stuck and no figures were told. */
  public HostObservation(
      String host,
      Instant at,
      int requests,
      Reach reach,
      SequencedMap<Integer, GuestSummary> guests,
      SequencedMap<Integer, Observed<VmObservation>> vms,
      Map<String, String> storages,
      List<String> warnings) {
    this(host, at, requests, reach, guests, vms, storages, Set.of(), Set.of(), HostUsage.NONE, warnings);
  }
}
