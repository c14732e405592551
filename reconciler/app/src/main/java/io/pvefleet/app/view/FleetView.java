package io.pvefleet.app.view;

import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The fleet at one moment: immutable, complete, with nothing left to compute but the question. 10,000 VMs are filtered and
 * sorted within a few milliseconds.
 */
public final class FleetView {
  private final long version;
  private final Instant now;
  private final Source source;
  private final FleetSettings settings;
  private final List<String> holds;
  private final String storeFault;
  private final Optional<EngineFleet> desired;
  private final SequencedMap<String, HostMemory> memories;
  private final SequencedMap<String, HostRow> hosts;
  private final List<VmRow> vms;
  private final Map<VmState, Integer> counts;
  private final Map<HostState, Integer> hostCounts;
  private final Map<Power, Integer> powers;
  private final Once<List<SiteRow>> sites;
  private final Once<List<VmRow>> attention;

  private FleetView(FleetBoard.Facts facts, Instant now, Optional<FleetView> before) {
    this.version = facts.version();
    this.now = now;
    this.source = facts.source();
    this.settings = facts.settings();
    this.holds = facts.holds();
    this.storeFault = facts.storeFault();
    this.desired = facts.desired();
    SequencedMap<String, HostRow> rows = new TreeMap<>();
    this.memories = facts.hosts();
    memories.forEach(
        (name, memory) ->
            rows.put(
                name,
                before.flatMap(view -> view.row(name, memory, now)).orElseGet(() -> Rows.of(memory, settings.interval(), now))));
    this.hosts = rows;
    this.vms = rows.values().stream().flatMap(host -> host.vms().stream()).toList();
    this.counts = new EnumMap<>(VmState.class);
    vms.forEach(vm -> counts.merge(vm.state(), 1, Integer::sum));
    this.hostCounts = new EnumMap<>(HostState.class);
    rows.values().forEach(host -> hostCounts.merge(host.state(), 1, Integer::sum));
    this.powers = new EnumMap<>(Power.class);
    vms.forEach(vm -> powers.merge(vm.powerNow(), 1, Integer::sum));
    this.sites = new Once<>(() -> SiteRow.of(rows.values().stream()));
    this.attention = new Once<>(() -> vms.stream().filter(Urgency::needsPerson).sorted(VmRow.BY_URGENCY).toList());
  }

  static FleetView of(FleetBoard.Facts facts, Instant now) {
    return new FleetView(facts, now, Optional.empty());
  }

  /** As {@link #of}, taking over each host of the earlier view of which nothing was learned: most of them, most of the time. */
  static FleetView after(FleetView before, FleetBoard.Facts facts, Instant now) {
    return new FleetView(facts, now, Optional.of(before));
  }

  /** A row says nothing but what is remembered and whether that is fresh. */
  private Optional<HostRow> row(String name, HostMemory memory, Instant at) {
    HostRow row = hosts.get(name);
    return row != null && memories.get(name) == memory && row.state() == Rows.state(memory, settings.interval(), at)
            && row.contact() == Rows.contact(memory, settings.interval(), at)
        ? Optional.of(row)
        : Optional.empty();
  }

  /** Grows with every fact that is learned. */
  public long version() {
    return version;
  }

  /** The moment that all ages are counted from. */
  public Instant now() {
    return now;
  }

  public Source source() {
    return source;
  }

  public FleetSettings settings() {
    return settings;
  }

  /** Sentences that hold the whole fleet. */
  public List<String> holds() {
    return holds;
  }

  /** What is wrong with the store, with its code; empty where nothing is. While something is, nothing is applied. */
  public String storeFault() {
    return storeFault;
  }

  /** The commit in force with everything that it declares; empty until one is. */
  public Optional<EngineFleet> desired() {
    return desired;
  }

  public Collection<HostRow> hosts() {
    return hosts.values();
  }

  public List<VmRow> vms() {
    return vms;
  }

  public int count(VmState state) {
    return counts.getOrDefault(state, 0);
  }

  public int count(HostState state) {
    return hostCounts.getOrDefault(state, 0);
  }

  public int count(Power power) {
    return powers.getOrDefault(power, 0);
  }

  /** VMs that Git declares. */
  public int declared() {
    return vms.size() - count(VmState.UNMANAGED);
  }

  public Optional<HostRow> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  public Optional<VmRow> vm(String host, int vmid) {
    return host(host).stream().flatMap(h -> h.vms().stream()).filter(vm -> vm.ref().vmid() == vmid).findFirst();
  }

  /** What was last read of a VM; empty where nothing was. */
  public Optional<VmObservation> seen(VmRef vm) {
    return Optional.ofNullable(memories.get(vm.host())).flatMap(HostMemory::reached)
        .flatMap(pass -> Optional.ofNullable(pass.guests().get(vm.vmid()))).flatMap(HostPass.Guest::seen);
  }

