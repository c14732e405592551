package io.pvefleet.app.web;

import io.pvefleet.app.notify.SampleSinks;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Leases;
import io.pvefleet.app.store.Retention;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.Commit;
import io.pvefleet.app.view.DeclaredHost;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.HostPass;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.Source;
import io.pvefleet.app.web.query.GitWeb;
import io.pvefleet.app.web.query.Installation;
import io.pvefleet.app.web.query.Timetable;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.pve.wire.PveRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A believable fleet for pages: most of it is fine, and every kind of trouble occurs. The same every time. */
public final class SampleFleet {
  public static final Instant NOW = Instant.parse("2026-11-22T05:30:00Z");
  private static final String[] CITIES = {"seoul", "busan", "daegu", "incheon", "daejeon", "gwangju", "ulsan", "suwon"};
  private static final String[] CITY_NAMES = {"서울", "부산", "대구", "인천", "대전", "광주", "울산", "수원"};
  private static final String[] NAMES = {"kiosk-01", "kiosk-02", "pos-01", "pos-02", "pos-03", "server-01", "backup-01"};
  public static final String COMMIT = "9f3c2a71d04be85512a6c7d8e9f0a1b2c3d4e5f6";
  static final FleetSettings SETTINGS =
      new FleetSettings("pharmacies", Duration.ofSeconds(60), ZoneId.of("Asia/Seoul"), FleetSettings.Limits.DEFAULT,
          Alerting.NONE, SampleSinks.notifications());

  /** As the planner says why a VM is not as Git says. */
  private static final String LIVE = "changed on the host since it was applied";
  private static final String GIT = "changed in Git, not yet applied";

  private SampleFleet() {}

  public static FleetBoard board(Clock clock) {
    return new FleetBoard(clock, Source.of("https://git.example/fleet.git"), SETTINGS);
  }

  /** Everything is known, and something of everything is wrong. */
  public static FleetBoard troubled(Clock clock, int hosts, int vmsPerHost) {
    Instant now = clock.instant();
    FleetBoard board = board(clock);
    board.source(
        s ->
            s.accepted(new Commit(COMMIT, "Kim Minji", now.minusSeconds(7500), "pos: 4 GiB of memory for every till"),
                    now.minusSeconds(7400), List.of())
                .rejecting(
                    new Commit("41d0cc2e77aa11", "Lee Jun", now.minusSeconds(800), "seoul-003: add a second server"),
                    now.minusSeconds(780), SampleDocuments.mistakes())
                .polled(now.minusSeconds(780)));
    List<DeclaredHost> declared = new ArrayList<>();
    for (int h = 0; h < hosts; h++) {
      declared.add(host(h, vmsPerHost));
    }
    board.declare(SampleDocuments.fleet(COMMIT, SETTINGS, declared));
    for (int h = 0; h < hosts; h++) {
      DeclaredHost host = declared.get(h);
      if (h == 77) { // Declared a minute ago, never read.
        continue;
      }
      boolean isLong = h % 12 == 4; // What differs there does so for weeks.
      board.pass(pass(host, now.minus(Duration.ofDays(isLong ? 19 : h % 3)).minusSeconds(9000), VmState.IN_SYNC, isLong));
      if (h % 33 == 7) {
        board.pass(pass(host, now.minusSeconds(5_750), VmState.IN_SYNC, false));
        board.pass(unreached(host, now.minusSeconds(5_690)));
        board.pass(unreached(host, now.minusSeconds(20)));
      } else if (h != 64) {
        board.pass(pass(host, now.minusSeconds(3 + h % 50), VmState.DRIFTED, true));
      }
    }
    SampleCare.of(board, declared, now);
    if (hosts > 20) {
      board.doing("seoul-009", 103, "Clone template 9000 as 103 pos-01");
      board.failed("busan-010", 104, "storage local-lvm: 12.4 GiB free, 64 GiB needed", now.plusSeconds(140));
    }
    return board;
  }

  /** What {@code /about} shows of a process that runs since yesterday. */
  public static Installation installation(Instant now) {
    return new Installation(
        "0.5.0", now.minus(Duration.ofHours(27)), "/var/lib/pvefleet", "enforce", 64, "main", "",
        GitWeb.of("https://git.example/fleet.git", "", "gitea"),
        Duration.ofSeconds(60), Retention.DEFAULT);
  }

