package io.pvefleet.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.DesiredPower;
import io.pvefleet.engine.kinds.vm.Vm.Restart.Policy;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.WeekSpan;
import io.pvefleet.fleet.model.Window;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Restarts against a simulated host: what is sent, and that whatever goes wrong no VM stays down because of us. */
class RestartRunTest {

  private static final String CARD = "virtio=BC:24:11:00:00:01,bridge=vmbr0";
  private static final String OTHER_CARD = "e1000=BC:24:11:00:00:01,bridge=vmbr0";
  private static final Window OPEN = new Window("w", List.of(), Map.of(), Map.of(), List.of(WeekSpan.parse("Sun 11:00-13:00")),
      Optional.of(ZoneId.of("UTC")), Given.place(1));

  private final SimHost host = new SimHost(1);

  @Test
  void aRestartBringsWhatIsWrittenIntoForce() {
    made(memory("1024", Policy.IMMEDIATE));
    Outcome outcome = carryOut(memory("2048", Policy.IMMEDIATE));

    assertThat(sent()).containsExactly("config", "reboot");
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Succeeded.class, end -> assertThat(end.restarted()).isTrue());
    assertThat(host.vm(101).power()).isEqualTo(SimVm.Power.RUNNING);
    assertThat(host.vm(101).config()).containsEntry("memory", "2048");
    assertThat(host.vm(101).pending()).isEmpty();
  }

  @Test
  void aRestartOfWhatWaitsIsARebootAlone() {
    made(memory("1024", Policy.NEVER));
    assertThat(carryOut(memory("2048", Policy.NEVER))).isEqualTo(new Outcome.WaitsForRestart(List.of("spec.memory")));
    before = host.writes().size();

    assertThat(carryOut(memory("2048", Policy.WINDOW))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(sent()).containsExactly("reboot");
    assertThat(host.vm(101).power()).isEqualTo(SimVm.Power.RUNNING);
  }

  @ParameterizedTest
  @EnumSource(value = DesiredPower.class, names = {"RUNNING", "UNMANAGED"})
  void whatNeedsTheVmOffIsDoneWhileItIsOffAndTheVmRunsAgain(DesiredPower power) {
    made(card(CARD, DesiredPower.RUNNING));
    Outcome outcome = carryOut(card(OTHER_CARD, power));

    assertThat(sent()).containsExactly("shutdown", "config", "start");
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Succeeded.class, end -> assertThat(end.restarted()).isTrue());
    assertThat(host.vm(101).power()).isEqualTo(SimVm.Power.RUNNING);
    assertThat(host.vm(101).config().get("net0")).startsWith("e1000=");
  }

  @Test
  void aGuestThatDoesNotShutDownInTimeIsReportedAndLeftRunning() {
    made(memory("1024", Policy.IMMEDIATE));
    host.edit(101, vm -> vm.with(SimVm.Guest.SILENT));
    Outcome outcome = carryOut(memory("2048", Policy.IMMEDIATE));

    assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.message()).startsWith("VM 101 did not shut down within 3m and still runs; nothing was forced."));
    assertThat(sent()).containsExactly("config", "reboot");
    assertThat(host.vm(101).power()).isEqualTo(SimVm.Power.RUNNING);
    assertThat(host.vm(101).pending()).as("still waits, visibly").containsEntry("memory", "2048");
  }

  @Test
  void aGuestThatDoesNotShutDownForAnOfflineChangeKeepsItsOldCard() {
    made(card(CARD, DesiredPower.RUNNING));
    host.edit(101, vm -> vm.with(SimVm.Guest.SILENT));

    assertThat(carryOut(card(OTHER_CARD, DesiredPower.RUNNING))).isInstanceOf(Outcome.Failed.class);
    assertThat(sent()).containsExactly("shutdown");
    assertThat(host.vm(101).config().get("net0")).startsWith("virtio=");
  }

  @Test
  void onlyForceSwitchesAGuestOff() {
    made(memory("1024", Policy.IMMEDIATE));
    host.edit(101, vm -> vm.with(SimVm.Guest.SILENT));
    Outcome outcome = carryOut(forced(memory("2048", Policy.IMMEDIATE)));

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(sent()).containsExactly("config", "shutdown", "start");
    assertThat(host.writes().stream().filter(w -> w.path().endsWith("/shutdown"))).singleElement()
        .satisfies(request -> assertThat(request.shown("forceStop")).isEqualTo("1"));
    assertThat(host.vm(101).config()).containsEntry("memory", "2048");
  }

  @ParameterizedTest
  @EnumSource(value = DesiredPower.class, names = {"RUNNING", "UNMANAGED"})
  void whateverFailsBetweenShutdownAndStartTheVmIsStartedAgain(DesiredPower power) {
    for (FaultKind kind : FaultKind.values()) {
      SimHost fresh = new SimHost(1);
      make(fresh, card(CARD, DesiredPower.RUNNING));
      Vm vm = card(OTHER_CARD, power);
      Outcome outcome = drive(fresh, vm, planned(fresh, vm), step -> step.key().equals("config")
          ? Optional.of(Given.fault(kind, "no such luck")) : Optional.empty());

      assertThat(fresh.vm(101).power()).as("%s: %s", kind, outcome).isEqualTo(SimVm.Power.RUNNING);
      assertThat(fresh.vm(101).config().get("net0")).startsWith("virtio=");
      assertThat(outcome).as("%s", kind).isNotInstanceOf(Outcome.Succeeded.class);
      assertThat(outcome.toString()).as("%s", kind).contains("VM 101 was started again.");
    }
  }

  @Test
  void aTaskThatFailsBetweenShutdownAndStartLeavesTheVmRunning() {
    made(card(CARD, DesiredPower.UNMANAGED));
    host.perform(PveRequest.post("/nodes/pve1/qemu/101/status/start"));
    host.pass(Duration.ofMinutes(2));
    before = host.writes().size();
    host.failing("qmconfig", "no space left on device");
    Outcome outcome = carryOut(card(OTHER_CARD, DesiredPower.UNMANAGED));

    assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed ->
        assertThat(failed.message()).isEqualTo("no space left on device. VM 101 was started again."));
    assertThat(host.vm(101).power()).isEqualTo(SimVm.Power.RUNNING);
  }

  @Test
  void aGuestThatNeverComesUpAgainIsStartedOnceMoreAndReported() {
    made(memory("1024", Policy.IMMEDIATE));
    host.failing("qmstart", "start failed: QEMU exited with code 1");
    Outcome outcome = carryOut(memory("2048", Policy.IMMEDIATE));

    assertThat(sent()).containsExactly("config", "reboot", "start");
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.message()).isEqualTo(
        "VM 101 shut down for its restart and has not come up again. VM 101 is down and could not be started again; the next pass tries."));
  }

  @Test
  void whatTheHostDidNotStartAgainWeDo() {
    made(memory("1024", Policy.IMMEDIATE));
    host.failing("qmstart", "start failed: QEMU exited with code 1");
    Vm vm = memory("2048", Policy.IMMEDIATE);
    Outcome outcome = drive(host, vm, planned(host, vm), step -> {
      if (step.key().equals("start")) {
        host.failing("qmstart", "");
      }
      return Optional.empty();
    });

    assertThat(outcome.toString()).contains("has not come up again. VM 101 was started again.");
    assertThat(host.vm(101).power()).isEqualTo(SimVm.Power.RUNNING);
  }

  @Test
  void aVmStoppedMeanwhileIsNotRestarted() {
    made(memory("1024", Policy.NEVER));
    carryOut(memory("2048", Policy.NEVER));
    Vm vm = memory("2048", Policy.IMMEDIATE);
    Change change = planned(host, vm);
    host.perform(PveRequest.post("/nodes/pve1/qemu/101/status/stop"));
    host.pass(Duration.ofMinutes(2));
    before = host.writes().size();

    assertThat(new Driver(host).carryOut(vm, change)).isInstanceOf(Outcome.Stopped.class);
    assertThat(sent()).isEmpty();
  }

  @Test
  void aWindowThatIsNearlyOverWhenItsTurnComesIsNotUsed() {
    made(memory("1024", Policy.NEVER));
    carryOut(memory("2048", Policy.NEVER));
    Vm vm = memory("2048", Policy.WINDOW);
    Change change = planned(host, vm);
    host.pass(Duration.ofMinutes(58));
    before = host.writes().size();

    assertThat(new Driver(host).carryOut(vm, change)).isInstanceOfSatisfying(Outcome.Stopped.class, stopped -> {
      assertThat(stopped.why()).isEqualTo(Why.WINDOW);
      assertThat(stopped.detail()).contains("Too little of the window is left to restart VM 101");
    });
    assertThat(sent()).isEmpty();
  }

  @Test
  void aChangeThatOutlastsTheWindowIsWrittenAndWaits() {
    made(memory("1024", Policy.NEVER));
    Vm vm = memory("2048", Policy.WINDOW);
    Change change = planned(host, vm);
    Outcome outcome = drive(host, vm, change, step -> {
      host.pass(Duration.ofMinutes(58));
      return Optional.empty();
    });

    assertThat(change.steps()).extracting(Step::key).containsExactly("config", "reboot");
    assertThat(sent()).containsExactly("config");
    assertThat(outcome).isInstanceOfSatisfying(Outcome.WaitsForRestart.class,
        end -> assertThat(end.options()).containsExactly("spec.memory"));
  }

  @Test
  void whatWasExpectedToBeLiveAndIsPendingIsReportedAsWaiting() {
    made(memory("1024", Policy.NEVER));
    Vm vm = memory("2048", Policy.NEVER);
    Change change = predicted(planned(host, vm), Impact.LIVE);

    assertThat(new Driver(host).carryOut(vm, change)).isEqualTo(new Outcome.WaitsForRestart(List.of("spec.memory"),
        List.of("spec.memory was expected to be in force at once and waits for a restart.")));
  }

  @Test
  void whatWasExpectedToWaitAndIsInForceIsDone() {
    made(Given.vm(101, "pos-01", Map.of("memory", "1024", "description", "a"), Policy.NEVER));
    Vm vm = Given.vm(101, "pos-01", Map.of("memory", "1024", "description", "b"), Policy.NEVER);
    Change change = predicted(planned(host, vm), Impact.RESTART);

    assertThat(new Driver(host).carryOut(vm, change)).isInstanceOfSatisfying(Outcome.Succeeded.class, end -> {
      assertThat(end.surprises()).containsExactly("spec.description was expected to wait for a restart and is in force already.");
      assertThat(end.restarted()).isFalse();
    });
  }

  @Test
  void aRestartThatIsNotNeededAfterAllIsNotMade() {
    made(Given.vm(101, "pos-01", Map.of("memory", "1024", "description", "a"), Policy.IMMEDIATE));
    Vm vm = Given.vm(101, "pos-01", Map.of("memory", "1024", "description", "b"), Policy.IMMEDIATE);
    Change planned = planned(host, vm);
    Step reboot = new Step("reboot", "Restart", PveRequest.post("/nodes/pve1/qemu/101/status/reboot"), Impact.OFFLINE, false);
    ChangeRun run = ChangeRun.begin(vm, "pve1", planned);
    Driver driver = new Driver(host);
    run = driver.step(run);
    Change approved = new Change.Update(planned.head(), planned.attributes(), List.of(planned.steps().getFirst(), reboot));
    ChangeRun again = ChangeRun.fold(vm, "pve1", approved, List.of(driver.journal().getFirst()));

    assertThat(again.next()).as("a plan that does not follow from what is read is not carried out").isInstanceOf(Action.Finish.class);
    while (run.outcome().isEmpty()) {
      run = driver.step(run);
    }
    assertThat(sent()).containsExactly("config");
  }

  /** Stops at every event of a run whose change fails while the VM is off, and takes up the journal again. */
  @Test
  void aRunThatIsTakenUpAnywhereLeavesTheVmRunning() {
    int length = eventsOfAFailure();
    for (int crash = 0; crash <= length; crash++) {
      SimHost fresh = new SimHost(1);
      make(fresh, card(CARD, DesiredPower.RUNNING));
      fresh.failing("qmconfig", "no space left on device");
      Vm vm = card(OTHER_CARD, DesiredPower.UNMANAGED);
      Change change = planned(fresh, vm);
      Driver driver = new Driver(fresh);
      ChangeRun run = ChangeRun.begin(vm, "pve1", change);
      for (int i = 0; i < crash && run.outcome().isEmpty(); i++) {
        run = driver.step(run);
      }
      ChangeRun again = ChangeRun.fold(vm, "pve1", change, driver.journal()).resumed();
      while (again.outcome().isEmpty()) {
        again = driver.step(again);
      }
      assertThat(fresh.vm(101).power()).as("taken up after %d events: %s", crash, again.outcome()).isEqualTo(SimVm.Power.RUNNING);
      assertThat(fresh.writes().stream().filter(w -> w.path().endsWith("/status/shutdown"))).as("after %d events", crash).hasSize(1);
    }
    System.out.println("a failing offline change was taken up at " + (length + 1) + " places, and the VM ran after each");
  }

  private int eventsOfAFailure() {
    SimHost fresh = new SimHost(1);
    make(fresh, card(CARD, DesiredPower.RUNNING));
    fresh.failing("qmconfig", "no space left on device");
    Vm vm = card(OTHER_CARD, DesiredPower.UNMANAGED);
    Driver driver = new Driver(fresh);
    driver.carryOut(vm, planned(fresh, vm));
    return driver.journal().size();
  }

  private int before;

  /** What was sent since the VM was made, by the last word of each path. */
  private List<String> sent() {
    return host.writes().stream().skip(before).map(write -> write.path().substring(write.path().lastIndexOf('/') + 1)).toList();
  }

  private void made(Vm vm) {
    make(host, vm);
    before = host.writes().size();
  }

  private static void make(SimHost host, Vm vm) {
    assertThat(new Driver(host).carryOut(vm, planned(host, vm))).isInstanceOf(Outcome.Succeeded.class);
    host.pass(Duration.ofMinutes(1));
  }

  private Outcome carryOut(Vm vm) {
    Outcome outcome = new Driver(host).carryOut(vm, planned(host, vm));
    host.pass(Duration.ofMinutes(1));
    return outcome;
  }

  /** As the driver does, but some steps get another answer than the host's. */
  private static Outcome drive(SimHost host, Vm vm, Change change, Function<Step, Optional<Answer>> meddler) {
    Driver driver = new Driver(host);
    ChangeRun run = ChangeRun.begin(vm, "pve1", change);
    while (run.outcome().isEmpty()) {
      Optional<Answer> instead = run.next() instanceof Action.Send(Step step) ? meddler.apply(step) : Optional.empty();
      if (instead.isPresent() && run.next() instanceof Action.Send(Step step)) {
        run = run.on(new Event.Intended(host.now(), step)).on(new Event.Sent(host.now(), step, instead.get()));
      } else {
        run = driver.step(run);
      }
    }
    return run.outcome().orElseThrow();
  }

  private static Change planned(SimHost host, Vm vm) {
    DesiredHost desired = new DesiredHost(Given.host("seoul-001"), Given.site("seoul-001"), List.of(vm), List.of(OPEN));
    return Planner.plan(desired, host.observe(desired), HostMemory.NONE).changes().getFirst();
  }

  /** The same change with another prediction: the table is one thing, what the host does another. */
  private static Change predicted(Change change, Impact impact) {
    List<AttributeChange> attributes = change.attributes().stream()
        .map(a -> new AttributeChange(a.path(), a.place(), a.desired(), a.configured(), a.running(), impact, a.note()))
        .toList();
    return new Change.Update(change.head(), attributes, change.steps());
  }

  private static Vm memory(String mebibytes, Policy policy) {
    return Given.vm(101, "pos-01", Map.of("memory", mebibytes), policy);
  }

  private static Vm card(String card, DesiredPower power) {
    return Given.with(Given.vm(101, "pos-01", Map.of("memory", "1024", "net0", card), Policy.IMMEDIATE), power);
  }

  private static Vm forced(Vm vm) {
    return new Vm(vm.ref(), vm.place(), vm.labels(), vm.power(), vm.source(), vm.options(),
        new Vm.Restart(vm.restart().policy(), vm.restart().timeout(), true), vm.lifecycle(), vm.drift(), vm.specHash());
  }
}