  public Page<HostRow> hosts(HostQuery query) {
    Gauges gauges = gauges();
    return Page.of(
        hosts.values().stream().filter(query.filter(gauges, now)).sorted(query.order(gauges)).toList(), query.page(), query.size());
  }

  public Page<VmRow> vms(VmQuery query) {
    Stream<VmRow> from = query.host().isEmpty() ? vms.stream() : host(query.host()).stream().flatMap(h -> h.vms().stream());
    return Page.of(from.filter(query.filter()).sorted(order(query)).toList(), query.page(), query.size());
  }

  private Comparator<VmRow> order(VmQuery query) {
    if (!query.isBySite()) {
      return query.order();
    }
    Map<String, Integer> ranks = new HashMap<>();
    sites.get().forEach(site -> ranks.put(site.name(), ranks.size()));
    return Comparator.<VmRow>comparingInt(vm -> ranks.getOrDefault(vm.site(), ranks.size())).thenComparing(query.order());
  }

  /** Those VMs, which a query by site gave, under their sites. */
  public VmTree tree(VmQuery query, Page<VmRow> page) {
    Map<String, List<VmRow>> rows = new LinkedHashMap<>();
    page.rows().forEach(vm -> rows.computeIfAbsent(vm.site(), _ -> new ArrayList<>()).add(vm));
    Predicate<VmRow> filter = query.filter();
    return new VmTree(
        sites.get().stream().filter(site -> rows.containsKey(site.name()))
            .map(site -> new VmTree.Branch(site, rows.getOrDefault(site.name(), List.of()), site.counts(filter)))
            .toList());
  }

  /** Figures of hosts beside their limits. */
  public Gauges gauges() {
    return new Gauges(settings.alerting());
  }

  /** Every site that has a host, the one that needs somebody most first. */
  public List<SiteRow> siteRows() {
    return sites.get();
  }

  /** The same by name, without what is known of them. */
  public List<Site> sites() {
    return sites.get().stream().map(SiteRow::site).sorted(Comparator.comparing(Site::name)).toList();
  }

  /** VMs by role and state, every role in its fixed order, also where it has none. */
  public SequencedMap<String, Map<VmState, Integer>> byRole() {
    SequencedMap<String, Map<VmState, Integer>> roles = new LinkedHashMap<>();
    VmRow.ROLES.forEach(role -> roles.put(role, new EnumMap<>(VmState.class)));
    for (VmRow vm : vms) {
      roles.computeIfAbsent(vm.role(), _ -> new EnumMap<>(VmState.class)).merge(vm.state(), 1, Integer::sum);
    }
    return roles;
  }

  /** What needs a person: VMs, the most urgent and then the oldest first. */
  public List<VmRow> attention() {
    return attention.get();
  }

  /** Hosts that do not answer or were not heard of, a maintenance aside, those that are gone longest first. */
  public List<HostRow> silent() {
    return hosts.values().stream()
        .filter(Urgency::isSilent)
        .sorted(HostRow.LONGEST_SILENT)
        .toList();
  }

  /** When the host that was not heard of for longest was heard of; empty where one never was. */
  public Optional<HostRow> oldest() {
    return hosts.values().stream()
        .min(HostRow.LONGEST_SILENT);
  }

  /** Everything that differs on VMs that were checked, grouped by what differs; the largest group first. */
  public List<DriftGroup> drift(VmQuery query) {
    record Key(String path, String desired, String configured, String running) {}
    Map<Key, List<DriftGroup.Member>> groups = new LinkedHashMap<>();
    vms.stream()
        .filter(query.filter())
        .filter(vm -> !vm.isOld() && vm.state() != VmState.MISSING)
        .forEach(
            vm -> {
              for (AttributeChange attribute : vm.change().map(c -> c.attributes()).orElse(List.of())) {
                groups
                    .computeIfAbsent(
                        new Key(attribute.path(), attribute.desired(), attribute.configured(), attribute.running()),
                        _ -> new ArrayList<>())
                    .add(
                        new DriftGroup.Member(
                            vm, attribute, Optional.ofNullable(vm.attributeSince().get(attribute.path()))));
              }
            });
    return groups.entrySet().stream()
        .map(e -> new DriftGroup(e.getKey().path(), e.getKey().desired(), e.getKey().configured(), e.getKey().running(), e.getValue()))
        .sorted(
            Comparator.<DriftGroup>comparingInt(group -> -group.members().size())
                .thenComparing(DriftGroup::path)
                .thenComparing(DriftGroup::desired)
                .thenComparing(DriftGroup::configured)
                .thenComparing(DriftGroup::running))
        .toList();
  }

  /** The site's own time, for whatever is shown of it; the fleet's where the host is not known. */
  public java.time.ZoneId zone(String host) {
    return host(host).map(h -> h.site().timeZone()).orElse(settings.timeZone());
  }
}
