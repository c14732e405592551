package io.pvefleet.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Live running and recovery see the writes of a change through one function, and so see the same. */
class WritesTest {

  private static final Instant AT = Instant.parse("2026-11-22T03:00:00Z");
  private static final Step START =
      new Step("start", "Start", PveRequest.post("/nodes/pve1/qemu/101/status/start"), Impact.LIVE, false);
  private static final Upid TASK = Upid.parse("UPID:pve1:00000212:00072351:6B026CA6:qmstart:101:root@pam:").orElseThrow();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void afterEachWriteTheJournalAloneFoldsToWhereTheLiveRunStands(long seed) {
    SimHost host = new SimHost(seed);
    Vm vm = seed % 2 == 0 ? Given.vm(101, "pos-01", 1024) : Given.from(Given.vm(101, "pos-01", 1024), 9000);
    DesiredHost desired = Given.desired(vm);
    Driver driver = new Driver(host);
    ChangeRun live = ChangeRun.begin(vm, "pve1", Planner.plan(desired, host.observe(desired), HostMemory.NONE).changes().getFirst());
    int compared = 0;
    while (live.outcome().isEmpty()) {
      live = driver.step(live);
      if (isWrite(driver.journal().getLast())) {
        // What the process has on disk: writes alone, as text, each prefix of them.
        List<Event> journal =
            driver.journal().stream().filter(WritesTest::isWrite).map(EventJson::write).map(EventJson::read).toList();
        Writes folded = Writes.fold(journal);
        assertThat(folded).as("seed %d after %s", seed, journal.getLast()).isEqualTo(live.writes());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(2);
    assertThat(Recovery.of("pve1", vm.ref(), Optional.empty(), driver.journal()).next()).isInstanceOf(Action.Finish.class);
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void onlyAnAnswerThatMayHideAnEffectLeavesTheStepInDoubt(FaultKind kind) {
    Writes writes = Writes.fold(List.of(
        new Event.Intended(AT, START), new Event.Sent(AT, START, new Answer.Fault(kind, "no", Map.of()))));
    assertThat(writes.unsure().isPresent()).isEqualTo(kind == FaultKind.INDETERMINATE);
    assertThat(writes.done()).isEmpty();
  }

  @Test
  void powerLossOfTheHostLeavesTheStepInDoubtAndRecoveryLooksAtIt() {
    List<Event> journal = List.of(
        new Event.Intended(AT, START), new Event.Sent(AT, START, new Answer.Data(Given.json("'" + TASK.text() + "'"))),
        new Event.TaskEnded(AT, START, TASK, new TaskStatus.Lost("unexpected status"), List.of()));
    assertThat(Writes.fold(journal).unsure()).contains(START);
    assertThat(recovery(journal).next()).isInstanceOf(Action.Look.class);
    assertThat(recovery(journal.subList(0, 2)).next()).isEqualTo(new Action.Await(START, TASK));
    assertThat(recovery(journal.subList(0, 1)).next()).isInstanceOf(Action.Look.class);
    assertThat(recovery(List.of()).next()).isInstanceOf(Action.Finish.class);
  }

  private static Recovery recovery(List<Event> journal) {
    return Recovery.of("pve1", new VmRef("seoul-001", 101, "pos-01"), Optional.of("root@pam"), journal);
  }

  private static boolean isWrite(Event event) {
    return switch (event) {
      case Event.Intended ignored -> true;
      case Event.Sent ignored -> true;
      case Event.TaskEnded ignored -> true;
      case Event.WasRead ignored -> false;
      case Event.Waited ignored -> false;
    };
  }
}
