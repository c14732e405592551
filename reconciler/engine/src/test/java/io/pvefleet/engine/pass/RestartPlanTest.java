package io.pvefleet.engine.pass;

import static io.pvefleet.engine.Given.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.WeekSpan;
import io.pvefleet.fleet.model.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a plan restarts, and what it says where it does not. The observation is of Sunday 12:00Z; the windows are in UTC. */
class RestartPlanTest {

  private static final String CARD = "virtio=BC:24:11:00:00:01,bridge=vmbr0";
  private static final String OTHER_CARD = "e1000=BC:24:11:00:00:01,bridge=vmbr0";
  private static final Window OPEN = window("Sun 11:00-13:00");
  private static final Window LATER = window("Mon 02:00-05:00");
  private static final Window ENDS_SOON = window("Sun 11:00-12:02");

  private HostMemory memory = HostMemory.NONE;

  @Test
  void withinAWindowTheChangeIsWrittenAndRestartedWhileEnoughOfItIsLeft() {
    Change change = plan(memory("4096", Vm.Restart.Policy.WINDOW), running("2048", "2048"), OPEN);

    assertThat(keys(change)).containsExactly("config", "reboot");
    assertThat(change.steps().getLast().notAfter()).as("an hour less the three minutes of the timeout")
        .contains(NOON.plus(Duration.ofMinutes(57)));
  }

