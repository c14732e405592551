package io.pvefleet.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.Disks;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.OnRemove;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.PlanCheck;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Tombstone;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Method;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removals carried out on a simulated host. */
class RemovalRunTest {

  private static final String VM = "/nodes/pve1/qemu/105";
  private static final Lifecycle DELETE = new Lifecycle(false, OnRemove.DELETE, Disks.DELETE);

  private final SimHost host = new SimHost(7);
  private int before;

  @BeforeEach
  void aRunningVmOfOursIsThere() {
    task(PveRequest.post("/nodes/pve1/qemu").with("vmid", "105").with("name", "old").with("memory", "512").with("tags", "pvefleet;till")
        .with("scsi0", "local:1").with("ide2", "local-lvm:cloudinit"));
    task(PveRequest.post(VM + "/status/start"));
    host.pass(java.time.Duration.ofMinutes(2)); // the host's own lock of a fresh start
    before = host.writes().size();
  }

  @Test
  void aDeletionShutsDownDeletesAndIsReadBack() {
    Applied applied = applied(DELETE);
    Change change = only(applied);

    assertThat(carryOut(applied, change)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(sent()).extracting(request -> request.method() + " " + request.path())
        .containsExactly("POST " + VM + "/status/shutdown", "DELETE " + VM);
    assertThat(sent().getLast().toString()).endsWith("purge=1 destroy-unreferenced-disks=0");
    assertThat(observe(applied).vms().get(105)).isInstanceOf(Observed.Absent.class);
    assertThat(plan(applied).changes()).singleElement().isInstanceOf(Change.Keep.class);
  }

  @Test
  void anOrphanRunsOnWithoutItsTag() {
    Applied applied = applied(Lifecycle.DEFAULT);

    assertThat(carryOut(applied, only(applied))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(sent()).extracting(PveRequest::path).containsExactly(VM + "/config");
    HostPlan after = plan(applied);
    assertThat(after.changes()).isEmpty();
    assertThat(after.unmanaged()).filteredOn(guest -> guest.vm().vmid() == 105).singleElement().matches(guest -> !guest.owned());
    assertThat(status()).isEqualTo("running");
  }

  @Test
  void aVmThatIsToStopIsStoppedAndLetGo() {
    Applied applied = applied(new Lifecycle(false, OnRemove.STOP, Disks.KEEP));

    assertThat(carryOut(applied, only(applied))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(sent()).extracting(PveRequest::path).containsExactly(VM + "/status/shutdown", VM + "/config");
    assertThat(status()).isEqualTo("stopped");
    assertThat(plan(applied).changes()).isEmpty();
  }

  @Test
  void aChangeAfterThePlanStopsTheDeletion() {
    Applied applied = applied(DELETE);
    Change change = only(applied);
    task(PveRequest.post(VM + "/config").with("description", "somebody still needs me"));
    before = host.writes().size();

    assertStopped(carryOut(applied, change), Why.CONFLICT, "changed after the plan was made");
    assertThat(sent()).isEmpty();
  }

  @Test
  void protectionThatIsSetDuringTheShutdownIsSeenInTheLookBeforeTheDeletion() {
    Applied applied = applied(DELETE);
    ChangeRun run = ChangeRun.begin(new Goal.Removed(applied), "pve1", only(applied));
    Driver driver = new Driver(host);
    run = until(run, driver, "shutdown");
    task(PveRequest.post(VM + "/config").with("protection", "1"));

    assertStopped(driver.carryOut(run), Why.PROTECTION, "Proxmox protects VM 105");
    assertThat(sent()).noneMatch(request -> request.method() == Method.DELETE);
  }

  @Test
  void anyOtherChangeDuringTheShutdownStopsTheDeletionToo() {
    Applied applied = applied(DELETE);
    Driver driver = new Driver(host);
    ChangeRun run = until(ChangeRun.begin(new Goal.Removed(applied), "pve1", only(applied)), driver, "shutdown");
    task(PveRequest.post(VM + "/config").with("description", "wait"));

    assertStopped(driver.carryOut(run), Why.CONFLICT, "changed while it was shut down");
    assertThat(sent()).noneMatch(request -> request.method() == Method.DELETE);
  }

  @Test
  void aTagThatIsTakenOffDuringTheShutdownStopsTheDeletion() {
    Applied applied = applied(DELETE);
    Driver driver = new Driver(host);
    ChangeRun run = until(ChangeRun.begin(new Goal.Removed(applied), "pve1", only(applied)), driver, "shutdown");
    task(PveRequest.post(VM + "/config").with("tags", "till"));

    assertStopped(driver.carryOut(run), Why.CONFLICT, "it is not pvefleet's to delete");
  }

  @Test
  void aVmThatIsStartedAgainMeanwhileIsNotShutDownTwice() {
    Applied applied = applied(DELETE);
    Driver driver = new Driver(host);
    ChangeRun run = until(ChangeRun.begin(new Goal.Removed(applied), "pve1", only(applied)), driver, "shutdown");
    task(PveRequest.post(VM + "/status/start"));
    host.pass(java.time.Duration.ofMinutes(2));

    assertStopped(driver.carryOut(run), Why.CONFLICT, "somebody else works on it");
    assertThat(sent()).filteredOn(request -> request.path().endsWith("/shutdown")).hasSize(1);
  }

  @Test
  void aDeletionWhoseAnswerWasLostIsSettledByReadingAndNeverRepeated() {
    task(PveRequest.post(VM + "/status/stop"));
    Applied applied = applied(DELETE);
    Driver driver = new Driver(host);
    ChangeRun run = ChangeRun.begin(new Goal.Removed(applied), "pve1", only(applied));
    before = host.writes().size();
    while (!(run.next() instanceof Action.Send(var step))) {
      run = driver.step(run);
    }
    PveRequest delete = ((Action.Send) run.next()).step().request();
    run = run.on(new Event.Intended(host.now(), ((Action.Send) run.next()).step()));
    Answer answer = host.perform(delete); // arrives, and its answer does not
    host.await(Upid.parse(((Answer.Data) answer).data().asString("")).orElseThrow());

    assertThat(driver.carryOut(run)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(sent()).filteredOn(request -> request.method() == Method.DELETE).hasSize(1);
  }

  @Test
  void aTemplateWithLinkedClonesFailsWithTheHostsOwnWords() {
    // Refused in the task, and only where the template was made one after the last look.
    Applied applied = applied(DELETE);
    task(PveRequest.post(VM + "/status/stop"));
    Change change = only(applied);
    ChangeRun run = ChangeRun.begin(new Goal.Removed(applied), "pve1", change);
    Driver driver = new Driver(host);
    while (!(run.next() instanceof Action.Send)) {
      run = driver.step(run);
    }
    task(PveRequest.post(VM + "/template"));
    task(PveRequest.post(VM + "/clone").with("newid", "106").with("name", "linked"));

    assertStopped(driver.carryOut(run), Why.CONFLICT, "has become a template");
    assertThat(observe(applied).guests()).containsKeys(105, 106);
  }

  @Test
  void everyPrefixOfTheJournalFoldsToWhereTheRunStood() {
    Applied applied = applied(DELETE);
    Change change = only(applied);
    Driver driver = new Driver(host);
    ChangeRun live = ChangeRun.begin(new Goal.Removed(applied), "pve1", change);
    while (live.outcome().isEmpty()) {
      live = driver.step(live);
      List<Event> stored = driver.journal().stream().map(EventJson::write).map(EventJson::read).toList();
      assertThat(ChangeRun.fold(new Goal.Removed(applied), "pve1", change, stored).next()).isEqualTo(live.next());
    }
  }

  /** Until that step was done and the next look is due. */
  private static ChangeRun until(ChangeRun begun, Driver driver, String key) {
    ChangeRun run = begun;
    while (driver.journal().stream().noneMatch(e -> e instanceof Event.TaskEnded(var at, var step, var upid, var status, var log)
        && step.key().equals(key))) {
      run = driver.step(run);
    }
    return run;
  }

  private Outcome carryOut(Applied applied, Change change) {
    return new Driver(host).carryOut(ChangeRun.begin(new Goal.Removed(applied), "pve1", change));
  }

  private static void assertStopped(Outcome outcome, Why why, String part) {
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Stopped.class, stopped -> {
      assertThat(stopped.detail()).contains(part);
      assertThat(stopped.why()).isEqualTo(why);
    });
  }

  private Change only(Applied applied) {
    HostPlan plan = plan(applied);
    assertThat(plan.changes()).hasSize(1);
    return plan.changes().getFirst();
  }

  private HostPlan plan(Applied applied) {
    HostObservation observed = observe(applied);
    Tombstone tombstone = new Tombstone("t", "seoul-001", 105, "old", "given up", Given.place(1));
    DesiredHost desired = new DesiredHost(Given.host("seoul-001"), Given.site("seoul"), List.of(), List.of(), List.of(tombstone), "c1");
    return PlanCheck.checked(Planner.plan(desired, observed, HostMemory.of(Map.of(105, applied))), observed);
  }

  private HostObservation observe(Applied applied) {
    return host.observe(Given.desired(), Set.of(105));
  }

  private Applied applied(Lifecycle lifecycle) {
    HostObservation seen = host.observe(Given.desired(), Set.of(105));
    VmObservation vm = seen.vms().get(105).present().orElseThrow();
    assertThat(vm.power()).isIn(Power.RUNNING, Power.STOPPED);
    return new Applied("old", "hash", lifecycle, Vm.Restart.DEFAULT, "c0", Identity.of(vm));
  }

  private String status() {
    Answer answer = host.perform(PveRequest.get(VM + "/status/current"));
    return ((Answer.Data) answer).data().path("status").asString("");
  }

  private List<PveRequest> sent() {
    return host.writes().subList(before, host.writes().size());
  }

  private void task(PveRequest request) {
    Answer answer = host.perform(request);
    assertThat(answer).isInstanceOf(Answer.Data.class);
    Upid.parse(((Answer.Data) answer).data().asString(""))
        .ifPresent(upid -> assertThat(host.await(upid)).as(request.toString()).isInstanceOf(TaskStatus.Succeeded.class));
  }
}
