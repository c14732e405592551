package io.pvefleet.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeRunTest {

  private static final Vm VM = Given.vm(101, "pos-01", 1024);
  private static final Vm LARGER = Given.vm(101, "pos-01", 2048);
  private static final Vm CLONE = Given.from(Given.vm(102, "pos-02", 1024), 9000);

  private final SimHost host = new SimHost(1);

  @Test
  void aNewVmIsMadeStartedAndReadBack() {
    Change change = plan(VM);
    Driver driver = new Driver(host);

    assertThat(driver.carryOut(VM, change)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(host.writes()).extracting(PveRequest::path).containsExactly("/nodes/pve1/qemu", "/nodes/pve1/qemu/101/status/start");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 102})
  void everyPrefixOfTheJournalFoldsToWhereTheRunStood(int vmid) {
    Vm vm = vmid == 101 ? VM : CLONE;
    Change change = plan(vm);
    Driver driver = new Driver(host);
    ChangeRun live = ChangeRun.begin(vm, "pve1", change);
    while (live.outcome().isEmpty()) {
      live = driver.step(live);
      List<Event> stored = driver.journal().stream().map(EventJson::write).map(EventJson::read).toList();
      assertThat(ChangeRun.fold(vm, "pve1", change, stored).next()).isEqualTo(live.next());
    }
    for (int length = 0; length <= driver.journal().size(); length++) {
      assertThat(ChangeRun.fold(vm, "pve1", change, driver.journal().subList(0, length)).resumed().next()).isNotNull();
    }
  }

  /** Stops at every event, before and after the effect of a request, and takes up the journal again. */
  @ParameterizedTest
  @ValueSource(ints = {101, 102})
  void aCrashAnywhereMakesNoVmTwice(int vmid) {
    Vm vm = vmid == 101 ? VM : CLONE;
    int length = events(vm);
    for (int crash = 0; crash < length; crash++) {
      SimHost fresh = new SimHost(crash);
      Change change = planOn(fresh, vm);
      Driver driver = new Driver(fresh);
      ChangeRun run = ChangeRun.begin(vm, "pve1", change);
      for (int i = 0; i < crash && run.outcome().isEmpty(); i++) {
        run = driver.step(run);
      }
      if (run.next() instanceof Action.Send(Step step)) {
        // The process dies between the request and its answer: the intent is all that the journal has.
        fresh.perform(step.request());
        run = run.on(new Event.Intended(fresh.now(), step));
      }
      ChangeRun again = run.resumed();
      while (again.outcome().isEmpty()) {
        again = driver.step(again);
      }
      assertThat(again.outcome()).as("crash after %d events", crash).get().isInstanceOf(Outcome.Succeeded.class);
      assertThat(fresh.writes().stream().filter(w -> w.path().endsWith("/qemu") || w.path().endsWith("/clone"))).hasSize(1);
    }
  }

  @Test
  void aCreationThatNeverArrivedIsNotRepeatedByTheSameRun() {
    Change change = plan(VM);
    ChangeRun run = look(ChangeRun.begin(VM, "pve1", change));
    Step step = ((Action.Send) run.next()).step();
    run = run.on(new Event.Intended(host.now(), step)).resumed();
    Driver driver = new Driver(host);
    while (run.outcome().isEmpty()) {
      run = driver.step(run);
    }
    assertThat(run.outcome()).get().isInstanceOfSatisfying(Outcome.Indeterminate.class,
        end -> assertThat(end.message()).contains("was lost; the host has no VM 101 and runs no task for it"));
    assertThat(host.writes()).isEmpty();
  }

  @Test
  void aVmThatAppearedMeanwhileIsLeftAlone() {
    Change change = plan(VM);
    host.perform(PveRequest.post("/nodes/pve1/qemu").with("vmid", "101").with("name", "somebody-elses"));
    host.pass(Duration.ofMinutes(1));

    assertStopped(new Driver(host).carryOut(VM, change), Why.CONFLICT, "is on the host by now");
    assertThat(host.writes()).hasSize(1);
  }

  @Test
  void aPlanThatIsNoLongerTrueIsNotCarriedOut() {
    made(VM);
    Change change = plan(LARGER);
    int before = host.writes().size();
    host.perform(PveRequest.post("/nodes/pve1/qemu/101/config").with("description", "moved"));
    host.pass(Duration.ofMinutes(1));

    assertStopped(new Driver(host).carryOut(LARGER, change), Why.CONFLICT, "The configuration of VM 101 changed after the plan was made");
    assertThat(host.writes()).hasSize(before + 1);
  }

  @Test
  void aVmStoppedAfterThePlanIsNotChangedUnderAnotherImpact() {
    made(VM);
    Change change = plan(LARGER);
    host.perform(PveRequest.post("/nodes/pve1/qemu/101/status/stop"));
    host.pass(Duration.ofMinutes(2));

    assertStopped(new Driver(host).carryOut(LARGER, change), Why.CONFLICT, "VM 101 is stopped now");
  }

  @Test
  void memoryOfARunningVmIsWrittenAndWaits() {
    made(VM);

    assertThat(new Driver(host).carryOut(LARGER, plan(LARGER))).isEqualTo(new Outcome.WaitsForRestart(List.of("spec.memory")));
  }

  @Test
  void aLockIsWaitedForAndThenReported() {
    made(VM);
    Change change = plan(LARGER);
    ChangeRun run = look(ChangeRun.begin(LARGER, "pve1", change));
    int pauses = 0;
    while (run.outcome().isEmpty()) {
      run = switch (run.next()) {
        case Action.Send(Step step) -> run.on(new Event.Intended(host.now(), step))
            .on(new Event.Sent(host.now(), step, Given.fault(FaultKind.LOCKED, "can't lock file - got timeout")));
        case Action.Pause ignored -> run.on(new Event.Waited(host.now()));
        default -> look(run);
      };
      pauses += run.next() instanceof Action.Pause ? 1 : 0;
    }
    assertStopped(run.outcome().orElseThrow(), Why.LOCK, "can't lock file");
    assertThat(pauses).isEqualTo(8);
  }

  @Test
  void aWriteThatLostIsPlannedAnewAndStopsWhereThePlanNoLongerFits() {
    made(VM);
    Change change = plan(LARGER);
    ChangeRun run = look(ChangeRun.begin(LARGER, "pve1", change));
    Step step = ((Action.Send) run.next()).step();
    host.perform(PveRequest.post("/nodes/pve1/qemu/101/config").with("description", "moved"));
    host.pass(Duration.ofMinutes(1));
    Driver driver = new Driver(host);
    while (run.outcome().isEmpty()) {
      run = driver.step(run);
    }
    assertThat(step.request().shown("digest")).isNotEmpty();
    assertStopped(run.outcome().orElseThrow(), Why.CONFLICT, "changed after the plan was made");
  }

  @Test
  void startingAVmThatRunsAlreadyIsSuccess() {
    made(Given.with(VM, Vm.DesiredPower.STOPPED));
    Change change = plan(VM);
    ChangeRun run = look(ChangeRun.begin(VM, "pve1", change));
    Step step = ((Action.Send) run.next()).step();
    assertThat(step.key()).isEqualTo("start");
    host.perform(step.request());
    host.pass(Duration.ofMinutes(1));
    run = end(run, step, new TaskStatus.Failed("VM 101 already running"));

    assertThat(finished(run)).isInstanceOfSatisfying(Outcome.Succeeded.class, end -> assertThat(end.warnings()).isEmpty());
  }

  @Test
  void aFailedTaskEndsTheRunWithItsLog() {
    made(Given.with(VM, Vm.DesiredPower.STOPPED));
    ChangeRun run = look(ChangeRun.begin(VM, "pve1", plan(VM)));
    Step step = ((Action.Send) run.next()).step();

    assertThat(finished(end(run, step, new TaskStatus.Failed("no space left"))))
        .isEqualTo(new Outcome.Failed(FaultKind.TASK_FAILED, "no space left", List.of("a line")));
  }

  @Test
  void aGuestThatDoesNotShutDownIsNotForced() {
    made(VM);
    Vm stopped = Given.with(VM, Vm.DesiredPower.STOPPED);
    ChangeRun run = look(ChangeRun.begin(stopped, "pve1", plan(stopped)));
    Step step = ((Action.Send) run.next()).step();
    Outcome outcome = finished(end(run, step, new TaskStatus.Failed("VM quit/powerdown failed - got timeout")));

    assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.message()).startsWith("VM 101 did not shut down within 3m and still runs; nothing was forced."));
    assertThat(step.request().toString()).doesNotContain("forceStop");
  }

  @Test
  void aStepThatChangedNothingIsAMismatchAndNotTriedAgain() {
    made(Given.with(VM, Vm.DesiredPower.STOPPED));
    ChangeRun run = look(ChangeRun.begin(VM, "pve1", plan(VM)));
    Step step = ((Action.Send) run.next()).step();

    assertThat(finished(end(run, step, new TaskStatus.Succeeded(0)))).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.message()).contains("spec.power is stopped, asked for running"));
  }

  @Test
  void aRefusalForWantOfRightsEndsAtOnce() {
    ChangeRun run = look(ChangeRun.begin(VM, "pve1", plan(VM)));
    Step step = ((Action.Send) run.next()).step();
    run = run.on(new Event.Intended(host.now(), step))
        .on(new Event.Sent(host.now(), step, Given.fault(FaultKind.FORBIDDEN, "Permission check failed (/vms/101, VM.Allocate)")));

    assertThat(run.outcome()).contains(
        new Outcome.Failed(FaultKind.FORBIDDEN, "Permission check failed (/vms/101, VM.Allocate)", List.of()));
  }

  @Test
  void aHostThatCannotBeReadIsGivenUpAfterAFewTries() {
    ChangeRun run = ChangeRun.begin(VM, "pve1", plan(VM));
    while (run.outcome().isEmpty()) {
      run = switch (run.next()) {
        case Action.Look(List<PveRequest> requests) -> run.on(new Event.WasRead(host.now(),
            Map.of(requests.getFirst(), Given.fault(FaultKind.UNREACHABLE, "connect timed out"))));
        default -> run.on(new Event.Waited(host.now()));
      };
    }
    assertStopped(run.outcome().orElseThrow(), Why.UNKNOWN, "connect timed out");
  }

  @Test
  void aHeldChangeEndsBeforeItBegins() {
    Change change = plan(VM);
    Change held = change.with(change.head().with(
        new io.pvefleet.engine.plan.Verdict.Held(Why.LIMIT, "too many"), io.pvefleet.engine.plan.VmState.HELD, ""));

    assertThat(ChangeRun.begin(VM, "pve1", held).next()).isEqualTo(new Action.Finish(new Outcome.Stopped(Why.LIMIT, "too many")));
  }

  private ChangeRun look(ChangeRun run) {
    return run.next() instanceof Action.Look ? new Driver(host).step(run) : run;
  }

  private ChangeRun end(ChangeRun run, Step step, TaskStatus status) {
    Upid upid = Upid.parse("UPID:pve1:00000212:00072351:6B026CA6:qmstart:101:root@pam:").orElseThrow();
    return run.on(new Event.Intended(host.now(), step))
        .on(new Event.Sent(host.now(), step, new Answer.Data(Given.json("'" + upid.text() + "'"))))
        .on(new Event.TaskEnded(host.now(), step, upid, status, List.of("a line")));
  }

  private Outcome finished(ChangeRun run) {
    ChangeRun at = run;
    Driver driver = new Driver(host);
    Predicate<ChangeRun> goesOn = r -> r.outcome().isEmpty();
    while (goesOn.test(at)) {
      at = driver.step(at);
    }
    return at.outcome().orElseThrow();
  }

  private int events(Vm vm) {
    SimHost fresh = new SimHost(7);
    Driver driver = new Driver(fresh);
    driver.carryOut(vm, planOn(fresh, vm));
    return driver.journal().size();
  }

  private void made(Vm vm) {
    assertThat(new Driver(host).carryOut(vm, plan(vm))).isInstanceOf(Outcome.Succeeded.class);
    host.pass(Duration.ofMinutes(1));
  }

  private Change plan(Vm vm) {
    return planOn(host, vm);
  }

  private static Change planOn(SimHost host, Vm vm) {
    DesiredHost desired = Given.desired(vm);
    return Planner.plan(desired, host.observe(desired), HostMemory.NONE).changes().getFirst();
  }

  private static void assertStopped(Outcome outcome, Why why, String part) {
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Stopped.class, stopped -> {
      assertThat(stopped.why()).isEqualTo(why);
      assertThat(stopped.detail()).contains(part);
    });
  }
}
