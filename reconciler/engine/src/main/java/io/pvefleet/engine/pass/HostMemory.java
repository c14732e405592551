package io.pvefleet.engine.pass;

import io.pvefleet.engine.plan.Approval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is remembered of a host between passes, beside what Git says and what the host says. A memory that was lost makes a plan more
 * careful, never bolder. Immutable.
 *
 * @param applied what was last applied to each VM, by vmid; where there is nothing every difference counts as a change in Git
 * @param approvals what persons let through on this host; whether one holds still is judged when it is needed
 * @param waitingSince when each VM was first seen waiting for a restart, by vmid and path of the attribute
 * @param owedStarts VMs that pvefleet itself took down, that are stopped since, and that nobody else has started or stopped
 * @param unfinished VMs whose creation pvefleet began and that no change has brought into line since
 */
public record HostMemory(
    Map<Integer, Applied> applied,
    List<Approval> approvals,
    Map<Integer, Map<String, Instant>> waitingSince,
    Set<Integer> owedStarts,
    Set<Integer> unfinished) {

  /** Nothing is remembered: the first pass, or a store that was lost. */
  public static final HostMemory NONE = new HostMemory(Map.of(), List.of(), Map.of(), Set.of(), Set.of());

  public HostMemory {
    applied = Map.copyOf(applied);
    approvals = List.copyOf(approvals);
    waitingSince = Map.copyOf(waitingSince);
    owedStarts = Set.copyOf(owedStarts);
    unfinished = Set.copyOf(unfinished);
  }

  /** Only what was applied. */
  public static HostMemory of(Map<Integer, Applied> applied) {
    return new HostMemory(applied, List.of(), Map.of(), Set.of(), Set.of());
  }

  /** This memory with these approvals. */
  public HostMemory withApprovals(List<Approval> given) {
    return new HostMemory(applied, given, waitingSince, owedStarts, unfinished);
  }

  /** This memory with what waits for a restart. */
  public HostMemory withWaitingSince(Map<Integer, Map<String, Instant>> known) {
    return new HostMemory(applied, approvals, known, owedStarts, unfinished);
  }

  /** This memory with these owed starts. */
  public HostMemory withOwedStarts(Set<Integer> owed) {
    return new HostMemory(applied, approvals, waitingSince, owed, unfinished);
  }

  /** This memory with these creations. */
  public HostMemory withUnfinished(Set<Integer> vmids) {
    return new HostMemory(applied, approvals, waitingSince, owedStarts, vmids);
  }
}
