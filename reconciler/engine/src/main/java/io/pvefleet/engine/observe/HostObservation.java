package io.pvefleet.engine.observe;

import io.pvefleet.engine.plan.HostPlan.Reach;
import java.time.Instant;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Everything read of one host in one pass.
 *
 * @param at when the pass ended
 * @param requests how many requests it took
 * @param guests every guest that the token may see, by vmid
 * @param vms the declared VMs, by vmid; Absent only where {@code nextid} confirmed it
 * @param storages storages of the node by name with their content types; empty where the list could not be read
 */
public record HostObservation(
    String host,
    Instant at,
    int requests,
    Reach reach,
    SequencedMap<Integer, GuestSummary> guests,
    SequencedMap<Integer, Observed<VmObservation>> vms,
    Map<String, String> storages) {}
