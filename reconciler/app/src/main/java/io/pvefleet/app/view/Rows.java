package io.pvefleet.app.view;

import io.pvefleet.app.pve.HostCodes;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the rows of a host from what is remembered of it. */
final class Rows {
  private Rows() {}

  /** The host as it is to be shown at that moment, where facts older than two intervals are not believed. */
  static HostRow of(HostMemory memory, Duration interval, Instant now) {
    DeclaredHost declared = memory.declared();
    Optional<Instant> seenAt = memory.reached().map(HostPass::at);
    HostState state = state(memory, interval, now);
    HostState contact = contact(memory, interval, now);
    List<VmRow> fresh = vms(memory);
    List<VmRow> vms = contact == HostState.ONLINE ? fresh : fresh.stream().map(row -> row.old(oldDetail(memory))).toList();
    return new HostRow(
        declared.host(),
        declared.site(),
        state,
        contact,
        since(memory, state, interval),
        seenAt,
        memory.tried().map(HostPass::at),
        memory.reached().map(pass -> reached(pass).pveVersion()).orElse(""),
        memory.reached().map(pass -> reached(pass).node()).orElse(""),
        fault(memory),
        faultCode(memory),
        memory.reached().map(pass -> pass.plan().warnings()).orElse(List.of()),
        memory.tried().map(HostPass::took).orElse(Duration.ZERO),
        memory.tried().map(HostPass::requests).orElse(0),
        memory.totals().requests(),
        memory.totals().passes(),
        memory.totals().failures(),
        counts(vms),
        (int) vms.stream().filter(Urgency::needsPerson).count(),
        vms,
        memory.reached().stream()
            .flatMap(pass -> pass.plan().unmanaged().stream())
            .filter(HostPlan.UnmanagedGuest::template)
            .map(HostPlan.UnmanagedGuest::vm)
            .toList(),
        memory.care().host(),
        memory.reached().map(HostPass::usage).orElse(HostUsage.NONE));
  }

  static HostState state(HostMemory memory, Duration interval, Instant now) {
    return memory.declared().host().maintenance().filter(m -> now.isBefore(m.until())).isPresent()
        ? HostState.MAINTENANCE
        : contact(memory, interval, now);
  }

  static HostState contact(HostMemory memory, Duration interval, Instant now) {
    if (memory.tried().isPresent() && !memory.tried().get().isReached()) {
      return HostState.OFFLINE;
    }
    if (memory.reached().isEmpty()) {
      return HostState.NOT_CHECKED;
    }
    // A fact from after now is from before the clock was set back: how old it is cannot be told.
    boolean isFresh =
        memory.reached()
            .map(HostPass::at)
            .filter(at -> !at.plus(interval.multipliedBy(2)).isBefore(now) && !at.isAfter(now.plus(interval)))
            .isPresent();
    return isFresh ? HostState.ONLINE : HostState.STALE;
  }

  private static Optional<Instant> since(HostMemory memory, HostState state, Duration interval) {
    return switch (state) {
      case ONLINE, OFFLINE -> memory.since();
      case STALE -> memory.reached().map(pass -> pass.at().plus(interval.multipliedBy(2)));
      case MAINTENANCE, NOT_CHECKED -> Optional.empty();
    };
  }

  private static Reach.Reached reached(HostPass pass) {
    return switch (pass.plan().reach()) {
      case Reach.Reached reached -> reached;
      case Reach.NotReached _ -> new Reach.Reached("", "");
    };
  }

  private static String fault(HostMemory memory) {
    return memory.tried()
        .map(
            pass ->
                switch (pass.plan().reach()) {
                  case Reach.Reached _ -> "";
                  case Reach.NotReached(var _, String message) -> message;
                })
        .orElse("");
  }

  private static String faultCode(HostMemory memory) {
    return memory.tried()
        .map(
            pass ->
                switch (pass.plan().reach()) {
                  case Reach.Reached _ -> "";
                  case Reach.NotReached(FaultKind kind, String _) -> HostCodes.of(kind).id();
                })
        .orElse("");
  }

  private static String oldDetail(HostMemory memory) {
    String fault = fault(memory);
    return fault.isEmpty() ? "" : fault;
  }

  private static Map<VmState, Integer> counts(List<VmRow> vms) {
    Map<VmState, Integer> counts = new TreeMap<>(Comparator.comparingInt(Urgency::of));
    vms.forEach(vm -> counts.merge(vm.state(), 1, Integer::sum));
    return counts;
  }

