package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.care.Care;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.pve.wire.PveRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Care beside a real loop that repairs what it finds. */
class CareLoopTest {
  @TempDir Path top;

  @Test
  void whoStoppedAVmIsToldThoughTheLoopStartsItAgainAtOnceAndOurOwnStartsAreNot() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST);
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 2);
        Store store = new MemoryStore();
        TestLoop loop = TestLoop.start(repository, top, store);
        Care care = loop.care()) {
      SimulatedHost host = simulated.hosts().getFirst();
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);
      loop.loop.wakeAll(Trigger.SCHEDULE);
      loop.await(() -> loop.view().hosts().stream().allMatch(row -> row.vms().stream().allMatch(vm -> vm.power().equals("running"))));
      host.keyboard().asRoot(PveRequest.post("/nodes/pve1/qemu/102/status/stop"));
      loop.await(() -> !host.keyboard().isRunning(102));
      loop.loop.wakeAll(Trigger.SCHEDULE);
      loop.await(() -> host.keyboard().isRunning(102) && told(loop).size() == 1);
      loop.loop.wakeAll(Trigger.SCHEDULE);
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);

      assertThat(told(loop)).singleElement().satisfies(event -> {
        assertThat(event.vmid()).contains(102);
        assertThat(event.message()).startsWith("Stopped by root@pam at ").endsWith(", task qmstop.");
      });
    }
  }

  private static List<NewEvent> told(TestLoop loop) {
    return loop.events().stream().filter(event -> event.kind().startsWith("vm-")).toList();
  }
}