  /** A clockwork of which everything comes within its interval. */
  public static Timetable timetable(Clock clock) {
    return new Timetable() {
      @Override
      public Optional<Instant> nextLook(String host) {
        return Optional.of(clock.instant().plusSeconds(1 + Math.floorMod(host.hashCode(), 50)));
      }

      @Override
      public Optional<Instant> nextPoll() {
        return Optional.of(clock.instant().plusSeconds(22));
      }

      @Override
      public Optional<Instant> nextTidy() {
        return Optional.of(clock.instant().plus(Duration.ofHours(3)));
      }

      @Override
      public Duration tidyEvery() {
        return Duration.ofHours(6);
      }
    };
  }

  static DeclaredHost host(int h, int vms) {
    String city = CITIES[h % CITIES.length];
    String name = "%s-%03d".formatted(city, h + 1);
    Place place = new Place("sites/" + name + "/site.yaml", 12, 1);
    Site site =
        new Site(name, CITY_NAMES[h % CITIES.length] + " " + (h + 1) + "호점", ZoneId.of("Asia/Seoul"), "Mon-Sat 09:00-21:00",
            Map.of(), place);
    Host host =
        new Host(
            name, name, URI.create("https://100.64." + h / 250 + "." + (h % 250 + 1) + ":8006"), Optional.of("pve1"),
                new Host.Tls.SystemTrust(),
            new SecretRef("env:PVE_TOKEN"), h == 12 ? Host.Mode.OBSERVE : Host.Mode.ENFORCE,
            h == 20 ? Optional.of(new Host.Maintenance(NOW.plusSeconds(7200), "disk replacement")) : Optional.empty(),
            Map.of("ring", h % 10 == 0 ? "pilot" : "all"), place);
    List<DeclaredHost.DeclaredVm> declared = new ArrayList<>();
    for (int v = 0; v < vms; v++) {
      String vmName = NAMES[v % NAMES.length] + (v >= NAMES.length ? "b" : "");
      String role = vmName.substring(0, vmName.indexOf('-'));
      declared.add(
          new DeclaredHost.DeclaredVm(
              new VmRef(name, 101 + v, vmName), new Place("sites/" + name + "/vms.yaml", 1 + SampleDocuments.LINES * v, 1),
                  Map.of("role", role, "ring", h % 10 == 0 ? "pilot" : "all")));
    }
    return new DeclaredHost(host, site, declared);
  }

  /** A pass that finds every VM of the host as Git says. */
  public static HostPass fine(HostRow host, Instant at) {
    List<DeclaredHost.DeclaredVm> vms =
        host.vms().stream().map(vm -> new DeclaredHost.DeclaredVm(vm.ref(), vm.place().orElseThrow(), vm.labels())).toList();
    return pass(new DeclaredHost(host.host(), host.site(), vms), at, VmState.IN_SYNC, false);
  }

  private static HostPass unreached(DeclaredHost host, Instant at) {
    HostPlan plan =
        new HostPlan(
            host.host().name(), host.site().name(), at,
            new Reach.NotReached(FaultKind.UNREACHABLE, host.host().endpoint().getAuthority() + ": connecting timed out"), List.of(),
            List.of(), List.of());
    return new HostPass(host.host().name(), at, Duration.ofSeconds(5), 1, plan, Map.of());
  }

