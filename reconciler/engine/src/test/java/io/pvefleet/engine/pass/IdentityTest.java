package io.pvefleet.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Adopting, and telling a VM from another one that stands under its vmid by now. */
class IdentityTest {

  private static final Vm POS = Given.with(Given.vm(101, "pos-01", 2048), Vm.DesiredPower.STOPPED);
  private static final String CONFIG = "/nodes/pve1/qemu/101/config";

  private final SimHost host = new SimHost(1);

  @BeforeEach
  void aVmMadeByHand() {
    make("pos-01", "memory", "2048");
  }

  @Test
  void adoptingAVmThatIsAsDeclaredIsOneRequestWithItsTagAndThenNothing() {
    host.perform(PveRequest.post(CONFIG).with("tags", "till;counter"));
    host.pass(Duration.ofSeconds(10));
    int before = host.writes().size();
    Change adopt = only(plan(HostMemory.NONE));

    assertThat(adopt).isInstanceOf(Change.Adopt.class);
    assertThat(new Driver(host).carryOut(POS, adopt)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(host.writes().subList(before, host.writes().size())).singleElement().satisfies(write -> {
      assertThat(write.path()).isEqualTo(CONFIG);
      assertThat(write.params()).extracting(PveRequest.Param::name).containsExactly("tags", "digest");
      assertThat(write.shown("tags")).isEqualTo("counter;till;pvefleet");
    });
    Change after = only(plan(HostMemory.NONE));
    assertThat(after.head().state()).isEqualTo(VmState.IN_SYNC);
    assertThat(host.writes()).hasSize(before + 1);
  }

  @Test
  void whatElseDiffersIsShownWithTheAdoptionAndIsChangedByThePlanAfterIt() {
    Vm wanted = Given.with(Given.vm(101, "pos-01", 4096), Vm.DesiredPower.RUNNING);
    HostPlan plan = plan(HostMemory.NONE, wanted);
    Change adopt = only(plan);

    assertThat(adopt.attributes()).extracting(a -> a.path()).contains("spec.memory", "spec.power", "spec.tags");
    assertThat(adopt.steps()).extracting(Step::key).containsExactly("adopt");
    assertThat(new Driver(host).carryOut(wanted, adopt)).isInstanceOf(Outcome.Succeeded.class);

    Change update = only(plan(HostMemory.NONE, wanted));
    assertThat(update).isInstanceOf(Change.Update.class);
    assertThat(update.head().state()).isEqualTo(VmState.OUT_OF_SYNC);
    assertThat(update.steps()).extracting(Step::key).containsExactly("config", "start");
  }

  @Test
  void adoptionIsNotHeldForWhatItDoesNotDo() {
    make(102, "kiosk", "memory", "512");
    host.perform(PveRequest.post("/nodes/pve1/qemu/102/status/start"));
    host.pass(Duration.ofSeconds(30));
    Vm window = Given.vm(102, "kiosk", Map.of("memory", "1024"), Vm.Restart.Policy.WINDOW);

    assertThat(only(plan(HostMemory.NONE, window)).head().verdict()).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void aVmThatChangedBetweenPlanAndAdoptionIsNotTouched() {
    Change adopt = only(plan(HostMemory.NONE));
    host.perform(PveRequest.post(CONFIG).with("description", "by hand"));
    host.pass(Duration.ofSeconds(10));
    int before = host.writes().size();

    assertThat(new Driver(host).carryOut(POS, adopt)).isInstanceOf(Outcome.Stopped.class);
    assertThat(host.writes()).hasSize(before);
  }

  @Test
  void anotherVmMadeUnderTheVmidIsAConflictAlthoughItHasNameAndTag() {
    HostMemory memory = adopted();
    Identity old = identity(memory);
    delete(101);
    make("pos-01", "memory", "2048", "tags", "pvefleet");
    Change change = only(plan(memory));

    assertThat(change.steps()).isEmpty();
    assertConflict(change, "another VM than the one that was applied", old.uuid(), "pvefleet approve seoul-001/101", "another vmid");
  }

  @Test
  void anotherVmIsAcceptedWhereAPersonApprovedItAsItIsNow() {
    HostMemory memory = adopted();
    delete(101);
    make("pos-01", "memory", "2048", "tags", "pvefleet");
    String digest = only(plan(memory)).head().digest();
    Approval approval =
        new Approval(POS.ref(), "abc", digest, Identity.NONE, "kim", host.now(), host.now().plus(Duration.ofHours(1)));

    assertThat(only(plan(memory.withApprovals(List.of(approval)))).head().state()).isEqualTo(VmState.IN_SYNC);
    host.perform(PveRequest.post(CONFIG).with("description", "changed since"));
    host.pass(Duration.ofSeconds(10));
    assertConflict(only(plan(memory.withApprovals(List.of(approval)))), "another VM than the one that was applied");
    host.pass(Duration.ofHours(2));
    Approval late = new Approval(
        POS.ref(), "abc", only(plan(memory)).head().digest(), Identity.NONE, "kim", host.now().minusSeconds(9), host.now().minusSeconds(1));
    assertConflict(only(plan(memory.withApprovals(List.of(late)))), "another VM than the one that was applied");
  }

  @Test
  void anotherVmWithoutTheTagIsNotAdoptedUnderARecordedIdentity() {
    HostMemory memory = adopted();
    delete(101);
    make("pos-01", "memory", "2048");

    assertConflict(only(plan(memory)), "another VM than the one that was applied");
  }

  @Test
  void theBackupOfAnotherVmRestoredOverItIsAConflict() {
    HostMemory memory = adopted();
    // What a restore leaves: name, tags and uuid of the VM that the backup was made of.
    host.perform(PveRequest.post(CONFIG).with("name", "kiosk-07").with("smbios1", "uuid=33333333-0000-4000-8000-000000000007"));
    host.pass(Duration.ofSeconds(10));

    assertConflict(only(plan(memory)), "\"pos-01\" with uuid " + identity(memory).uuid(),
        "\"kiosk-07\" with uuid 33333333-0000-4000-8000-000000000007");
  }

  @Test
  void renamingTheSameVmIsDriftAndNoConflict() {
    HostMemory memory = adopted();
    host.perform(PveRequest.post(CONFIG).with("name", "renamed"));
    host.pass(Duration.ofSeconds(10));
    Change change = only(plan(memory));

    assertThat(change).isInstanceOf(Change.Update.class);
    assertThat(change.head().state()).isEqualTo(VmState.DRIFTED);
  }

  @Test
  void whereSmbiosWasDeletedNameAndTagDecideAndThePlanSaysSo() {
    HostMemory memory = adopted();
    host.perform(PveRequest.post(CONFIG).with("delete", "smbios1"));
    host.pass(Duration.ofSeconds(10));
    HostPlan plan = plan(memory);

    assertThat(only(plan).head().state()).isEqualTo(VmState.IN_SYNC);
    assertThat(plan.warnings()).containsExactly(
        "Without a uuid in smbios1, and so told from another VM under its vmid by name and tag alone: 101 pos-01.");

    host.perform(PveRequest.post(CONFIG).with("name", "renamed"));
    host.pass(Duration.ofSeconds(10));
    assertConflict(only(plan(memory)), "\"renamed\" without a uuid");
  }

  @Test
  void aUuidThatGitItselfDeclaresIsNoStranger() {
    HostMemory memory = adopted();
    String uuid = "44444444-0000-4000-8000-000000000044";
    host.perform(PveRequest.post(CONFIG).with("smbios1", "uuid=" + uuid));
    host.pass(Duration.ofSeconds(10));
    Vm declaring = Given.with(
        Given.vm(101, "pos-01", Map.of("memory", "2048", "smbios1", "uuid=" + uuid), Vm.Restart.Policy.NEVER), Vm.DesiredPower.STOPPED);

    assertThat(only(plan(memory, declaring)).head().state()).isEqualTo(VmState.IN_SYNC);
  }

  @Test
  void aCloneThatPvefleetBeganIsFinishedAndNotAdopted() {
    Vm clone = Given.from(Given.with(Given.vm(105, "pos-05", 4096), Vm.DesiredPower.STOPPED), 9000);
    host.perform(PveRequest.post("/nodes/pve1/qemu/9000/clone").with("newid", "105").with("name", "pos-05"));
    host.pass(Duration.ofMinutes(5));

    assertThat(only(plan(HostMemory.NONE, clone))).isInstanceOf(Change.Adopt.class);
    Change finish = only(plan(HostMemory.NONE.withUnfinished(java.util.Set.of(105)), clone));
    assertThat(finish).isInstanceOf(Change.Update.class);
    assertThat(new Driver(host).carryOut(clone, finish)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(only(plan(HostMemory.NONE, clone)).head().state()).isEqualTo(VmState.IN_SYNC);
  }

  /** The memory that adopting leaves behind. */
  private HostMemory adopted() {
    Change adopt = only(plan(HostMemory.NONE));
    new Driver(host).carryOut(POS, adopt);
    return HostMemory.of(Map.of(101, Applied.of(POS, "abc").with(adopt.head().identity())));
  }

  private static Identity identity(HostMemory memory) {
    Identity identity = memory.applied().get(101).identity();
    assertThat(identity.uuid()).hasSize(36);
    return identity;
  }

  private void make(String name, String... params) {
    make(101, name, params);
  }

  private void make(int vmid, String name, String... params) {
    PveRequest request = PveRequest.post("/nodes/pve1/qemu").with("vmid", Integer.toString(vmid)).with("name", name);
    for (int i = 0; i < params.length; i += 2) {
      request = request.with(params[i], params[i + 1]);
    }
    host.perform(request);
    host.pass(Duration.ofSeconds(60));
  }

  private void delete(int vmid) {
    host.perform(PveRequest.delete("/nodes/pve1/qemu/" + vmid));
    host.pass(Duration.ofSeconds(60));
  }

  private HostPlan plan(HostMemory memory) {
    return plan(memory, POS);
  }

  private HostPlan plan(HostMemory memory, Vm vm) {
    DesiredHost desired = Given.desired(vm);
    HostObservation observed = host.observe(desired);
    return PlanCheck.checked(Planner.plan(desired, observed, memory), observed);
  }

  private static Change only(HostPlan plan) {
    assertThat(plan.changes()).hasSize(1);
    return plan.changes().getFirst();
  }

  private static void assertConflict(Change change, String... saying) {
    assertThat(change.head().state()).isEqualTo(VmState.HELD);
    assertThat(change.steps()).isEmpty();
    assertThat(change.head().verdict()).isInstanceOfSatisfying(Verdict.Held.class, held -> {
      assertThat(held.why()).isEqualTo(Why.CONFLICT);
      assertThat(held.detail()).contains(saying);
    });
  }
}
