package io.pvefleet.app.view;

import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.Site;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Everything that is shown of one site: its hosts together.
 *
 * @param silent hosts that do not answer or were not heard of, a maintenance aside, those that are gone longest first
 * @param needing VMs that need a person, the most urgent and then the oldest first
 * @param counts VMs by state, only states that occur
 * @param need the lower, the sooner somebody has to look
 */
public record SiteRow(
    Site site, List<HostRow> hosts, List<HostRow> silent, List<VmRow> needing, Map<VmState, Integer> counts, int need) {

  /** The site that needs somebody most comes first; those that need nobody are in the order of their names. */
  public static final Comparator<SiteRow> BY_NEED =
      Comparator.comparingInt(SiteRow::need)
          .thenComparing(row -> row.oldest().orElse(Instant.MAX))
          .thenComparing(SiteRow::name);

  /** Of a site that needs nobody, what differs counts next, in the order of {@link Urgency}. */
  private static final int NOBODY = 10;

  public SiteRow {
    hosts = List.copyOf(hosts);
    silent = List.copyOf(silent);
    needing = List.copyOf(needing);
  }

  static List<SiteRow> of(Stream<HostRow> hosts) {
    Map<String, List<HostRow>> bySite = new TreeMap<>();
    hosts.forEach(host -> bySite.computeIfAbsent(host.site().name(), _ -> new java.util.ArrayList<>()).add(host));
    return bySite.values().stream().map(SiteRow::of).sorted(BY_NEED).toList();
  }

  private static SiteRow of(List<HostRow> hosts) {
    List<HostRow> silent = hosts.stream().filter(Urgency::isSilent).sorted(HostRow.LONGEST_SILENT).toList();
    List<VmRow> needing =
        hosts.stream().flatMap(host -> host.vms().stream()).filter(Urgency::needsPerson).sorted(VmRow.BY_URGENCY).toList();
    Map<VmState, Integer> counts = new EnumMap<>(VmState.class);
    hosts.forEach(host -> host.counts().forEach((state, count) -> counts.merge(state, count, Integer::sum)));
    return new SiteRow(hosts.getFirst().site(), hosts, silent, needing, counts, rank(silent, needing, counts));
  }

  private static int rank(List<HostRow> silent, List<VmRow> needing, Map<VmState, Integer> counts) {
    int vm = needing.isEmpty() ? NOBODY : needing.getFirst().state() == VmState.FAILED ? 0 : 2;
    int host = silent.isEmpty() ? NOBODY : silent.stream().anyMatch(row -> row.state() == HostState.OFFLINE) ? 1 : 3;
    int rest = counts.keySet().stream().mapToInt(Urgency::of).min().orElse(NOBODY);
    return Math.min(Math.min(vm, host), NOBODY + rest);
  }

  public String name() {
    return site.name();
  }

  /** Whether nothing will happen there until somebody acts, or nobody knows what happens there. */
  public boolean needsPerson() {
    return need < NOBODY;
  }

  /** Whether what needs somebody most there is a VM, and not a host. */
  public boolean leadsWithVm() {
    return !needing.isEmpty() && (silent.isEmpty() || needing.getFirst().state() == VmState.FAILED);
  }

  /** Since when it needs a person; empty where it needs none, or that is not known. */
  public Optional<Instant> oldest() {
    return Stream.concat(
            silent.stream().flatMap(host -> host.since().stream()), needing.stream().flatMap(vm -> vm.since().stream()))
        .min(Instant::compareTo);
  }

  /** VMs that pass, by state, the most urgent first. */
  SequencedMap<VmState, Integer> counts(Predicate<VmRow> filter) {
    SequencedMap<VmState, Integer> passed = new TreeMap<>(Comparator.comparingInt(Urgency::of));
    hosts.stream().flatMap(host -> host.vms().stream()).filter(filter).forEach(vm -> passed.merge(vm.state(), 1, Integer::sum));
    return passed;
  }

  /** VMs on it, whether Git declares them or not. */
  public int vms() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
