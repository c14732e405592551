package io.pvefleet.app.reconcile;

import static io.pvefleet.app.reconcile.CrashFleet.HOST;
import static io.pvefleet.app.reconcile.CrashFleet.tombstone;
import static io.pvefleet.app.reconcile.CrashFleet.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For every boundary of a run there is a process that is killed right there, and one after it that brings the host to rest: as
 * declared, nothing made or done twice, nothing locked, open or owed, and no VM down that ran before.
 */
class CrashLawTest {

  /** A run that has more boundaries than this does not end. */
  private static final int MOST = 400;

  /** Passes until rest, counted generously: settle, adopt, update, look. */
  private static final int PASSES = 8;

  private static final String SMALL = """
      power: running
      memory: 512MiB
      disks: {scsi0: {storage: local-lvm, size: 4GiB}}
      """;
  private static final String KEPT = """
      memory: 512MiB
      disks: {scsi0: {storage: local-lvm, size: 4GiB}}
      """;
  private static final String CARD = """
      networks: {net0: {bridge: vmbr0, model: virtio}}
      restart: {policy: immediate}
      """;
  private static final String CLONE = """
      power: running
      memory: 1GiB
      disks: {scsi0: {storage: local-lvm, size: 8GiB, source: {template: 9000}}}
      """;

