package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Pools;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmReader;
import io.pvefleet.engine.kinds.vm.Wanted;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.observe.Listing;
import io.pvefleet.engine.observe.Membership;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.observe.UsageReader;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmidUse;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One observation of a host under way: which reads come next, and in the end what they amount to. A host of N declared VMs
 * takes at most N + 3 requests: version and resources, the VMs' power, and one for each declared VM; one more for each VM that left
 * Git and waits for its end, and one more where some are locked. Where the host shows neither a guest nor a storage the token's
 * privileges are asked for first, since lists of a token without rights are as empty as those of a host without guests. Immutable;
 * the answers of a round may arrive in any order and in any portions.
 *
 * <p>A failed read makes Unknown what rests on it and nothing else. Only a free vmid, asked for by number, is Absent.
 */
public final class HostReading {

  private final Host host;
  private final List<Vm> declared;
  private final SortedSet<Integer> removed;
  private final Map<PveRequest, Answer> answers;
  private final Listing listing;
  private final Reach reach;
  private final String node;
  private final Map<Integer, JsonNode> rows;
  private final SortedMap<Integer, GuestSummary> guests;

  private HostReading(Host host, List<Vm> declared, SortedSet<Integer> removed, Map<PveRequest, Answer> answers) {
    this.host = host;
    this.declared = declared;
    this.removed = removed;
    this.answers = answers;
    this.listing = answers.get(Reads.resources()) instanceof Answer.Data(JsonNode data) ? Listing.of(data) : Listing.EMPTY;
    this.reach = reach(host, answers, listing);
    this.node = reach instanceof Reach.Reached(String version, String own) ? own : "";
    this.rows = answers.get(Reads.vms(node)) instanceof Answer.Data(JsonNode data) ? Listing.byVmid(data) : Map.of();
    this.guests = guests(listing, rows, node);
  }

  /** The reading of a host from its start. */
  public static HostReading of(Host host, List<Vm> declared) {
    return of(host, declared, Set.of());
  }

  /**
   * The reading of a host from which VMs left Git: those that still carry the ownership tag are read as well.
   *
   * @param applied vmids of VMs that were applied, declared still or not
   */
  public static HostReading of(Host host, List<Vm> declared, Set<Integer> applied) {
    TreeSet<Integer> removed = new TreeSet<>(applied);
    declared.forEach(vm -> removed.remove(vm.ref().vmid()));
    return new HostReading(host, declared.stream().sorted(Comparator.comparing(Vm::ref)).toList(), removed, Map.of());
  }

  /** The reading with more answers. */
  public HostReading with(Map<PveRequest, Answer> more) {
    Map<PveRequest, Answer> all = new LinkedHashMap<>(answers);
    all.putAll(more);
    return new HostReading(host, declared, removed, Map.copyOf(all));
  }

  /** The same answers, with others declared: what is missing for them is read next. */
  public HostReading declaring(List<Vm> vms) {
    return new HostReading(host, vms.stream().sorted(Comparator.comparing(Vm::ref)).toList(), removed, answers);
  }

  /** The reads to perform now, all of which may run side by side; empty when the reading is finished. */
  public List<PveRequest> next() {
    List<PveRequest> first = missing(List.of(Reads.version(), Reads.resources()));
    if (!first.isEmpty()) {
      return first;
    }
    boolean isRead = answers.get(Reads.resources()) instanceof Answer.Data;
    if (isRead && isBare(listing) && !answers.containsKey(Reads.permissions())) {
      return List.of(Reads.permissions());
    }
    if (node.isEmpty()) {
      return List.of();
    }
    List<PveRequest> second = missing(List.of(Reads.vms(node)));
    return second.isEmpty() ? missing(third()) : second;
  }

  /** One for each VM, and one for all that are locked: whether anything still works on them. */
  private List<PveRequest> third() {
    List<PveRequest> requests = new ArrayList<>(vmids().flatMap(vmid -> about(vmid).stream()).toList());
    if (vmids().map(guests::get).anyMatch(guest -> guest != null && StuckLocks.isSuspect(guest, node))) {
      requests.add(Reads.activeTasks(node));
    }
    return requests;
  }

  /** What was read; to be asked when {@link #next} is empty. */
  public HostObservation observation(Instant at) {
    SequencedMap<Integer, Observed<VmObservation>> vms = new LinkedHashMap<>();
    vmids().forEach(vmid -> vms.put(vmid, observed(vmid)));
    Map<String, String> storages = listing.storages().getOrDefault(node, new TreeMap<>());
    return new HostObservation(host.name(), at, answers.size(), reach, guests, vms, storages, listing.pools(),
        StuckLocks.among(vms, answers.get(Reads.activeTasks(node))), usage(), warnings());
  }

  private HostUsage usage() {
    return !node.isEmpty() && answers.get(Reads.resources()) instanceof Answer.Data(JsonNode data)
        ? UsageReader.of(data, rows, node)
        : HostUsage.NONE;
  }