  @Test
  void whatWaitsIsRestartedWhenTheWindowIsOpen() {
    Change change = plan(memory("4096", Vm.Restart.Policy.WINDOW), running("2048", "4096"), OPEN);

    assertThat(change).isInstanceOf(Change.Update.class);
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Allowed());
    assertThat(keys(change)).containsExactly("reboot");
    assertThat(columns(change)).containsExactly("4GiB | 4GiB | 2GiB");
  }

  @Test
  void outsideAWindowItIsWrittenAtOnceAndThePlanSaysWhenTheRestartIs() {
    Change change = plan(memory("4096", Vm.Restart.Policy.WINDOW), running("2048", "2048"), LATER);

    assertThat(change.head().verdict()).isEqualTo(new Verdict.Allowed());
    assertThat(keys(change)).containsExactly("config");
    assertThat(change.head().stateDetail()).endsWith("; restarts when the window opens, Mon 2026-11-23 11:00 Asia/Seoul");

    Change after = plan(memory("4096", Vm.Restart.Policy.WINDOW), running("2048", "4096"), LATER);
    assertThat(after.head().state()).isEqualTo(VmState.PENDING_RESTART);
    assertThat(after.steps()).isEmpty();
    assertThat(after.head().stateDetail()).isEqualTo("written; restarts when the window opens, Mon 2026-11-23 11:00 Asia/Seoul");
  }

  @Test
  void tooLittleOfAWindowIsLikeNone() {
    Change change = plan(memory("4096", Vm.Restart.Policy.WINDOW), running("2048", "4096"), ENDS_SOON);

    assertThat(change.steps()).isEmpty();
    assertThat(change.head().stateDetail()).isEqualTo("written; the window shuts at Sun 2026-11-22 21:02 Asia/Seoul, too soon for "
        + "restart.timeout; restarts when the window opens, Sun 2026-11-29 20:00 Asia/Seoul");
  }

  @Test
  void withoutAWindowItWaitsForEver() {
    Change change = plan(memory("4096", Vm.Restart.Policy.WINDOW), running("2048", "4096"));

    assertThat(change.head().state()).isEqualTo(VmState.PENDING_RESTART);
    assertThat(change.head().stateDetail()).contains("none is declared");
  }

  @Test
  void underNeverNothingRestartsInAnyWindow() {
    Change change = plan(memory("4096", Vm.Restart.Policy.NEVER), running("2048", "4096"), OPEN);

    assertThat(change).isInstanceOf(Change.Keep.class);
    assertThat(change.head().stateDetail()).isEqualTo("written; in force after the next power cycle");
  }

  @Test
  void onlyARunningVmIsRestarted() {
    Vm unmanaged = Given.with(memory("4096", Vm.Restart.Policy.IMMEDIATE), Vm.DesiredPower.UNMANAGED);
    for (Power power : List.of(Power.PAUSED, Power.STOPPED)) {
      assertThat(plan(unmanaged, seen(power, Map.of("memory", "2048"), Map.of("memory", "4096"))).steps()).as("%s", power).isEmpty();
    }
    assertThat(plan(unmanaged, seen(Power.HIBERNATED, Map.of("memory", "2048"), Map.of("memory", "4096"))).steps()).isEmpty();
  }

  @Test
  void forceIsAShutdownThatEndsHardAndAStart() {
    Vm vm = restart(memory("4096", Vm.Restart.Policy.IMMEDIATE), new Vm.Restart(Vm.Restart.Policy.IMMEDIATE, Duration.ofMinutes(5), true));
    Change change = plan(vm, running("2048", "4096"));

    assertThat(requests(change)).containsExactly(
        "POST /nodes/pve1/qemu/101/status/shutdown timeout=300 forceStop=1", "POST /nodes/pve1/qemu/101/status/start");
  }

  @Test
  void whatNeedsTheVmOffIsDoneBetweenShutdownAndStart() {
    Change change = plan(card(Vm.Restart.Policy.IMMEDIATE), seen(Power.RUNNING, Map.of("net0", CARD), Map.of("net0", CARD)));

    assertThat(change.attributes()).extracting(AttributeChange::impact).containsExactly(Impact.OFFLINE);
    assertThat(keys(change)).containsExactly("shutdown", "config", "start");
    assertThat(change.steps()).extracting(Step::predicted).as("the configuration is read again once it is down")
        .containsExactly(false, true, false);
    assertThat(requests(change).getFirst()).isEqualTo("POST /nodes/pve1/qemu/101/status/shutdown timeout=180");
  }

  @Test
  void whatNeedsTheVmOffIsHeldUnderNever() {
    Change change = plan(card(Vm.Restart.Policy.NEVER), seen(Power.RUNNING, Map.of("net0", CARD), Map.of("net0", CARD)), OPEN);

    assertHeld(change, Why.RESTART, "spec.net0 can only be changed while the VM is off, and restart.policy is never");
  }

  @Test
  void whatNeedsTheVmOffWaitsForTheWindowAndSaysWhenItOpens() {
    VmObservation seen = seen(Power.RUNNING, Map.of("net0", CARD), Map.of("net0", CARD));

    assertHeld(plan(card(Vm.Restart.Policy.WINDOW), seen, LATER), Why.WINDOW,
        "spec.net0 can only be changed while the VM is off; restarts when the window opens, Mon 2026-11-23 11:00 Asia/Seoul.");
    assertHeld(plan(card(Vm.Restart.Policy.WINDOW), seen), Why.WINDOW, "none is declared");
    assertThat(keys(plan(card(Vm.Restart.Policy.WINDOW), seen, OPEN))).containsExactly("shutdown", "config", "start");
  }

  @Test
  void aPausedVmIsNotShutDownForWhatNeedsItOff() {
    assertHeld(plan(card(Vm.Restart.Policy.IMMEDIATE), seen(Power.PAUSED, Map.of("net0", CARD), Map.of("net0", CARD))), Why.RESTART,
        "a paused VM is never restarted");
  }

  @Test
  void aVmThatIsOffNeedsNoConsent() {
    Vm unmanaged = Given.with(card(Vm.Restart.Policy.NEVER), Vm.DesiredPower.UNMANAGED);

    assertThat(keys(plan(unmanaged, seen(Power.STOPPED, Map.of("net0", CARD), Map.of("net0", CARD))))).containsExactly("config");
  }

  @Test
  void aVmThatIsToStopAnywayIsChangedOnceItIsDown() {
    Vm stopped = Given.with(card(Vm.Restart.Policy.NEVER), Vm.DesiredPower.STOPPED);

    assertThat(keys(plan(stopped, seen(Power.RUNNING, Map.of("net0", CARD), Map.of("net0", CARD))))).containsExactly("shutdown", "config");
  }

  @Test
  void whileAnotherVmIsDownBecauseOfUsNoSecondOneGoesDown() {
    memory = HostMemory.NONE.withOwedStarts(Set.of(103));

    assertThat(plan(memory("4096", Vm.Restart.Policy.IMMEDIATE), running("2048", "4096")).steps()).isEmpty();
    assertHeld(plan(card(Vm.Restart.Policy.IMMEDIATE), seen(Power.RUNNING, Map.of("net0", CARD), Map.of("net0", CARD))), Why.RESTART,
        "VM 103, which was taken down for a restart, does not run again yet");
  }

  @Test
  void sinceWhenItWaitsIsRemembered() {
    assertThat(plan(memory("4096", Vm.Restart.Policy.NEVER), running("2048", "4096")).attributes().getFirst().waitingSince())
        .as("seen for the first time").contains(NOON);

    Instant monday = Instant.parse("2026-11-16T08:00:00Z");
    memory = HostMemory.NONE.withWaitingSince(Map.of(101, Map.of("spec.memory", monday, "spec.cores", NOON)));
    assertThat(plan(memory("4096", Vm.Restart.Policy.NEVER), running("2048", "4096")).attributes().getFirst().waitingSince())
        .contains(monday);
    assertThat(plan(memory("4096", Vm.Restart.Policy.NEVER), running("4096", "4096")).attributes()).isEmpty();
  }

  private Change plan(Vm vm, VmObservation seen, Window... windows) {
    TreeMap<Integer, GuestSummary> guests = new TreeMap<>();
    guests.put(101, new GuestSummary(101, "qemu", "pve1", "pos-01", "running", false, Set.of("pvefleet"), seen.lock()));
    LinkedHashMap<Integer, Observed<VmObservation>> vms = new LinkedHashMap<>();
    vms.put(101, new Observed.Present<>(seen));
    HostObservation observed =
        new HostObservation("seoul-001", NOON, 3, new Reach.Reached("9.2.11", "pve1"), guests, vms, Map.of(), List.of());
    DesiredHost desired = new DesiredHost(Given.host("seoul-001"), Given.site("seoul-001"), List.of(vm), List.of(windows));
    return PlanCheck.checked(Planner.plan(desired, observed, memory), observed).changes().getFirst();
  }

  private static Vm memory(String mebibytes, Vm.Restart.Policy policy) {
    return Given.vm(101, "pos-01", Map.of("memory", mebibytes), policy);
  }

  private static Vm card(Vm.Restart.Policy policy) {
    return Given.vm(101, "pos-01", Map.of("net0", OTHER_CARD), policy);
  }

  private static Vm restart(Vm vm, Vm.Restart restart) {
    return new Vm(vm.ref(), vm.place(), vm.labels(), vm.power(), vm.source(), vm.options(), restart, vm.lifecycle(), vm.drift(),
        vm.specHash());
  }

  private static VmObservation running(String current, String effective) {
    return seen(Power.RUNNING, Map.of("memory", current), Map.of("memory", effective));
  }

  private static VmObservation seen(Power power, Map<String, String> current, Map<String, String> effective) {
    Map<String, String> ours = Map.of("name", "pos-01", "tags", "pvefleet");
    Map<String, String> now = new TreeMap<>(ours);
    now.putAll(current);
    Map<String, String> then = new TreeMap<>(ours);
    then.putAll(effective);
    return new VmObservation(101, power, false, power == Power.HIBERNATED ? "suspended" : "", now, then,
        current.equals(effective) ? Set.of() : effective.keySet(), "d1");
  }

  private static Window window(String span) {
    return new Window("w", List.of(), Map.of(), Map.of(), List.of(WeekSpan.parse(span)), Optional.of(ZoneId.of("UTC")), Given.place(1));
  }

  private static List<String> keys(Change change) {
    return change.steps().stream().map(Step::key).toList();
  }

  private static List<String> requests(Change change) {
    return change.steps().stream().map(step -> step.request().toString()).toList();
  }

  private static List<String> columns(Change change) {
    return change.attributes().stream().map(a -> a.desired() + " | " + a.configured() + " | " + a.running()).toList();
  }

  private static void assertHeld(Change change, Why why, String detail) {
    assertThat(change.steps()).isEmpty();
    assertThat(change.head().state()).isEqualTo(VmState.HELD);
    assertThat(change.head().verdict()).isInstanceOfSatisfying(Verdict.Held.class, held -> {
      assertThat(held.why()).isEqualTo(why);
      assertThat(held.detail()).contains(detail);
    });
  }
}
