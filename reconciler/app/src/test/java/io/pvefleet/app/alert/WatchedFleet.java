package io.pvefleet.app.alert;

import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.Commit;
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
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.Notifications;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.yaml.Place;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A board, a clock that a test turns and a watch over both: hosts {@code a}, {@code b}, {@code c}, each with the till 102. */
final class WatchedFleet {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final VmRef TILL = new VmRef("a", 102, "pos-01");
  static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Place HERE = new Place("sites/a/site.yaml", 1, 1);

  final TestClock clock = new TestClock(NOON);
  final FleetBoard fleet = new FleetBoard(clock, Source.of("https://git.example/fleet.git"), settings(Alerting.NONE, ""));
  final List<String> news = new ArrayList<>();
  AlertBoard alerts = new AlertBoard();
  private AlertWatch watch;

  WatchedFleet(Store store) {
    watch = begin(store);
    declare(Alerting.NONE, List.of(host("a"), host("b"), host("c")));
    commit();
  }

  /** What a process that is started anew has. */
  void restart(Store store) {
    alerts = new AlertBoard();
    watch = begin(store);
  }

  private AlertWatch begin(Store store) {
    AlertWatch begun = AlertWatch.begin(fleet, alerts, store);
    alerts.onChange((some, others) -> {
      some.forEach(alert -> news.add("+" + name(alert)));
      others.forEach(alert -> news.add("-" + name(alert)));
    });
    return begun;
  }

  private static String name(Alert alert) {
    return alert.kind().word() + alert.vmid().map(vmid -> " " + alert.host() + "/" + vmid).orElse(" " + alert.host()).stripTrailing();
  }

  void declare(Alerting alerting, List<DeclaredHost> hosts) {
    fleet.declare(settings(alerting, "fleet"), hosts);
  }

  void commit() {
    Instant now = clock.instant();
    fleet.source(source -> source.polled(now).accepted(new Commit("c0ffee00", "Kim", now, "tills"), now, List.of()));
  }

  private static FleetSettings settings(Alerting alerting, String name) {
    return new FleetSettings(name, MINUTE, ZoneOffset.UTC, FleetSettings.Limits.DEFAULT, alerting,
        Notifications.NONE);
  }

  static DeclaredHost host(String name) {
    return host(name, Alerting.NONE, Optional.empty());
  }

  static DeclaredHost host(String name, Alerting site, Optional<Host.Maintenance> maintenance) {
    Host host = new Host(name, name, URI.create("https://100.64.0.1:8006"), Optional.empty(), new Host.Tls.SystemTrust(),
        new SecretRef("env:TOKEN"), Host.Mode.ENFORCE, maintenance, Map.of(), HERE);
    return new DeclaredHost(host, new Site(name, name, ZoneOffset.UTC, "", Map.of(), site, HERE),
        List.of(new DeclaredHost.DeclaredVm(new VmRef(name, 102, "pos-01"), HERE, Map.of("role", "pos"))));
  }

  /** A pass that finds the till in that state, and nothing told of load. */
  void pass(String host, VmState state) {
    pass(host, state, HostUsage.NONE);
  }

  void pass(String host, VmState state, HostUsage usage) {
    Change.Reason reason = state == VmState.IN_SYNC ? Change.Reason.IN_SYNC : Change.Reason.LIVE_CHANGED;
    Change.Head head = new Change.Head(
        new VmRef(host, 102, "pos-01"), Optional.of(HERE), Map.of("role", "pos"), state, reason, "", verdict(state), "d1");
    List<AttributeChange> attributes = List.of(new AttributeChange(
        "spec.memory", Optional.of(HERE), "4GiB", "2GiB", "2GiB", Impact.RESTART, ""));
    boolean isFine = state == VmState.IN_SYNC || state == VmState.PENDING_RESTART;
    Change change = isFine ? new Change.Keep(head, List.of()) : new Change.Update(head, attributes, List.of());
    HostPlan plan =
        new HostPlan(host, host, clock.instant(), new Reach.Reached("9.1.2", "pve"), List.of(change), List.of(), List.of());
    fleet.pass(new HostPass(
        host, clock.instant(), Duration.ofSeconds(1), 4, plan, Map.of(102, new HostPass.Guest("running", Set.of())), usage));
  }

  private static Verdict verdict(VmState state) {
    return state == VmState.HELD ? new Verdict.Held(Verdict.Why.APPROVAL, "Nobody approved it.") : new Verdict.Allowed();
  }

  void passWithoutVms(String host) {
    HostPlan plan = new HostPlan(host, host, clock.instant(), new Reach.Reached("9.1.2", "pve"), List.of(), List.of(), List.of());
    fleet.pass(new HostPass(host, clock.instant(), Duration.ofSeconds(1), 4, plan, Map.of()));
  }

  void silence(String host) {
    HostPlan plan = new HostPlan(host, host, clock.instant(),
        new Reach.NotReached(FaultKind.UNREACHABLE, "100.64.0.1:8006: connecting timed out"), List.of(), List.of(), List.of());
    fleet.pass(new HostPass(host, clock.instant(), Duration.ofSeconds(5), 1, plan, Map.of()));
  }

  /** What a host tells of itself, of {@code local-lvm} and of its till, in percent. */
  static HostUsage usage(double cpu, double memory, double storage, double vmCpu, double vmMemory) {
    long whole = 1L << 30;
    return new HostUsage(
        Optional.of(new HostUsage.Load(cpu / 100, 8, share(whole, memory), whole, Duration.ofDays(3))),
        new TreeMap<>(Map.of("local-lvm", new HostUsage.Space(share(whole, storage), whole, true))),
        new TreeMap<>(Map.of(102, new HostUsage.GuestLoad(vmCpu / 100, 2, share(whole, vmMemory), whole, Duration.ofDays(3)))));
  }

  private static long share(long whole, double percent) {
    return Math.round(whole * percent / 100);
  }

  void look() {
    watch.look();
  }

  /** Lets the time pass a minute at a time; in each of them something is done, then judged. */
  void minutes(int count, Runnable each) {
    for (int i = 0; i < count; i++) {
      clock.pass(MINUTE);
      each.run();
      look();
    }
  }
}