  static HostPass pass(DeclaredHost host, Instant at, VmState trouble, boolean troubled) {
    String name = host.host().name();
    int h = Integer.parseInt(name.substring(name.length() - 3));
    List<Change> changes = new ArrayList<>();
    Map<Integer, HostPass.Guest> guests = new HashMap<>();
    SortedSet<Integer> running = new TreeSet<>();
    for (DeclaredHost.DeclaredVm vm : host.vms()) {
      int v = vm.ref().vmid() - 101;
      Change change = troubled ? change(vm, h, v) : keep(vm, VmState.IN_SYNC, Change.Reason.IN_SYNC, "");
      changes.add(change);
      if (change.head().state() != VmState.MISSING) {
        boolean stopped = change.attributes().stream().anyMatch(a -> a.configured().equals("stopped")) || v == 6 && h % 4 == 3;
        if (!stopped) {
          running.add(vm.ref().vmid());
        }
        guests.put(vm.ref().vmid(), new HostPass.Guest(stopped ? "stopped" : "running",
            Set.of("pvefleet", v % 3 == 0 ? "till" : "shop"), SampleDocuments.seen(change, config(h, vm), stopped, h, v)));
      }
    }
    List<HostPlan.UnmanagedGuest> unmanaged = new ArrayList<>();
    unmanaged.add(new HostPlan.UnmanagedGuest(new VmRef(name, 9000, "debian-13-cloud"), "qemu", "stopped", true, false));
    if (h % 25 == 4) {
      unmanaged.add(new HostPlan.UnmanagedGuest(new VmRef(name, 900, "test-of-yoon"), "lxc", "running", false, false));
    }
    String version = h % 9 == 4 ? "8.4.14" : h % 7 == 3 ? "9.0.11" : "9.1.2";
    HostPlan plan = new HostPlan(name, host.site().name(), at, new Reach.Reached(version, "pve1"), changes, unmanaged, List.of());
    return new HostPass(name, at, Duration.ofMillis(280 + 7L * (h % 40)), host.vms().size() + 3, plan, guests,
        SampleUsage.of(h - 1, at, running));
  }

  private static Map<String, String> config(int h, DeclaredHost.DeclaredVm vm) {
    int vmid = vm.ref().vmid();
    boolean large = (vmid - 101) % 7 >= 5;
    return Map.of("name", vm.ref().name(), "agent", "1", "cores", large ? "4" : "2", "memory", large ? "8192" : "4096",
        "net0", "virtio=BC:24:11:%02X:%02X:%02X,bridge=vmbr0,tag=20".formatted(h / 256, h % 256, vmid),
        "scsi0", "local-lvm:vm-%d-disk-0,size=64G".formatted(vmid));
  }

  private static Change keep(DeclaredHost.DeclaredVm vm, VmState state, Change.Reason reason, String detail) {
    return new Change.Keep(head(vm, state, reason, detail, new Verdict.Allowed()), List.of());
  }

  private static Change change(DeclaredHost.DeclaredVm vm, int h, int v) {
    if (v == 2 && h % 12 == 5) {
      return update(vm, VmState.DRIFTED, Change.Reason.LIVE_CHANGED, LIVE, new Verdict.Allowed(),
          SampleDocuments.isOfProfile(h, v)
              ? new AttributeChange("spec.memory", Optional.of(new Place("profiles/windows-pos.yaml", 7, 9)), "4GiB", "2GiB", "2GiB",
                  Impact.RESTART, "")
              : attribute(vm, "spec.memory", SampleDocuments.MEMORY, "2GiB", "4GiB", Impact.RESTART, ""));
    }
    if (v == 3 && h % 29 == 3) {
      return update(vm, VmState.DRIFTED, Change.Reason.LIVE_CHANGED, LIVE, new Verdict.Allowed(),
          attribute(vm, "spec.power", SampleDocuments.POWER, "stopped", "running", Impact.LIVE, ""));
    }
    if (v == 5 && h % 21 == 2) {
      Verdict held = new Verdict.Held(Verdict.Why.PROTECTION,
          "lifecycle.protect forbids losing data: spec.disks.scsi2. Lift it in a commit of its own first.");
      return update(vm, VmState.HELD, Change.Reason.GIT_CHANGED, GIT, held,
          attribute(vm, "spec.disks.scsi2", SampleDocuments.SECOND, "local-lvm:vm-106-disk-2, 128GiB", "", Impact.DESTRUCTIVE,
              "The disk is detached; its volume local-lvm:vm-106-disk-2 stays on the storage as an unused disk of the VM."));
    }
    if (v == 0 && h % 17 == 1) {
      Verdict held = new Verdict.Held(Verdict.Why.WINDOW, "spec.networks.net0.model can only be changed while the VM is off; the window"
          + " shuts at Sun 2026-11-22 16:00, too soon for restart.timeout; restarts when the window opens, Mon 2026-11-23 02:00.");
      return update(vm, VmState.HELD, Change.Reason.GIT_CHANGED, GIT, held,
          attribute(vm, "spec.networks.net0.model", SampleDocuments.CARD, "e1000", "virtio", Impact.OFFLINE,
              "A running guest would lose its network card and find another; so it is changed while the VM is off."));
    }
    if (v == 1 && h % 9 == 2) {
      AttributeChange waits = new AttributeChange("spec.memory",
          Optional.of(new Place(vm.place().file(), vm.place().line() + SampleDocuments.MEMORY, 11)), "4GiB", "4GiB", "2GiB", Impact.RESTART,
          "Written; in force after the next power cycle.", Optional.of(NOW.minus(Duration.ofDays(3))));
      return new Change.Keep(head(vm, VmState.PENDING_RESTART, Change.Reason.WAITS_FOR_RESTART,
          "written; a restart brings it into force", new Verdict.Allowed()), List.of(waits));
    }
    if (v == 4 && h % 14 == 6) {
      return update(vm, VmState.OUT_OF_SYNC, Change.Reason.GIT_CHANGED, GIT, new Verdict.Allowed(),
          attribute(vm, "spec.tags", SampleDocuments.TAGS, "shop", "shop, till", Impact.LIVE, ""),
          attribute(vm, "spec.description", SampleDocuments.DESCRIPTION, "", "Counter 3, second till of the shop", Impact.LIVE, ""));
    }
    if (v == 6 && h % 40 == 11) {
      return new Change.Create(head(vm, VmState.MISSING, Change.Reason.NOT_ON_HOST, "not on the host", new Verdict.Allowed()),
          new Change.Origin.Template(9000),
          List.of(attribute(vm, "spec.memory", SampleDocuments.MEMORY, "", "4GiB", Impact.LIVE, "")), List.of());
    }
    if (v == 3 && h == 10) {
      return update(vm, VmState.OUT_OF_SYNC, Change.Reason.GIT_CHANGED, GIT, new Verdict.Allowed(),
          attribute(vm, "spec.disks.scsi0.size", SampleDocuments.SIZE, "32GiB", "96GiB", Impact.LIVE, ""));
    }
    return keep(vm, VmState.IN_SYNC, Change.Reason.IN_SYNC, "");
  }

