package io.pvefleet.app.care;

import io.pvefleet.app.view.DeclaredHost;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.HostPass;
import io.pvefleet.app.view.Source;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.yaml.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A board whose passes a test makes up, under the test's own clock. */
final class CareBoard {
  private static final Place PLACE = new Place("sites/x/vms.yaml", 1, 1);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T05:30:00Z"));
  private final Map<String, Duration> uptimes = new HashMap<>();
  private final Map<String, List<MadeVm>> last = new HashMap<>();
  final FleetBoard board;

  CareBoard() {
    FleetSettings settings = new FleetSettings("test", Duration.ofSeconds(60), ZoneOffset.UTC, FleetSettings.Limits.DEFAULT);
    board = new FleetBoard(clock, Source.of("test"), settings);
  }

  Clock clock() {
    return clock;
  }

  Instant now() {
    return clock.instant();
  }

  void later(Duration by) {
    clock.pass(by);
  }

  void declare(Host... hosts) {
    List<DeclaredHost> declared = new ArrayList<>();
    for (Host host : hosts) {
      declared.add(new DeclaredHost(host, new Site(host.name(), host.name(), ZoneOffset.UTC, "", Map.of(), PLACE),
          List.of(declared(host, 101), declared(host, 102), declared(host, 103))));
    }
    board.declare(board.view().settings(), declared);
  }

  private static DeclaredHost.DeclaredVm declared(Host host, int vmid) {
    return new DeclaredHost.DeclaredVm(new VmRef(host.name(), vmid, "vm-" + vmid), PLACE, Map.of());
  }

  void uptime(String host, Duration uptime) {
    uptimes.put(host, uptime);
  }

  /** One VM of a pass; it runs and is as Git says until it is told otherwise. */
  record MadeVm(int vmid, String power, Optional<AttributeChange> differs) {
    MadeVm stopped() {
      return new MadeVm(vmid, "stopped", differs);
    }

    /** It is not on the host. */
    MadeVm gone() {
      return new MadeVm(vmid, "gone", differs);
    }

    /** Its configuration could not be read. */
    MadeVm unread() {
      return new MadeVm(vmid, "unread", differs);
    }

    MadeVm drifted(String path, String configured) {
      return new MadeVm(vmid, power,
          Optional.of(new AttributeChange(path, Optional.empty(), "as in Git", configured, configured, Impact.LIVE, "")));
    }
  }

  static MadeVm vm(int vmid) {
    return new MadeVm(vmid, "running", Optional.empty());
  }

  void pass(String host, MadeVm... vms) {
    last.put(host, List.of(vms));
    fresh(host);
  }

  /** The last pass once more, as of now. */
  void fresh(String host) {
    List<Change> changes = new ArrayList<>();
    Map<Integer, HostPass.Guest> guests = new TreeMap<>();
    for (MadeVm vm : last.getOrDefault(host, List.of())) {
      changes.add(change(host, vm));
      if (!vm.power().equals("gone")) {
        guests.put(vm.vmid(), new HostPass.Guest(vm.power(), Set.of("pvefleet"), Map.of("agent", "1")));
      }
    }
    HostPlan plan = new HostPlan(host, host, now(), new Reach.Reached("9.2.11", "pve1"), changes, List.of(), List.of());
    Optional<HostUsage.Load> load =
        Optional.ofNullable(uptimes.get(host)).map(uptime -> new HostUsage.Load(0.1, 8, 1L << 30, 8L << 30, uptime));
    board.pass(new HostPass(host, now(), Duration.ofMillis(80), 4, plan, guests, new HostUsage(load, new TreeMap<>(), new TreeMap<>())));
  }

  void silent(String host) {
    HostPlan plan = new HostPlan(
        host, host, now(), new Reach.NotReached(FaultKind.UNREACHABLE, "cannot connect"), List.of(), List.of(), List.of());
    board.pass(new HostPass(host, now(), Duration.ofSeconds(5), 1, plan, Map.of(), HostUsage.NONE));
  }

  private static Change change(String host, MadeVm vm) {
    VmRef ref = new VmRef(host, vm.vmid(), "vm-" + vm.vmid());
    if (vm.power().equals("gone")) {
      return new Change.Create(head(ref, VmState.MISSING, Change.Reason.NOT_ON_HOST), new Change.Origin.Nothing(), List.of(), List.of());
    }
    if (vm.power().equals("unread")) {
      return new Change.Keep(head(ref, VmState.NOT_CHECKED, Change.Reason.NOT_OBSERVED), List.of());
    }
    return vm.differs().isEmpty()
        ? new Change.Keep(head(ref, VmState.IN_SYNC, Change.Reason.IN_SYNC), List.of())
        : new Change.Update(head(ref, VmState.DRIFTED, Change.Reason.LIVE_CHANGED), List.of(vm.differs().get()), List.of());
  }

  private static Change.Head head(VmRef ref, VmState state, Change.Reason reason) {
    return new Change.Head(ref, Optional.of(PLACE), Map.of(), state, reason, "", new Verdict.Allowed(), "");
  }
}