  /**
   * A kind of run.
   *
   * @param before what is there, brought about without a crash
   * @param after what is declared when the process is killed
   */
  private record Case(String name, List<String> before, List<String> after, List<PveRequest> byHand) {
    Case(String name, List<String> before, List<String> after) {
      this(name, before, after, List.of());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Case> cases() {
    return List.of(
        new Case("create", List.of(), List.of(vm(101, SMALL))),
        new Case("clone", List.of(), List.of(vm(101, CLONE))),
        new Case("update with restart", List.of(vm(101, SMALL)),
            List.of(vm(101, SMALL.replace("512MiB", "768MiB") + "restart: {policy: immediate}\n"))),
        new Case("update with forced restart", List.of(vm(101, SMALL)),
            List.of(vm(101, SMALL.replace("512MiB", "768MiB") + "restart: {policy: immediate, force: true}\n"))),
        new Case("forced restart where Git leaves the power alone", List.of(vm(101, KEPT)),
            List.of(vm(101, KEPT.replace("512MiB", "768MiB") + "restart: {policy: immediate, force: true}\n")),
            List.of(PveRequest.post("/nodes/pve1/qemu/101/status/start"))),
        new Case("offline change", List.of(vm(101, SMALL + CARD)), List.of(vm(101, SMALL + CARD.replace("virtio", "e1000")))),
        new Case("offline change where Git leaves the power alone", List.of(vm(101, KEPT + CARD)),
            List.of(vm(101, KEPT + CARD.replace("virtio", "e1000"))),
            List.of(PveRequest.post("/nodes/pve1/qemu/101/status/start"))),
        new Case("resize", List.of(vm(101, SMALL)), List.of(vm(101, SMALL.replace("4GiB", "6GiB")))),
        new Case("stop", List.of(vm(101, SMALL)), List.of(vm(101, SMALL.replace("running", "stopped")))),
        new Case("adopt", List.of(vm(101, SMALL)), List.of(vm(101, SMALL.replace("4GiB", "5GiB"))),
            List.of(PveRequest.post("/nodes/pve1/qemu/101/config").with("delete", "tags"))),
        new Case("delete", List.of(vm(101, SMALL), vm(102, SMALL + "lifecycle: {onRemove: delete, disks: delete}\n")),
            List.of(vm(101, SMALL), tombstone(102))),
        new Case("removed and stopped", List.of(vm(101, SMALL), vm(102, SMALL + "lifecycle: {onRemove: stop}\n")),
            List.of(vm(101, SMALL))),
        new Case("orphan", List.of(vm(101, SMALL), vm(102, SMALL)), List.of(vm(101, SMALL))),
        new Case("two VMs", List.of(vm(102, SMALL)), List.of(vm(101, SMALL), vm(102, SMALL.replace("4GiB", "5GiB")))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void killedAnywhereTheHostComesToRest(Case run) {
    int boundaries = 0;
    for (int fatal = 1; ; fatal++) {
      assertThat(fatal).as("boundaries of " + run).isLessThan(MOST);
      Doom doom = new Doom(fatal);
      new World(run, fatal).kill(doom);
      if (!doom.isDead()) {
        break;
      }
      boundaries++;
    }
    System.out.println("crash law: " + run.name() + ": killed at each of " + boundaries + " boundaries");
    assertThat(boundaries).isGreaterThan(15);
  }

  /** One host, one store, and the processes that come and go. The number of the boundary is the seed. */
  private static final class World {
    private final Case run;
    private final int seed;
    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T03:00:00Z"));
    private final CrashHost host;
    private final Store store = new MemoryStore();
    private final Set<Integer> ranBefore;
    private final int acceptedBefore;

    World(Case run, int seed) {
      this.run = run;
      this.seed = seed;
      this.host = new CrashHost(seed, clock);
      rest(CrashFleet.of("before", run.before()));
      run.byHand().forEach(request -> host.carryOut(request, CrashHost.US));
      clock.pass(Duration.ofMinutes(3));
      ranBefore = running();
      acceptedBefore = host.accepted().size();
    }

    void kill(Doom doom) {
      EngineFleet after = CrashFleet.of("after", run.after());
      Reconciler doomed = new Reconciler(
          doom.lines(host), doom.store(store), clock, ReconcileSettings.DEFAULT, owner(1), clock::pass);
      try {
        passes(doomed, after);
      } catch (Doom.Killed | IllegalStateException e) {
        assertThat(doom.isDead()).as("%s %d: %s", run, seed, e).isTrue();
      }
      // A successor on the same machine begins at once; one elsewhere when the lease has run out.
      clock.pass(seed % 2 == 0 ? Duration.ofSeconds(1) : Duration.ofMinutes(3));
      String where = "%s, killed %s %s".formatted(
          run, doom.isDead() ? "at" : "not, after", doom.passed().isEmpty() ? "" : doom.passed().getLast());
      HostPlan last = rest(after);
      assertThat(last.changes()).as(where).allMatch(Change.Keep.class::isInstance)
          .allSatisfy(change -> assertThat(change.head().state().word()).isEqualTo("InSync"));
      quiet(where, after);
    }

    private void quiet(String where, EngineFleet after) {
      List<String> done = host.accepted().subList(acceptedBefore, host.accepted().size()).stream()
          .map(request -> request.method() + " " + request.path() + request.params().stream()
              .filter(param -> !param.name().equals("digest")).map(Object::toString).toList())
          .toList();
      assertThat(done).as(where).doesNotHaveDuplicates();
      Map<String, Long> made = new TreeMap<>(host.accepted().stream()
          .filter(request -> request.path().endsWith("/qemu") || request.path().endsWith("/clone"))
          .collect(Collectors.groupingBy(CrashLawTest::made, Collectors.counting())));
      assertThat(made.values()).as(where).containsOnly(1L);
      Set<Integer> declared =
          after.host(HOST).orElseThrow().vms().stream().map(vm -> vm.ref().vmid()).collect(Collectors.toSet());
      assertThat(store.applied().of(HOST).keySet()).as(where).isEqualTo(declared);
      assertThat(host.world().qemu().vms().values()).as(where)
          .noneMatch(vm -> !declared.contains(vm.vmid()) && vm.config().getOrDefault("tags", "").contains("pvefleet"));
      assertThat(store.runs().unfinished(HOST)).as(where).isEmpty();
      assertThat(store.runs().list(Long.MAX_VALUE, 100)).as(where).allMatch(entry -> entry.ended().isPresent());
      clock.pass(ReconcileSettings.DEFAULT.lease());
      assertThat(store.leases().take(HOST, "anybody", clock.instant(), clock.instant().plusSeconds(1))).as(where).isPresent();
      assertThat(store.owedStarts().of(HOST)).as(where).isEmpty();
      assertThat(host.world().tasks().active()).as(where).isEmpty();
      assertThat(host.world().qemu().vms().values()).as(where).noneMatch(vm -> vm.config().containsKey("lock"));
      Set<Integer> toRun = after.host(HOST).orElseThrow().vms().stream()
          .filter(vm -> vm.power() != io.pvefleet.engine.kinds.vm.Vm.DesiredPower.STOPPED)
          .map(vm -> vm.ref().vmid()).collect(Collectors.toSet());
      assertThat(running()).as(where).containsAll(ranBefore.stream().filter(toRun::contains).toList());
    }

    /** A process without faults, until there is nothing to do. */
    private HostPlan rest(EngineFleet fleet) {
      store.runs().endAbandoned(clock.instant());
      Reconciler reconciler = new Reconciler(host, store, clock, ReconcileSettings.DEFAULT, owner(2), clock::pass);
      HostPlan last = passes(reconciler, fleet);
      store.runs().endAbandoned(clock.instant().plusSeconds(1));
      return last;
    }

    /** As the daemon goes: look, settle what is open and look again, judge, apply. */
    private HostPlan passes(Reconciler reconciler, EngineFleet fleet) {
      DesiredHost desired = fleet.host(HOST).orElseThrow();
      HostPlan plan = reconciler.plan(desired);
      for (int i = 0; i < PASSES; i++) {
        if (reconciler.settle(desired, plan)) {
          plan = reconciler.plan(desired);
        }
        FleetPlan judged = Policy.judge(fleet, List.of(plan), reconciler.memory(fleet, Set.of(HOST), Set.of()));
        boolean isQuiet = reconciler.apply(fleet, judged, HOST, Runs.Trigger.COMMIT, ApplyListener.NONE).run().isEmpty();
        clock.pass(Duration.ofSeconds(40));
        plan = reconciler.plan(desired);
        if (isQuiet && Changes.toApply(plan).isEmpty() && store.runs().unfinished(HOST).isEmpty()) {
          return plan;
        }
      }
      return plan;
    }

    private Set<Integer> running() {
      return host.world().qemu().vms().values().stream().filter(SimVm::isRunning).map(SimVm::vmid).collect(Collectors.toSet());
    }

    /** Processes that are known to be dead where the seed is even, and elsewhere where it is odd. */
    private Owner owner(int number) {
      String machine = seed % 2 == 0 ? Owner.ofThisProcess().machine() : "elsewhere";
      return new Owner(machine, System.getProperty("user.name", ""), Integer.MAX_VALUE - number, number, "process-" + number);
    }
  }

  private static String made(PveRequest request) {
    List<String> ids = new ArrayList<>();
    request.params().stream().filter(param -> param.name().equals("vmid") || param.name().equals("newid"))
        .forEach(param -> ids.add(param.value().shown()));
    return ids.getFirst();
  }
}
