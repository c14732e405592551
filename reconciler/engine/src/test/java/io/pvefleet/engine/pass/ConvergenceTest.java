package io.pvefleet.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise that everything else serves: what was applied plans empty, whatever the host made of it. */
class ConvergenceTest {

  private static final int VMS = 6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void whatWasAppliedPlansEmpty(long seed) {
    Random random = new Random(seed);
    SimHost host = new SimHost(seed);
    List<Vm> first = vms(random);
    apply(host, first, seed);
    int creates = host.writes().size();
    assertEmpty(host, first);
    assertThat(host.writes()).as("planning writes nothing").hasSize(creates);

    List<Vm> second = first.stream().map(vm -> changed(vm, random)).toList();
    apply(host, second, seed);
    assertEmpty(host, second);
    assertThat(host.writes().stream().filter(w -> w.path().equals("/nodes/pve1/qemu") || w.path().endsWith("/clone")).count())
        .as("each VM is made once").isEqualTo(VMS);
    assertThat(host.writes()).as("nothing is deleted").noneMatch(w -> w.method() == PveRequest.Method.DELETE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatWasChangedBehindOurBackIsUndone(long seed) {
    Random random = new Random(seed);
    SimHost host = new SimHost(seed);
    List<Vm> vms = vms(random);
    apply(host, vms, seed);
    for (Vm vm : vms) {
      int vmid = vm.ref().vmid();
      host.perform(PveRequest.post("/nodes/pve1/qemu/%d/config".formatted(vmid)).with("description", "by hand").with("name", "renamed"));
      host.pass(Duration.ofSeconds(30));
      if (random.nextBoolean()) {
        host.perform(PveRequest.post("/nodes/pve1/qemu/%d/status/stop".formatted(vmid)));
        host.pass(Duration.ofSeconds(90));
      }
    }
    Map<Integer, Applied> applied = new TreeMap<>();
    vms.forEach(vm -> applied.put(vm.ref().vmid(), Applied.of(vm, "abc")));
    HostPlan plan = plan(host, vms, applied);

    assertThat(plan.changes()).allMatch(change -> change.head().state() == VmState.DRIFTED);
    apply(host, vms, seed);
    assertEmpty(host, vms);
  }

  private static void apply(SimHost host, List<Vm> vms, long seed) {
    for (Change change : plan(host, vms, Map.of()).changes()) {
      if (!(change instanceof Change.Keep)) {
        Vm vm = vms.stream().filter(v -> v.ref().equals(change.head().vm())).findFirst().orElseThrow();
        Outcome outcome = new Driver(host).carryOut(vm, change);
        assertThat(outcome).as("seed %d, %s", seed, change).isInstanceOfAny(Outcome.Succeeded.class, Outcome.WaitsForRestart.class);
      }
    }
  }

  private static void assertEmpty(SimHost host, List<Vm> vms) {
    assertThat(plan(host, vms, Map.of()).changes()).allSatisfy(change -> assertThat(change).isInstanceOf(Change.Keep.class));
    host.pass(Duration.ofMinutes(5));
    assertThat(plan(host, vms, Map.of()).changes()).allSatisfy(change -> assertThat(change).isInstanceOf(Change.Keep.class));
  }

  private static HostPlan plan(SimHost host, List<Vm> vms, Map<Integer, Applied> applied) {
    DesiredHost desired = Given.desired(vms.toArray(Vm[]::new));
    HostObservation observed = host.observe(desired);
    return PlanCheck.checked(Planner.plan(desired, observed, HostMemory.of(applied)), observed);
  }

  private static List<Vm> vms(Random random) {
    List<Vm> vms = new ArrayList<>();
    for (int vmid = 101; vmid <= 100 + VMS; vmid++) {
      Vm vm = Given.vm(vmid, "vm-" + vmid, values(random, new TreeMap<>()), policy(random));
      Vm powered = random.nextInt(3) == 0 ? Given.with(vm, Vm.DesiredPower.STOPPED) : vm;
      vms.add(random.nextBoolean() ? Given.from(powered, 9000) : powered);
    }
    return vms;
  }

  private static Vm changed(Vm vm, Random random) {
    Vm next = Given.vm(vm.ref().vmid(), vm.ref().name(), values(random, new TreeMap<>()), vm.restart().policy());
    Vm powered = Given.with(next, random.nextInt(4) == 0 ? Vm.DesiredPower.STOPPED : vm.power());
    return vm.source().isPresent() ? Given.from(powered, 9000) : powered;
  }

  private static Vm.Restart.Policy policy(Random random) {
    return random.nextBoolean() ? Vm.Restart.Policy.NEVER : Vm.Restart.Policy.IMMEDIATE;
  }

  private static Map<String, String> values(Random random, Map<String, String> values) {
    maybe(random, values, "memory", "512", "1024", "4096");
    maybe(random, values, "cores", "1", "2", "4");
    maybe(random, values, "sockets", "1", "2");
    maybe(random, values, "description", "Counter 1", "two\nlines", "\uc57d\uad6d");
    maybe(random, values, "onboot", "0", "1");
    maybe(random, values, "cpu", "host", "x86-64-v2-AES");
    maybe(random, values, "balloon", "0", "256");
    maybe(random, values, "agent", "1", "0");
    return values;
  }

  private static void maybe(Random random, Map<String, String> values, String key, String... choices) {
    if (random.nextInt(3) > 0) {
      values.put(key, choices[random.nextInt(choices.length)]);
    }
  }
}