  private static AttributeChange attribute(
      DeclaredHost.DeclaredVm vm, String path, int line, String from, String to, Impact impact, String note) {
    return new AttributeChange(path, Optional.of(new Place(vm.place().file(), vm.place().line() + line, 13)), to, from, from, impact,
        note);
  }

  private static Change update(
      DeclaredHost.DeclaredVm vm, VmState state, Change.Reason reason, String detail, Verdict verdict,
          AttributeChange... attributes) {
    PveRequest request = PveRequest.post("/nodes/pve1/qemu/" + vm.ref().vmid() + "/config").with("memory",
        "4096").with("digest", "8a1f0c");
    return new Change.Update(
        head(vm, state, reason, detail, verdict), List.of(attributes),
        List.of(new Step("config", "Set " + attributes[0].path().replace("spec.", ""), request, attributes[0].impact(), false)));
  }

  private static Change.Head head(DeclaredHost.DeclaredVm vm, VmState state, Change.Reason reason, String detail,
      Verdict verdict) {
    return new Change.Head(vm.ref(), Optional.of(vm.place()), vm.labels(), state, reason, detail, verdict, "8a1f0c");
  }

  /** Events and runs that fit the troubled fleet. */
  public static void history(Store store, Instant now) {
    EventLog log = store.events();
    log.append(event(now.minusSeconds(86000), EventLog.Severity.INFO, "commit", "", 0, "", "",
        "Commit 77ab01f2 by Lee Jun is in force, \"kiosk: quiet fans at night\": 100 hosts, 1000 VMs."));
    log.append(event(now.minusSeconds(70000), EventLog.Severity.WARNING, "unreachable", "suwon-008", 0, "", "PVF-0301",
        "100.64.0.8:8006: connecting timed out"));
    log.append(event(now.minusSeconds(60000), EventLog.Severity.INFO, "reachable", "suwon-008", 0, "", "",
        "The host answers again."));
    log.append(event(now.minusSeconds(7400), EventLog.Severity.INFO, "commit", "", 0, "", "",
        "Commit 9f3c2a71 by Kim Minji is in force, \"pos: 4 GiB of memory for every till\": 100 hosts, 1000 VMs."));
    log.append(event(now.minusSeconds(5200), EventLog.Severity.WARNING, "drift", "daejeon-005", 103, "pos-01", "",
        "spec.memory is 2GiB, Git says 4GiB."));
    log.append(event(now.minusSeconds(5000), EventLog.Severity.INFO, "applied", "seoul-017", 105, "pos-03", "",
        "update done: tags shop -> shop, till"));
    log.append(event(now.minusSeconds(1300), EventLog.Severity.ERROR, "failed", "busan-010", 104, "pos-02", "PVF-0309",
        "update failed: storage local-lvm: 12.4 GiB free, 64 GiB needed"));
    log.append(event(now.minusSeconds(780), EventLog.Severity.ERROR, "rejected", "", 0, "", "PVF-0110",
        "Commit 41d0cc2e by Lee Jun, \"seoul-003: add a second server\", has 2 errors; 9f3c2a71 stays in force."));
    Runs runs = store.runs();
    Runs.Run first = runs.begin(COMMIT, Runs.Trigger.COMMIT, "seoul-017", now.minusSeconds(5004));
    Runs.Change tags = runs.beginChange(first.id(), new VmRef("seoul-017", 105, "pos-03"), "update",
        "tags shop -> shop, till", now.minusSeconds(5003));
    journal(store, tags, now.minusSeconds(5003), "config",
        "POST /nodes/pve1/qemu/105/config tags=pvefleet;shop;till digest=8a1f0c");
    runs.endChange(tags.id(), new Runs.Ending(now.minusSeconds(5000), Runs.Result.SUCCEEDED, "", List.of()));
    runs.end(first.id(), now.minusSeconds(5000));
    Runs.Run second = runs.begin(COMMIT, Runs.Trigger.SCHEDULE, "daegu-011", now.minusSeconds(3000));
    Runs.Change memory = runs.beginChange(second.id(), new VmRef("daegu-011", 102, "kiosk-02"), "update",
        "memory 2GiB -> 4GiB", now.minusSeconds(3000));
    journal(store, memory, now.minusSeconds(3000), "config", "POST /nodes/pve1/qemu/102/config memory=4096 digest=771b20");
    runs.endChange(memory.id(), new Runs.Ending(now.minusSeconds(2996), Runs.Result.WAITS_FOR_RESTART,
        "Written; in force after the next restart: memory.", List.of()));
    runs.end(second.id(), now.minusSeconds(2996));
    Runs.Run third = runs.begin(COMMIT, Runs.Trigger.SCHEDULE, "busan-010", now.minusSeconds(1310));
    Runs.Change disk = runs.beginChange(third.id(), new VmRef("busan-010", 104, "pos-02"), "update",
        "disks.scsi0.size 32GiB -> 96GiB", now.minusSeconds(1309));
    journal(store, disk, now.minusSeconds(1309), "resize scsi0",
        "PUT /nodes/pve1/qemu/104/resize disk=scsi0 size=96G digest=3309aa");
    runs.endChange(disk.id(), new Runs.Ending(now.minusSeconds(1300), Runs.Result.FAILED,
        "storage local-lvm: 12.4 GiB free, 64 GiB needed",
        List.of("  Insufficient free space: 16384 extents needed, but only 3174 available", "TASK ERROR: lvextend failed")));
    runs.end(third.id(), now.minusSeconds(1300));
    SampleRuns.add(store, now);
    runs.begin(COMMIT, Runs.Trigger.WEBHOOK, "seoul-009", now.minusSeconds(14));
  }

  private static void journal(Store store, Runs.Change change, Instant at, String step, String request) {
    Leases.Fence fence = store.leases().take(change.vm().host(), "sample", at, at.plusSeconds(60)).orElseThrow();
    store.journal().append(new Journal.Entry(change.id(), at, Journal.Stage.INTENDED, step, request, Optional.empty(), ""), fence);
    store.journal().append(
        new Journal.Entry(change.id(), at.plusMillis(90), Journal.Stage.SENT, step, "", Optional.empty(), "answered"), fence);
  }

  private static EventLog.NewEvent event(
      Instant at, EventLog.Severity severity, String kind, String host, int vmid, String name, String code, String message) {
    return new EventLog.NewEvent(at, severity, kind, host, vmid == 0 ? Optional.empty() : Optional.of(vmid), name, code, message);
  }
}
