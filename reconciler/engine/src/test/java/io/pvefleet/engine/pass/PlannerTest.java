package io.pvefleet.engine.pass;

import static io.pvefleet.engine.Given.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Wanted;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final Vm POS = vm(101, "pos-01", 4096);
  private static final Map<Integer, Applied> NEVER_APPLIED = Map.of();

  private final TreeMap<Integer, GuestSummary> guests = new TreeMap<>();
  private final LinkedHashMap<Integer, Observed<VmObservation>> vms = new LinkedHashMap<>();
  private final Map<String, String> storages = new TreeMap<>(Map.of("local-lvm", "images,rootdir", "local", "iso,vztmpl"));
  private Reach reach = new Reach.Reached("9.2.11", "pve1");

  @Test
  void aMissingVmIsCreatedFromNothing() {
    vms.put(101, new Observed.Absent<>());
    Change change = only(plan(NEVER_APPLIED, POS));

    assertThat(change).isInstanceOf(Change.Create.class);
    assertThat(change.head().state()).isEqualTo(VmState.MISSING);
    assertThat(change.steps()).extracting(Step::key).containsExactly("create", "start");
    assertThat(change.attributes()).extracting(AttributeChange::path).contains("spec.memory", "spec.power");
  }

  @Test
  void aVmInSyncIsKeptWithoutSteps() {
    present(POS, Power.RUNNING, Map.of());
    Change change = only(plan(NEVER_APPLIED, POS));

    assertThat(change).isInstanceOf(Change.Keep.class);
    assertThat(change.head().state()).isEqualTo(VmState.IN_SYNC);
    assertThat(change.steps()).isEmpty();
  }

  @Test
  void aCloneNeedsItsTemplateOnTheHost() {
    Vm clone = Given.from(POS, 9000);
    vms.put(101, new Observed.Absent<>());
    assertHeld(only(plan(NEVER_APPLIED, clone)), Why.IMPOSSIBLE,
        "Host \"seoul-001\" has no template 9000 that the token may see; it has none.");

    guests.put(9000, new GuestSummary(9000, "qemu", "pve1", "debian", "stopped", false, Set.of(), ""));
    guests.put(9001, new GuestSummary(9001, "qemu", "pve1", "windows", "stopped", true, Set.of(), ""));
    assertHeld(only(plan(NEVER_APPLIED, clone)), Why.IMPOSSIBLE,
        "9000 \"debian\" on host \"seoul-001\" is no template; it has 9001 windows.");

    guests.put(9000, new GuestSummary(9000, "qemu", "pve1", "debian", "stopped", true, Set.of(), ""));
    Change change = only(plan(NEVER_APPLIED, clone));
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Allowed());
    assertThat(change.steps().getFirst().request().path()).isEqualTo("/nodes/pve1/qemu/9000/clone");
  }

  @Test
  void unknownNeverPlansAStep() {
    vms.put(101, new Observed.Unknown<>("VM 101 exists but is not visible to the token"));
    Change change = only(plan(NEVER_APPLIED, POS));

    assertThat(change.steps()).isEmpty();
    assertThat(change.head().state()).isEqualTo(VmState.NOT_CHECKED);
    assertHeld(change, Why.UNKNOWN, "VM 101 exists but is not visible to the token");
  }

  @Test
  void aGuestThatMovedToAnotherNodeIsAConflictAndNotMissing() {
    guests.put(101, new GuestSummary(101, "qemu", "pve2", "pos-01", "running", false, Set.of("pvefleet"), ""));
    vms.put(101, new Observed.Unknown<>("VM 101 is on node pve2 now, not on pve1: it was moved"));

    assertHeld(only(plan(NEVER_APPLIED, POS)), Why.CONFLICT, "VM 101 is on node pve2 now, not on pve1: it was moved");
  }

  @Test
  void anUnreachableHostHasNothingPlannedForIt() {
    reach = new Reach.NotReached(FaultKind.UNREACHABLE, "connect timed out");
    HostPlan plan = plan(Map.of(999, Given.applied("h", Vm.Lifecycle.OnRemove.DELETE, false, "abc")), POS, vm(102, "pos-02", 512));

    assertThat(plan.changes()).hasSize(2).allSatisfy(change -> {
      assertThat(change).isInstanceOf(Change.Keep.class);
      assertThat(change.head().state()).isEqualTo(VmState.NOT_CHECKED);
      assertThat(change.head().stateDetail()).isEqualTo("connect timed out");
    });
    assertThat(plan.unmanaged()).isEmpty();
  }

  @Test
  void aVmWithoutTheTagIsAdoptedByItsName() {
    present(POS, Power.RUNNING, Map.of("tags", "till"));
    Change change = only(plan(NEVER_APPLIED, POS));

    assertThat(change).isInstanceOf(Change.Adopt.class);
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Allowed());
    assertThat(change.steps()).singleElement().satisfies(step ->
        assertThat(step.request().toString()).contains("tags=").contains("digest=d1"));
  }

  @Test
  void aVmOfAnotherNameWithoutTheTagIsAConflict() {
    present(POS, Power.RUNNING, Map.of("name", "web-1", "tags", ""));
    Change change = only(plan(NEVER_APPLIED, POS));

    assertThat(change.steps()).isEmpty();
    assertHeld(change, Why.CONFLICT,
        "VM 101 on the host is \"web-1\" and not managed by pvefleet; Git declares \"pos-01\" under this vmid."
            + " Choose another vmid, or give both the same name to adopt it.");
  }

  @Test
  void anOwnedVmOfAnotherNameIsRenamed() {
    present(POS, Power.RUNNING, Map.of("name", "pos-old"));
    Change change = only(plan(NEVER_APPLIED, POS));

    assertThat(change).isInstanceOf(Change.Update.class);
    assertThat(change.attributes()).singleElement().satisfies(a -> assertThat(a.desired()).isEqualTo("pos-01"));
  }

  @Test
  void theLastAppliedHashTellsDriftFromAChangeInGit() {
    present(POS, Power.RUNNING, Map.of("memory", "2048"));

    assertThat(only(plan(NEVER_APPLIED, POS)).head().state()).isEqualTo(VmState.OUT_OF_SYNC);
    assertThat(only(plan(Map.of(101, Applied.of(POS, "abc")), POS)).head().state()).isEqualTo(VmState.DRIFTED);
    Applied older = Given.applied("other", Vm.Lifecycle.OnRemove.ORPHAN, false, "abc");
    assertThat(only(plan(Map.of(101, older), POS)).head().reason()).isEqualTo(Change.Reason.GIT_CHANGED);
  }

  @Test
  void aStoppedVmThatShouldRunIsStarted() {
    present(POS, Power.STOPPED, Map.of());

    assertThat(only(plan(Map.of(101, Applied.of(POS, "abc")), POS)).steps()).extracting(Step::key).containsExactly("start");
  }

  @Test
  void aLockedVmWaits() {
    present(POS, Power.RUNNING, Map.of("memory", "2048", "lock", "backup"));

    assertHeld(only(plan(NEVER_APPLIED, POS)), Why.LOCK, "A backup of VM 101 runs; the change follows when it has ended.");
  }

  @Test
  void aLockedVmInSyncIsInSync() {
    present(POS, Power.RUNNING, Map.of("lock", "backup"));

    assertThat(only(plan(NEVER_APPLIED, POS)).head().state()).isEqualTo(VmState.IN_SYNC);
  }

  @Test
  void aVmThatIsBeingMadeIsLeftAlone() {
    vms.put(101, new Observed.Present<>(
        new VmObservation(101, Power.STOPPED, false, "clone", Map.of(), Map.of("lock", "clone"), Set.of(), "d1")));
    Change change = only(plan(NEVER_APPLIED, POS));

    assertThat(change.head().state()).isEqualTo(VmState.PROGRESSING);
    assertThat(change.steps()).isEmpty();
  }

  @Test
  void neverRestartingWritesAndThenWaits() {
    present(POS, Power.RUNNING, Map.of("memory", "2048"));
    Change change = only(plan(NEVER_APPLIED, POS));
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Allowed());
    assertThat(change.steps()).extracting(Step::key).containsExactly("config");

    waiting(POS, "memory", "2048");
    Change after = only(plan(NEVER_APPLIED, POS));
    assertThat(after).isInstanceOf(Change.Keep.class);
    assertThat(after.head().state()).isEqualTo(VmState.PENDING_RESTART);
    assertThat(after.attributes()).extracting(AttributeChange::path).containsExactly("spec.memory");
  }

  @Test
  void restartingAtOnceIsAStepOfThePlan() {
    Vm vm = vm(101, "pos-01", Map.of("memory", "4096"), Vm.Restart.Policy.IMMEDIATE);
    present(vm, Power.RUNNING, Map.of("memory", "2048"));
    assertThat(only(plan(NEVER_APPLIED, vm)).steps()).extracting(Step::key).containsExactly("config", "reboot");

    waiting(vm, "memory", "2048");
    Change after = only(plan(NEVER_APPLIED, vm));
    assertThat(after).isInstanceOf(Change.Update.class);
    assertThat(after.steps()).extracting(Step::key).containsExactly("reboot");
    assertThat(after.head().reason()).isEqualTo(Change.Reason.WAITS_FOR_RESTART);
  }

  @Test
  void aChangeThatNeedsARestartIsWrittenAtOnceAndOnlyTheRestartWaits() {
    Vm vm = vm(101, "pos-01", Map.of("memory", "4096"), Vm.Restart.Policy.WINDOW);
    present(vm, Power.RUNNING, Map.of("memory", "2048"));
    Change change = only(plan(NEVER_APPLIED, vm));

    assertThat(change.head().state()).isEqualTo(VmState.OUT_OF_SYNC);
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Allowed());
    assertThat(change.steps()).extracting(Step::key).containsExactly("config");

    present(vm, Power.STOPPED, Map.of("memory", "2048"));
    assertThat(only(plan(NEVER_APPLIED, vm)).head().verdict()).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void aHostInMaintenanceIsPausedUntilThen() {
    present(POS, Power.RUNNING, Map.of("memory", "2048"));
    Host paused = Given.host("seoul-001", Host.Mode.ENFORCE, Optional.empty(),
        Optional.of(new Host.Maintenance(Given.NOON.plusSeconds(60), "new disk")));
    Host over = Given.host("seoul-001", Host.Mode.ENFORCE, Optional.empty(),
        Optional.of(new Host.Maintenance(Given.NOON.minusSeconds(60), "new disk")));

    assertHeld(only(plan(paused, NEVER_APPLIED, POS)), Why.PAUSED,
        "Host \"seoul-001\" is in maintenance until 2026-11-22T12:01:00Z: new disk");
    assertThat(only(plan(over, NEVER_APPLIED, POS)).head().verdict()).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void anObservedHostKeepsTheWordForWhatIsSo() {
    vms.put(101, new Observed.Absent<>());
    Change change = only(plan(Given.host("seoul-001", Host.Mode.OBSERVE, Optional.empty(), Optional.empty()), NEVER_APPLIED, POS));

    assertThat(change.head().state()).isEqualTo(VmState.MISSING);
    assertThat(change.head().verdict())
        .isInstanceOfSatisfying(Verdict.Held.class, held -> assertThat(held.why()).isEqualTo(Why.REPORT_ONLY));
  }

  @Test
  void reportedDriftIsNotUndoneButAChangeInGitIsApplied() {
    Vm vm = Given.with(POS, Vm.Lifecycle.DEFAULT, new Vm.Drift(Vm.Drift.Mode.REPORT, List.of()));
    present(vm, Power.RUNNING, Map.of("memory", "2048"));

    Change drifted = only(plan(Map.of(101, Applied.of(vm, "abc")), vm));
    assertThat(drifted.head().state()).isEqualTo(VmState.DRIFTED);
    assertThat(drifted.head().verdict())
        .isInstanceOfSatisfying(Verdict.Held.class, held -> assertThat(held.why()).isEqualTo(Why.REPORT_ONLY));
    Applied older = Given.applied("other", Vm.Lifecycle.OnRemove.ORPHAN, false, "abc");
    assertThat(only(plan(Map.of(101, older), vm)).head().verdict()).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void whatCannotBeKnownToBeUnprotectedLosesNothing() {
    Map<String, Wanted> options = new LinkedHashMap<>(POS.options());
    options.put("scsi1", new Wanted.Absent("spec.disks.scsi1", Optional.of(POS.place())));
    Vm vm = Given.with(POS, options);
    present(vm, Power.STOPPED, Map.of("scsi1", "local-lvm:vm-101-disk-1,size=8G"));

    assertHeld(only(plan(NEVER_APPLIED, vm)), Why.PROTECTION,
        "pvefleet does not know what was last applied to this VM, and so not whether that protects it; spec.disks.scsi1 would lose data."
            + " Apply a commit without that first.");
    assertThat(only(plan(Map.of(101, Applied.of(POS, "abc")), vm)).head().verdict()).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void guestsThatGitDoesNotKnowAreListedAndOrphansMarked() {
    guests.put(9000, new GuestSummary(9000, "qemu", "pve1", "debian", "stopped", true, Set.of(), ""));
    guests.put(105, new GuestSummary(105, "qemu", "pve1", "old", "running", false, Set.of("pvefleet"), ""));
    guests.put(300, new GuestSummary(300, "lxc", "pve1", "dns", "running", false, Set.of(), ""));
    guests.put(400, new GuestSummary(400, "qemu", "pve2", "other", "running", false, Set.of(), ""));
    HostPlan plan = plan(NEVER_APPLIED);

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.unmanaged()).extracting(g -> g.vm().vmid()).containsExactly(105, 300, 9000);
    assertThat(plan.unmanaged()).extracting(HostPlan.UnmanagedGuest::owned).containsExactly(true, false, false);
  }

  @Test
  void theSameInputsGiveTheSamePlan() {
    present(POS, Power.RUNNING, Map.of("memory", "2048"));
    vms.put(102, new Observed.Absent<>());
    Vm other = vm(102, "pos-02", 512);

    assertThat(plan(NEVER_APPLIED, POS, other)).isEqualTo(plan(NEVER_APPLIED, other, POS));
  }

  private HostPlan plan(Map<Integer, Applied> lastApplied, Vm... declared) {
    return plan(Given.host("seoul-001"), lastApplied, declared);
  }

  private HostPlan plan(Host host, Map<Integer, Applied> lastApplied, Vm... declared) {
    HostObservation observed = new HostObservation("seoul-001", Given.NOON, 3, reach, guests, vms, storages, List.of());
    DesiredHost desired = new DesiredHost(host, Given.site("seoul"), List.of(declared));
    return PlanCheck.checked(Planner.plan(desired, observed, HostMemory.of(lastApplied)), observed);
  }

  private void present(Vm vm, Power power, Map<String, String> overrides) {
    Map<String, String> config = new TreeMap<>(Map.of("name", vm.ref().name(), "memory", "4096", "tags", "pvefleet"));
    config.putAll(overrides);
    String lock = config.getOrDefault("lock", "");
    int vmid = vm.ref().vmid();
    guests.put(vmid, new GuestSummary(vmid, "qemu", "pve1", config.get("name"), "running", false, Set.of(), lock));
    vms.put(vmid, new Observed.Present<>(new VmObservation(vmid, power, false, lock, config, config, Set.of(), "d1")));
  }

  private void waiting(Vm vm, String key, String current) {
    present(vm, Power.RUNNING, Map.of());
    VmObservation seen = vms.get(vm.ref().vmid()).present().orElseThrow();
    Map<String, String> now = new TreeMap<>(seen.current());
    now.put(key, current);
    vms.put(vm.ref().vmid(),
        new Observed.Present<>(new VmObservation(seen.vmid(), seen.power(), false, "", now, seen.effective(), Set.of(key), "d1")));
  }

  private static Change only(HostPlan plan) {
    assertThat(plan.changes()).hasSize(1);
    return plan.changes().getFirst();
  }

  private static void assertHeld(Change change, Why why, String detail) {
    assertThat(change.head().verdict()).isEqualTo(new Verdict.Held(why, detail));
  }
}