  private List<PveRequest> missing(List<PveRequest> wanted) {
    return wanted.stream().filter(request -> !answers.containsKey(request)).toList();
  }

  /** What is declared, and what left Git and is either ours still or not listed: another guest under its vmid is not ours to read. */
  private Stream<Integer> vmids() {
    return Stream.concat(declared.stream().map(vm -> vm.ref().vmid()), removed.stream().filter(this::isOurs));
  }

  private boolean isOurs(int vmid) {
    GuestSummary guest = guests.get(vmid);
    return guest == null || guest.type().equals("qemu") && guest.tags().contains(Vm.OWNERSHIP_TAG);
  }

  /** The one read that such a VM needs; none where a guest that is not ours to read has its id. */
  private Optional<PveRequest> about(int vmid) {
    if (!guests.containsKey(vmid)) {
      return Optional.of(Reads.vmidUse(vmid));
    }
    return rows.containsKey(vmid) ? Optional.of(VmReader.pending(node, vmid)) : Optional.empty();
  }

  private Observed<VmObservation> observed(int vmid) {
    if (reach instanceof Reach.NotReached(FaultKind kind, String message)) {
      return unknown(message);
    }
    GuestSummary guest = guests.get(vmid);
    if (guest == null) {
      return unlisted(vmid);
    }
    Optional<String> places = severalPlaces(vmid);
    if (places.isPresent()) {
      return unknown(places.get());
    }
    if (!guest.type().equals("qemu")) {
      return unknown("%d is a container on this host, named \"%s\"".formatted(vmid, guest.name()));
    }
    if (!guest.node().equals(node)) {
      return unknown("VM %d is on node %s now, not on %s: it was moved".formatted(vmid, guest.node(), node));
    }
    JsonNode row = rows.get(vmid);
    if (row == null) {
      return unknown(whyNoRow(vmid));
    }
    Answer pending = answers.get(VmReader.pending(node, vmid));
    return pending == null
        ? unknown("VM %d was not read".formatted(vmid))
        : withPool(vmid, neverAbsent(vmid, VmReader.observation(vmid, pending, powerRow(vmid, row))));
  }

  private Observed<VmObservation> withPool(int vmid, Observed<VmObservation> read) {
    return read.present().<Observed<VmObservation>>map(vm -> new Observed.Present<>(vm.with(listing.membership(vmid)))).orElse(read);
  }

  /** A VM that was listed a moment ago and then not found is on its way somewhere: that is no confirmed absence. */
  private static Observed<VmObservation> neverAbsent(int vmid, Observed<VmObservation> read) {
    return read instanceof Observed.Absent<VmObservation>()
        ? unknown("VM %d went away while it was being read".formatted(vmid))
        : read;
  }

  /**
   * The row that tells power. The live list calls a paused VM running; the resources know better, ten seconds late, and a look
   * before the first step finds out whether they still do.
   */
  private JsonNode powerRow(int vmid, JsonNode row) {
    JsonNode late = listing.rows().getOrDefault(vmid, row);
    return late.path("status").asString("").equals("paused") && row.path("status").asString("").equals("running") ? late : row;
  }

  /** A vmid belongs to one guest on one node; a host that says otherwise is in the middle of something, or broken. */
  private Optional<String> severalPlaces(int vmid) {
    List<String> twice = listing.several().get(vmid);
    if (twice != null) {
      return Optional.of("the host lists %d %d times, on node %s: which of them is meant cannot be told"
          .formatted(vmid, twice.size(), String.join(" and ", twice)));
    }
    GuestSummary listed = listing.guests().get(vmid);
    return listed != null && rows.containsKey(vmid) && !listed.node().equals(node)
        ? Optional.of("the host lists VM %d on node %s and on %s at once: it is being moved".formatted(vmid, listed.node(), node))
        : Optional.empty();
  }

  private Observed<VmObservation> unlisted(int vmid) {
    Answer answer = answers.get(Reads.vmidUse(vmid));
    if (answer == null) {
      return unknown("whether VM %d exists was not asked".formatted(vmid));
    }
    return switch (VmidUse.of(answer)) {
      case VmidUse.Free() -> new Observed.Absent<>();
      case VmidUse.Taken() -> unknown(
          "VM %1$d exists but is not visible to the token: missing VM.Audit on /vms/%1$d".formatted(vmid));
      case VmidUse.NotKnown(String why) -> unknown("whether VM %d exists is not known: %s".formatted(vmid, why));
    };
  }

  private String whyNoRow(int vmid) {
    return answers.get(Reads.vms(node)) instanceof Answer.Fault fault
        ? "the VMs of node %s could not be listed: %s".formatted(node, fault.message())
        : "the host lists VM %d in one place and not in another: it is being made, moved or removed".formatted(vmid);
  }