  private static List<VmRow> vms(HostMemory memory) {
    Map<Integer, Change> changes = new HashMap<>();
    memory.reached().ifPresent(pass -> pass.plan().changes().forEach(c -> changes.put(c.head().vm().vmid(), c)));
    List<VmRow> rows = new ArrayList<>();
    for (DeclaredHost.DeclaredVm vm : memory.declared().vms()) {
      rows.add(declared(memory, vm, Optional.ofNullable(changes.remove(vm.ref().vmid()))));
    }
    // What Git no longer declares and the last pass still planned for: a removed VM on its way out.
    changes.values().stream()
        .map(c -> declared(memory, removed(c), Optional.of(c)))
        .forEach(rows::add);
    memory
        .reached()
        .ifPresent(
            pass ->
                pass.plan().unmanaged().stream()
                    .filter(guest -> !guest.template())
                    .forEach(guest -> rows.add(unmanaged(memory, pass, guest))));
    rows.sort(Comparator.comparing(VmRow::ref));
    return rows;
  }

  private static DeclaredHost.DeclaredVm removed(Change change) {
    var nowhere = new io.pvefleet.fleet.yaml.Place("", 0, 0);
    return new DeclaredHost.DeclaredVm(change.head().vm(), change.head().place().orElse(nowhere), change.head().labels());
  }

  private static VmRow declared(HostMemory memory, DeclaredHost.DeclaredVm vm, Optional<Change> planned) {
    Site site = memory.declared().site();
    int vmid = vm.ref().vmid();
    Optional<VmMemory> known = planned.isPresent() ? Optional.ofNullable(memory.vms().get(vmid)) : Optional.empty();
    Optional<Instant> settledAt = known.flatMap(VmMemory::settledAt);
    // What was planned has been done and read back since: until the next pass that is all that is known.
    Optional<Change> change = settledAt.isPresent() ? Optional.empty() : planned;
    Optional<HostPass.Guest> guest = memory.reached().map(pass -> pass.guests().get(vmid));
    boolean busy = known.isPresent() && !known.get().step().isEmpty();
    VmState last = known.map(VmMemory::state).orElse(VmState.NOT_CHECKED);
    return new VmRow(
        vm.ref(),
        site.name(),
        site.displayName(),
        "qemu",
        vm.labels(),
        guest.map(g -> new TreeSet<>(g.tags())).orElseGet(TreeSet::new),
        guest.map(HostPass.Guest::power).orElse("unknown"),
        busy ? VmState.PROGRESSING : last,
        last,
        known.map(VmMemory::since),
        planned.isPresent() ? settledAt.or(() -> memory.reached().map(HostPass::at)) : Optional.empty(),
        detail(known, change, busy),
        change.map(Rows::heldWhy).orElse(""),
        vm.place().file().isEmpty() ? Optional.empty() : Optional.of(vm.place()),
        change,
        known.map(VmMemory::attributeSince).orElse(Map.of()),
        known.flatMap(VmMemory::failure).map(VmMemory.Failure::nextTry),
        memory.care().vm(vmid),
        memory.reached().flatMap(pass -> load(pass, vmid)),
        guest.map(HostPass.Guest::config).orElse(Map.of()));
  }

  private static VmRow unmanaged(HostMemory memory, HostPass pass, HostPlan.UnmanagedGuest guest) {
    Site site = memory.declared().site();
    HostPass.Guest listed = pass.guests().get(guest.vm().vmid());
    return new VmRow(
        guest.vm(),
        site.name(),
        site.displayName(),
        guest.type(),
        Map.of(),
        listed == null ? new TreeSet<>() : new TreeSet<>(listed.tags()),
        guest.status(),
        VmState.UNMANAGED,
        VmState.UNMANAGED,
        Optional.ofNullable(memory.vms().get(guest.vm().vmid())).map(VmMemory::since),
        Optional.of(pass.at()),
        guest.owned() ? "It was declared in Git once and carries the ownership tag." : "",
        "",
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        memory.care().vm(guest.vm().vmid()),
        load(pass, guest.vm().vmid()),
        listed == null ? Map.of() : listed.config());
  }

  private static Optional<GuestLoad> load(HostPass pass, int vmid) {
    return Optional.ofNullable(pass.usage().guests().get(vmid));
  }

  private static String detail(Optional<VmMemory> known, Optional<Change> change, boolean busy) {
    if (busy) {
      return known.map(VmMemory::step).orElse("");
    }
    Optional<String> failure = known.flatMap(VmMemory::failure).map(VmMemory.Failure::message);
    if (failure.isPresent()) {
      return failure.get();
    }
    return change.map(Rows::planDetail).orElse("");
  }

  private static String planDetail(Change change) {
    return switch (change.head().verdict()) {
      case Verdict.Held(var _, String detail) when !detail.isEmpty() -> detail;
      case Verdict.Held _, Verdict.Allowed _ -> change.head().stateDetail();
    };
  }

  private static String heldWhy(Change change) {
    return switch (change.head().verdict()) {
      case Verdict.Held(var why, var _) -> why.word();
      case Verdict.Allowed _ -> "";
    };
  }
}
