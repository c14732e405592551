package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.pve.simulator.fault.Reachability;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a process knows of a host that was silent when the one before it ended. */
class PastTest {
  @TempDir static Path folder;
  @TempDir Path top;

  static Stream<Store> stores() {
    return Stream.of(new MemoryStore(), SqliteStore.open(folder.resolve("state")));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aSilentHostIsKnownAsItLastWasAndItsSilenceIsNoNewsThough(Store store) throws Exception {
    try (store;
        SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(1));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 2)) {
      SimulatedHost host = simulated.hosts().getFirst();
      try (TestLoop loop = TestLoop.start(repository, top, store)) {
        loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);
      }
      Instant seen;
      Instant silentSince;
      host.keyboard().stop(101);
      try (TestLoop loop = TestLoop.observing(repository, top, store)) {
        loop.await(() -> loop.view().count(VmState.DRIFTED) == 1);
        host.faults().reachability(Reachability.OFFLINE);
        loop.await(() -> loop.view().count(HostState.OFFLINE) == 1, () -> loop.loop.wakeAll(Trigger.SCHEDULE));
        loop.loop.wakeAll(Trigger.SCHEDULE);
        loop.await(() -> row(loop).failuresTotal() > 1);
        seen = row(loop).seenAt().orElseThrow();
        silentSince = row(loop).since().orElseThrow();
      }
      try (TestLoop loop = TestLoop.observing(repository, top, store)) {
        loop.await(() -> loop.view().count(HostState.OFFLINE) == 1 && row(loop).failuresTotal() > 0);
        assertThat(row(loop).seenAt()).contains(seen);
        assertThat(row(loop).since()).map(at -> at.truncatedTo(ChronoUnit.MILLIS)).contains(silentSince.truncatedTo(ChronoUnit.MILLIS));
        assertThat(row(loop).passesTotal()).as("of this process").isEqualTo(row(loop).failuresTotal());
        assertThat(row(loop).vms()).allMatch(vm -> vm.state() == VmState.NOT_CHECKED && vm.checkedAt().equals(row(loop).seenAt()));
        assertThat(row(loop).vms()).extracting(vm -> vm.lastState()).containsExactly(VmState.DRIFTED, VmState.IN_SYNC);
        host.faults().reachability(Reachability.REACHABLE);
        loop.await(() -> loop.view().count(VmState.DRIFTED) == 1, () -> loop.loop.wakeAll(Trigger.SCHEDULE));
        assertThat(told(loop, EventKind.UNREACHABLE)).hasSize(1);
        assertThat(told(loop, EventKind.REACHABLE)).hasSize(1);
        assertThat(told(loop, EventKind.DRIFT)).as("known before the silence").hasSize(1);
        Instant found = told(loop, EventKind.DRIFT).getFirst().at();
        assertThat(row(loop).vms().getFirst().differsSince("spec.power")).as("first seen by a process before").contains(found);
      }
    }
  }

  private static HostRow row(TestLoop loop) {
    return loop.view().hosts().iterator().next();
  }

  private static List<NewEvent> told(TestLoop loop, EventKind kind) {
    return loop.events().stream().filter(event -> event.kind().equals(kind.word())).toList();
  }
}