  private static String whyNoNode(Host host, Listing listing) {
    String seen = listing.nodes().isEmpty() ? "no node" : "node " + String.join(" and ", listing.nodes().keySet());
    return host.node()
        .map(own -> "the host has no node \"%s\", it shows %s: another host answers at this address, or spec.node of the host is wrong"
            .formatted(own, seen))
        .orElse("the host shows %s: name its own in spec.node of the host".formatted(seen));
  }

  private List<String> warnings() {
    return Stream.of(silentStatistics(), unseenPools()).flatMap(Optional::stream).toList();
  }

  /** A pool that cannot be compared is said to be so: it would look like one that is as declared. */
  private Optional<String> unseenPools() {
    List<Integer> declaring = declared.stream()
        .filter(vm -> vm.options().get(Pools.OPTION) instanceof Wanted.Value)
        .map(vm -> vm.ref().vmid())
        .filter(vmid -> rows.containsKey(vmid) && listing.membership(vmid) instanceof Membership.Unknown)
        .toList();
    return declaring.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("The host shows the token no pool, so that spec.pool of VM %s is not compared: "
                + "the token lacks Pool.Audit, or no pool exists.")
                .formatted(declaring.stream().map(String::valueOf).collect(Collectors.joining(", "))));
  }

  private Optional<String> silentStatistics() {
    List<GuestSummary> ours = listing.guests().values().stream().filter(g -> g.node().equals(node)).toList();
    boolean silent = !ours.isEmpty()
        && !listing.nodes().getOrDefault(node, "").equals("online")
        && ours.stream().allMatch(g -> g.status().equals("unknown"));
    // Nothing is decided from those states, so nothing is held: power and configuration come from the live lists.
    return silent
        ? Optional.of("The host's statistics daemon (pvestatd) is silent: it calls all %d guests unknown.".formatted(ours.size()))
        : Optional.empty();
  }

  private static Reach reach(Host host, Map<PveRequest, Answer> answers, Listing listing) {
    Answer version = answers.get(Reads.version());
    Answer resources = answers.get(Reads.resources());
    if (version instanceof Answer.Fault fault && isAboutTheWay(fault.kind())) {
      return new Reach.NotReached(fault.kind(), fault.message());
    }
    if (resources instanceof Answer.Fault fault) {
      return new Reach.NotReached(ofTheHost(fault.kind()), fault.message());
    }
    if (resources == null) {
      return new Reach.NotReached(FaultKind.UNREACHABLE, "not read yet");
    }
    if (isBare(listing) && answers.get(Reads.permissions()) instanceof Answer.Data(JsonNode held) && !hasPrivilege(held)) {
      return new Reach.NotReached(FaultKind.FORBIDDEN,
          "the token has no privilege on this host, so that its empty lists prove nothing: give it a role on /");
    }
    String text = version instanceof Answer.Data(JsonNode data) ? data.path("version").asString("") : "";
    return node(host, listing)
        .<Reach>map(own -> new Reach.Reached(text, own))
        // Whoever answers is not, or not plainly, the host that is declared.
        .orElseGet(() -> new Reach.NotReached(FaultKind.UNREACHABLE, whyNoNode(host, listing)));
  }

  /** The first read concerns no guest: whatever it fails with, but for rights, is that nothing usable came from the host. */
  private static FaultKind ofTheHost(FaultKind kind) {
    return switch (kind) {
      case UNAUTHENTICATED, FORBIDDEN -> kind;
      case UNREACHABLE, NOT_FOUND, ALREADY_EXISTS, LOCKED, CONFLICT, REJECTED, TASK_FAILED, INDETERMINATE -> FaultKind.UNREACHABLE;
    };
  }

  /** Every host has a storage; one that shows none shows nothing because there is nothing, or because nothing may be seen. */
  private static boolean isBare(Listing listing) {
    return listing.guests().isEmpty() && listing.storages().isEmpty();
  }

  private static boolean hasPrivilege(JsonNode paths) {
    return paths.valueStream().anyMatch(path -> !path.isEmpty());
  }

  /** Faults that concern every call alike, so that the other answer of the round is worth nothing either. */
  private static boolean isAboutTheWay(FaultKind kind) {
    return kind == FaultKind.UNREACHABLE || kind == FaultKind.UNAUTHENTICATED;
  }

  private static Optional<String> node(Host host, Listing listing) {
    if (host.node().isPresent()) {
      return host.node().filter(listing.nodes()::containsKey);
    }
    return listing.nodes().size() == 1 ? Optional.of(listing.nodes().firstKey()) : Optional.empty();
  }

  /** Everything listed, by vmid; the rows of our own node's list are live and replace those of the resources. */
  private static SortedMap<Integer, GuestSummary> guests(Listing listing, Map<Integer, JsonNode> rows, String node) {
    SortedMap<Integer, GuestSummary> all = new TreeMap<>(listing.guests());
    rows.forEach((vmid, row) -> all.put(vmid, Listing.guest(vmid, "qemu", node, row)));
    return all;
  }

  private static Observed<VmObservation> unknown(String why) {
    return new Observed.Unknown<>(why);
  }
}
