package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.HostState;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.http.LoggedRequest;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop against simulated hosts: who has a host when, what is remembered, and what a stop at a bad moment leaves. */
class FleetLoopTest {
  /** A create takes about a fifth of a second, so that wake-ups come in the middle of it. */
  private static final SimulationSettings SLOW = SimulationSettings.FAST.withTaskSpeed(10);

  @TempDir Path top;

  @Test
  void manyWakeUpsWhileAHostIsChangedRepeatNothingAndNoPlanIsStale() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SLOW.withHosts(3));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 4);
        Store store = new MemoryStore();
        TestLoop loop = TestLoop.start(repository, top, store)) {
      loop.await(
          () -> loop.view().count(VmState.IN_SYNC) == 12,
          () -> {
            loop.loop.wakeAll(Trigger.WEBHOOK);
            simulated.hosts().forEach(host -> loop.loop.tick(host.name()));
          });
      assertThat(loop.events()).extracting(NewEvent::kind)
          .doesNotContain(
              EventKind.STOPPED.word(), EventKind.FAILED.word(), EventKind.DRIFT.word(), EventKind.INDETERMINATE.word());
      for (SimulatedHost host : simulated.hosts()) {
        assertThat(host.log().writes()).extracting(LoggedRequest::toString).doesNotHaveDuplicates();
        assertThat(host.log().creates()).isEqualTo(4);
      }
    }
  }

  @Test
  void vmThatIsAsDeclaredFromTheStartIsDriftedOnceItIsStopped() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST);
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1)) {
      SimulatedHost host = simulated.hosts().getFirst();
      try (Store lost = new MemoryStore(); TestLoop loop = TestLoop.start(repository, top, lost)) {
        loop.await(() -> loop.view().count(VmState.IN_SYNC) == 1);
      }
      try (Store empty = new MemoryStore(); TestLoop loop = TestLoop.start(repository, top, empty)) {
        loop.await(() -> empty.applied().of(host.name()).containsKey(101));
        host.keyboard().stop(101);
        loop.loop.wakeAll(Trigger.SCHEDULE);
        loop.await(() -> host.keyboard().isRunning(101) && loop.view().count(VmState.IN_SYNC) == 1);
        loop.await(() -> loop.events().stream().anyMatch(event -> event.kind().equals(EventKind.DRIFT.word())));
        assertThat(empty.runs().list(Long.MAX_VALUE, 10)).hasSize(1);
      }
    }
  }

  @Test
  void stoppedVmIsDriftedAndNotOutOfSyncAndIsStartedAgain() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST);
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        Store store = new MemoryStore()) {
      SimulatedHost host = simulated.hosts().getFirst();
      try (TestLoop loop = TestLoop.start(repository, top, store)) {
        loop.await(() -> loop.view().count(VmState.IN_SYNC) == 1);
      }
      host.keyboard().stop(101);
      try (TestLoop loop = TestLoop.observing(repository, top, store)) {
        loop.await(() -> loop.view().count(VmState.DRIFTED) == 1);
        assertThat(loop.view().vm(host.name(), 101).orElseThrow().power()).isEqualTo("stopped");
      }
      assertThat(host.keyboard().isRunning(101)).isFalse();
      try (TestLoop loop = TestLoop.start(repository, top, store)) {
        loop.await(() -> loop.view().count(VmState.IN_SYNC) == 1 && host.keyboard().isRunning(101));
      }
    }
  }

  @Test
  void whatWaitsIsRestartedInAnOpenWindowAndNowhereElse() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST);
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 2);
        Store store = new MemoryStore()) {
      SimulatedHost host = simulated.hosts().getFirst();
      try (TestLoop loop = TestLoop.start(repository, top, store)) {
        loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);
        repository.write("sites/" + host.name() + "/vms.yaml",
            TestRepository.vms(2, "1GiB").replace("power: running", "power: running\n  restart: {policy: window}"));
        repository.commit("More memory");
        loop.loop.poll(Trigger.WEBHOOK);
        loop.await(() -> loop.view().count(VmState.PENDING_RESTART) == 2);
        assertThat(host.log().writes()).extracting(LoggedRequest::toString).noneMatch(write -> write.contains("reboot"));
        loop.await(() -> store.waiting().of(host.name()).keySet().equals(Set.of(101, 102)));

        repository.write("schedules/always.yaml",
            "apiVersion: pvefleet/v1\nkind: Window\nmetadata: {name: w}\nspec: {times: [\"Mon-Sun 00:00-24:00\"]}\n");
        repository.commit("Open a window");
        loop.loop.poll(Trigger.WEBHOOK);
        loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);
        assertThat(host.log().writes()).extracting(LoggedRequest::toString).filteredOn(write -> write.contains("reboot")).hasSize(2);
        assertThat(loop.events()).extracting(NewEvent::message)
            .filteredOn(message -> message.startsWith("restarted, 1 change in force: memory 512MiB -> 1GiB")).hasSize(2);
        loop.await(() -> store.waiting().of(host.name()).isEmpty(), () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      }
    }
  }

  @Test
  void moreThanHalfOfTheHostsSilentHoldsTheRestAndALaterRoundLetsGo() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(3));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        Store store = new MemoryStore();
        TestLoop loop = TestLoop.start(repository, top, store)) {
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 3);
      List<SimulatedHost> gone = simulated.hosts().subList(0, 2);
      gone.forEach(host -> host.faults().reachability(Reachability.OFFLINE));
      loop.loop.wakeAll(Trigger.SCHEDULE);
      loop.await(() -> loop.view().count(HostState.OFFLINE) == 2 && !loop.view().holds().isEmpty());

      SimulatedHost left = simulated.hosts().getLast();
      left.log().clear();
      left.keyboard().stop(101);
      loop.loop.wakeAll(Trigger.SCHEDULE);
      loop.await(() -> loop.view().count(VmState.HELD) == 1);
      assertThat(left.log().writes()).isEmpty();
      assertThat(loop.events()).extracting(NewEvent::kind).contains(EventKind.FLEET.word());

      gone.forEach(host -> host.faults().reachability(Reachability.REACHABLE));
      loop.await(
          () -> loop.view().count(VmState.IN_SYNC) == 3 && loop.view().holds().isEmpty() && left.keyboard().isRunning(101),
          () -> loop.loop.wakeAll(Trigger.WEBHOOK));
    }
  }

  @Test
  void stopBetweenIntentAndRequestMakesNoSecondVm() throws Exception {
    survives(Moment.BEFORE_THE_REQUEST, 0);
  }

  @Test
  void stopBetweenRequestAndItsAnswerMakesNoSecondVm() throws Exception {
    survives(Moment.BEFORE_ITS_ANSWER, 1);
  }

  @Test
  void stopWhileTheTaskRunsMakesNoSecondVm() throws Exception {
    survives(Moment.WHILE_THE_TASK_RUNS, 1);
  }

  /** A process dies at its first write; the next one takes over. */
  private void survives(Moment moment, int sent) throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SLOW);
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        Store store = new MemoryStore()) {
      SimulatedHost host = simulated.hosts().getFirst();
      Death death = new Death(moment);
      try (TestLoop first = TestLoop.start(repository, top, store, lines -> new BentLines(lines, death))) {
        first.await(death.isDead::get);
      }
      assertThat(host.log().creates()).isEqualTo(sent);
      Runs.Change open = store.runs().unfinished(host.name()).getFirst();
      assertThat(store.journal().of(open.id())).extracting(Journal.Entry::stage).doesNotContain(Journal.Stage.ENDED);

      try (TestLoop second = TestLoop.start(repository, top, store)) {
        second.await(() -> second.view().count(VmState.IN_SYNC) == 1, () -> second.loop.wakeAll(Trigger.SCHEDULE));
        assertThat(host.log().creates()).isEqualTo(1);
        assertThat(store.runs().unfinished(host.name())).isEmpty();
        assertThat(store.runs().changes(open.run()).getFirst().ending().orElseThrow().result())
            .isEqualTo(Runs.Result.INDETERMINATE);
        assertThat(store.runs().find(open.run()).orElseThrow().ended()).isPresent();
        assertThat(second.events()).extracting(NewEvent::kind).doesNotContain(EventKind.STOPPED.word(), EventKind.FAILED.word());
      }
    }
  }

  private enum Moment {
    BEFORE_THE_REQUEST,
    BEFORE_ITS_ANSWER,
    WHILE_THE_TASK_RUNS
  }

  /** Stands for the end of the process. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What happens around calls that matter. */
  private interface Bend {
    Answer write(Supplier<Answer> go);

    default void read() {}

    default void waiting() {}
  }

  /** From that moment on nothing is sent any more. */
  private record Death(Moment moment, AtomicBoolean isDead) implements Bend {
    Death(Moment moment) {
      this(moment, new AtomicBoolean());
    }

    @Override
    public Answer write(Supplier<Answer> go) {
      read();
      return switch (moment) {
        case BEFORE_THE_REQUEST -> throw died();
        case BEFORE_ITS_ANSWER -> {
          go.get();
          throw died();
        }
        case WHILE_THE_TASK_RUNS -> go.get();
      };
    }

    @Override
    public void read() {
      if (isDead.get()) {
        throw new Killed();
      }
    }

    @Override
    public void waiting() {
      throw died();
    }

    private Killed died() {
      isDead.set(true);
      return new Killed();
    }
  }

  private record BentLines(HostLines lines, Bend bend) implements HostLines {
    @Override
    public HostLine to(Host host) {
      HostLine line = lines.to(host);
      return new HostLine() {
        @Override
        public Answer ask(PveRequest request) {
          if (request.method() != PveRequest.Method.GET) {
            return bend.write(() -> line.ask(request));
          }
          bend.read();
          return line.ask(request);
        }

        @Override
        public TaskOver await(Upid upid, Duration limit) {
          bend.waiting();
          return line.await(upid, limit);
        }
      };
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
