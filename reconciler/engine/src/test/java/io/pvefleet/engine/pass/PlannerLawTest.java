package io.pvefleet.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.port.FaultKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds of every plan, tried on arbitrary hosts. */
class PlannerLawTest {

  private static final int VMS = 12;

  @RepeatedTest(200)
  void everyPlanKeepsItsPromises(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Vm> declared = new ArrayList<>();
    Map<Integer, Applied> applied = new TreeMap<>();
    TreeMap<Integer, GuestSummary> guests = new TreeMap<>();
    LinkedHashMap<Integer, Observed<VmObservation>> vms = new LinkedHashMap<>();
    for (int vmid = 101; vmid <= 100 + VMS; vmid++) {
      Vm vm = Given.vm(vmid, "vm-" + vmid, 1024 * (1 + random.nextInt(2)));
      if (random.nextInt(4) > 0) {
        declared.add(vm);
        vms.put(vmid, observed(vm, random));
      }
      if (random.nextInt(3) > 0) {
        guests.put(vmid, guest(vmid, random));
      }
      if (random.nextBoolean()) {
        applied.put(vmid, Given.applied(random.nextBoolean() ? vm.specHash() : "other",
            Vm.Lifecycle.OnRemove.values()[random.nextInt(3)], random.nextBoolean(), "abc"));
      }
    }
    Reach reach = random.nextInt(5) == 0
        ? new Reach.NotReached(FaultKind.UNREACHABLE, "away") : new Reach.Reached("9.2.11", "pve1");
    HostObservation seen = new HostObservation("seoul-001", Given.NOON, 3, reach, guests, vms, Map.of(), List.of());
    HostPlan plan = PlanCheck.checked(plan(declared, seen, applied), seen);

    for (Vm vm : declared) {
      List<Change> changes = plan.changes().stream().filter(c -> c.head().vm().equals(vm.ref())).toList();
      assertThat(changes).as("one change for %s", vm.ref()).hasSize(1);
      if (vms.get(vm.ref().vmid()) instanceof Observed.Unknown || reach instanceof Reach.NotReached) {
        assertThat(changes.getFirst()).isInstanceOf(Change.Keep.class);
      }
    }
    Collections.shuffle(declared, random);
    assertThat(plan(declared, seen, applied)).isEqualTo(plan);
  }

  private static HostPlan plan(List<Vm> declared, HostObservation seen, Map<Integer, Applied> applied) {
    DesiredHost host = new DesiredHost(Given.host("seoul-001"), Given.site("seoul"), declared);
    return Planner.plan(host, seen, HostMemory.of(applied));
  }

  private static Observed<VmObservation> observed(Vm vm, Random random) {
    Map<String, String> config = new TreeMap<>(Map.of("memory", "1024"));
    config.put("name", random.nextInt(4) == 0 ? "web" : vm.ref().name());
    if (random.nextInt(3) > 0) {
      config.put("tags", "pvefleet");
    }
    String lock = List.of("", "", "", "backup", "clone", "suspended").get(random.nextInt(6));
    VmObservation.Power power = VmObservation.Power.values()[random.nextInt(4)];
    return switch (random.nextInt(3)) {
      case 0 -> new Observed.Unknown<>("not read");
      case 1 -> new Observed.Absent<>();
      default -> new Observed.Present<>(new VmObservation(
          vm.ref().vmid(), power, random.nextInt(6) == 0, lock, config, config, Set.of(), "d" + vm.ref().vmid()));
    };
  }

  private static GuestSummary guest(int vmid, Random random) {
    return new GuestSummary(vmid, random.nextInt(5) == 0 ? "lxc" : "qemu", random.nextInt(5) == 0 ? "pve2" : "pve1", "vm-" + vmid,
        "running", false, random.nextBoolean() ? Set.of("pvefleet") : Set.of(), "");
  }
}
