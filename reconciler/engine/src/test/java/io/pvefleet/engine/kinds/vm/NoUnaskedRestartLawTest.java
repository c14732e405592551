package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.PlanCheck;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.fleet.model.WeekSpan;
import io.pvefleet.fleet.model.Window;
import io.pvefleet.fleet.resolve.FleetLoad;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A till never restarts because of us: whatever is declared and whatever the host has, no plan says so without consent. */
class NoUnaskedRestartLawTest {

  private static final long SEED = Long.getLong("pvefleet.seed", 20261122L);
  private static final int DOCUMENTS = 2_000;
  private static final Set<String> TAKE_DOWN = Set.of("shutdown", "reboot", "stop", "reset", "suspend");

  /** Sunday noon in Seoul is 03:00Z; the window is open from 11:00 to 15:00 by the clock of the site. */
  private static final Window WINDOW = new Window("noon", List.of(), Map.of(), Map.of(), List.of(WeekSpan.parse("Sun 11:00-15:00")),
      Optional.of(ZoneId.of("Asia/Seoul")), Given.place(1));

  private static final Instant OPEN = Instant.parse("2026-11-22T03:00:00Z");
  private static final Instant SHUT = Instant.parse("2026-11-22T07:00:00Z");
  /** A minute before it shuts, which is less than any timeout that is drawn. */
  private static final Instant SHUTS_SOON = Instant.parse("2026-11-22T05:59:00Z");

  @Test
  void noPlanTakesAVmDownWithoutConsent() {
    Random random = new Random(SEED);
    TreeMap<String, Integer> restarts = new TreeMap<>();
    int needed = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      HostModel host = new HostModel(102);
      host.send(VmSteps.create(parsed(new VmSpecs(random).spec()), "pve1").getFirst().request());
      String policy = List.of("never", "window", "immediate").get(random.nextInt(3));
      Vm vm = parsed(new VmSpecs(random).spec() + ", restart: {policy: %s, timeout: %s, force: %s}"
          .formatted(policy, List.of("2m", "1h").get(random.nextInt(2)), random.nextBoolean()));
      VmObservation seen = observed(host, random);
      Instant at = List.of(OPEN, SHUT, SHUTS_SOON).get(random.nextInt(3));
      List<Window> windows = random.nextInt(4) == 0 ? List.of() : List.of(WINDOW);
      Change change = plan(vm, seen, windows, at);

      List<String> down = change.steps().stream().map(Step::key).filter(TAKE_DOWN::contains).toList();
      boolean isOpen = !windows.isEmpty() && at.equals(OPEN);
      boolean mayRestart = policy.equals("immediate") || policy.equals("window") && isOpen;
      String what = "seed %d, document %d, %s at %s, %s: %s".formatted(SEED, i, policy, at, seen.power(), change);
      if (vm.power() == Vm.DesiredPower.STOPPED) {
        assertThat(down).as(what).isSubsetOf("shutdown");
        assertThat(change.steps()).as(what).extracting(Step::key).doesNotContain("start");
      } else if (!mayRestart || seen.power() != Power.RUNNING) {
        assertThat(down).as(what).isEmpty();
      } else {
        assertThat(down).as(what).hasSizeLessThanOrEqualTo(1);
        if (down.contains("shutdown")) {
          assertThat(change.steps()).as("what goes down comes up: " + what).extracting(Step::key)
              .containsSubsequence("shutdown", "start");
        }
        down.forEach(key -> restarts.merge(policy + " " + key, 1, Integer::sum));
        assertThat(change.steps().stream().filter(step -> TAKE_DOWN.contains(step.key())))
            .as(what).allMatch(step -> step.notAfter().isPresent() == policy.equals("window"));
      }
      needed += down.isEmpty() ? 0 : 1;
    }
    System.out.printf("%d documents from seed %d (-Dpvefleet.seed): %d plans take a VM down, all by consent %s%n",
        DOCUMENTS, SEED, needed, restarts);
    assertThat(restarts).as("the law was put to the test").containsOnlyKeys(
        "immediate reboot", "immediate shutdown", "window reboot", "window shutdown");
  }

  private static Change plan(Vm vm, VmObservation seen, List<Window> windows, Instant at) {
    LinkedHashMap<Integer, Observed<VmObservation>> vms = new LinkedHashMap<>();
    vms.put(102, new Observed.Present<>(seen));
    TreeMap<Integer, GuestSummary> guests = new TreeMap<>();
    guests.put(102, new GuestSummary(102, "qemu", "pve1", "pos-01", "running", false, Set.of("pvefleet"), ""));
    HostObservation observed =
        new HostObservation("seoul-001", at, 3, new Reach.Reached("9.2.11", "pve1"), guests, vms, Map.of(), List.of());
    DesiredHost desired = new DesiredHost(Given.host("seoul-001"), Given.site("seoul-001"), List.of(vm), windows);
    return PlanCheck.checked(Planner.plan(desired, observed, HostMemory.NONE), observed).changes().getFirst();
  }

  /** As the host has it, in any power state, with some of it not in force yet. */
  private static VmObservation observed(HostModel host, Random random) {
    VmObservation made = host.observed();
    Power power = random.nextInt(4) > 0 ? Power.RUNNING : Power.values()[random.nextInt(4)];
    Map<String, String> current = new TreeMap<>(made.effective());
    Set<String> pending = new HashSet<>();
    for (String option : List.of("memory", "cpu", "agent", "machine", "cores")) {
      if (random.nextInt(4) == 0 && current.remove(option) != null) {
        pending.add(option);
      }
    }
    Map<String, String> owned = new TreeMap<>(made.effective());
    owned.put("tags", "pvefleet");
    current.put("tags", "pvefleet");
    return new VmObservation(102, power, false, power == Power.HIBERNATED ? "suspended" : "", current, owned, pending, made.digest());
  }

  private static Vm parsed(String spec) {
    FleetLoad load = Documents.load(
        "{apiVersion: pvefleet/v1, kind: VirtualMachine, metadata: {name: pos-01}, spec: {vmid: 102, " + spec + "}}");
    return load.fleet().flatMap(fleet -> VmKind.parse(fleet.guests().getFirst()).parsed())
        .orElseThrow(() -> new AssertionError(load.diagnostics() + "\n" + spec));
  }
}
