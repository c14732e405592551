package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.BadDisk;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.pve.simulator.http.LoggedRequest;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon while its store fails: it goes on looking and showing, sends nothing that it could not note, and recovers by itself. */
class StoreFaultsTest {
  @TempDir Path top;

  @Test
  void whileTheStoreCannotBeWrittenHostsAreLookedAtAndNothingIsSentToThem() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(2));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        SqliteStore store = BadDisk.open(top.resolve("state"), 200);
        TestLoop loop = TestLoop.start(repository, top, store)) {
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);
      SimulatedHost host = simulated.hosts().getFirst();
      host.log().clear();

      Connection lock = BadDisk.lock(top.resolve("state"));
      host.keyboard().stop(101);
      loop.loop.wakeAll(Trigger.SCHEDULE);
      loop.await(() -> loop.view().count(VmState.DRIFTED) == 1 && !loop.view().storeFault().isEmpty());
      assertThat(loop.view().storeFault()).startsWith("PVF-0504: The store does not answer");
      for (int i = 0; i < 3; i++) {
        loop.loop.wakeAll(Trigger.SCHEDULE);
      }
      repository.write("sites/" + host.name() + "/vms.yaml", TestRepository.vms(2, "512MiB"));
      String second = repository.commit("One more");
      loop.loop.poll(Trigger.WEBHOOK);
      loop.await(() -> loop.view().source().inForce().orElseThrow().id().equals(second) && loop.view().count(VmState.MISSING) == 1);
      assertThat(host.log().writes()).isEmpty();

      lock.close();
      loop.await(
          () -> loop.view().count(VmState.IN_SYNC) == 3 && host.keyboard().isRunning(101),
          () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      assertThat(loop.view().storeFault()).isEmpty();
      assertThat(host.log().creates()).isEqualTo(1);
      List<NewEvent> told = loop.events().reversed();
      assertThat(told).extracting(NewEvent::kind).contains(EventKind.DRIFT.word(), EventKind.COMMIT.word());
      assertThat(told).filteredOn(e -> e.kind().equals(EventKind.STORE.word())).extracting(NewEvent::code).containsExactly("PVF-0504", "");
      assertThat(told).extracting(NewEvent::kind)
          .doesNotContain(EventKind.FAILED.word(), EventKind.INDETERMINATE.word(), EventKind.STOPPED.word());
    }
  }

  @Test
  void storeThatIsRemovedUnderTheDaemonCostsHistoryAndNothingElse() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(2));
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 1);
        SqliteStore store = SqliteStore.open(top.resolve("state"));
        TestLoop loop = TestLoop.start(repository, top, store)) {
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);
      BadDisk.remove(top.resolve("state"));
      SimulatedHost host = simulated.hosts().getFirst();
      host.log().clear();
      host.keyboard().stop(101);
      loop.await(
          () -> loop.view().count(VmState.IN_SYNC) == 2 && host.keyboard().isRunning(101),
          () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      assertThat(host.log().writes()).extracting(LoggedRequest::path).containsExactly("/nodes/pve1/qemu/101/status/start");
      // The next thing that is noted finds the new file.
      loop.await(() -> loop.view().storeFault().isEmpty(), () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      // Two hosts may meet it in the same moment, and each tells.
      assertThat(loop.events()).filteredOn(e -> e.kind().equals(EventKind.STORE.word())).extracting(NewEvent::code)
          .startsWith("").contains("PVF-0540").containsOnly("", "PVF-0540");
      assertThat(store.runs().list(Long.MAX_VALUE, 10)).as("the new file has what came after").hasSize(1);
    }
  }
}
