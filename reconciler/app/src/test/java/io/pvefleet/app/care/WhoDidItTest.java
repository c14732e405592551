package io.pvefleet.app.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.pve.wire.PveRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom care names for what a pass shows, and for how long. */
class WhoDidItTest {
  private final CareBoard made = new CareBoard();
  private final MemoryStore store = new MemoryStore();
  private CareHosts hosts;
  private Care care;

  @BeforeEach
  void start() {
    hosts = new CareHosts(1, made.clock());
    made.declare(hosts.declared(0));
    care = new Care(made.board, hosts.lines, store, made.clock(), System::nanoTime, new Random(7));
    made.board.onPass((host, pass) -> care.passed(host.host().name()));
    for (int vmid : List.of(101, 102, 103)) {
      hosts.simulated(0).keyboard().create(vmid, Map.of("name", "vm-" + vmid, "memory", "512"));
      hosts.simulated(0).keyboard().start(vmid);
    }
  }

  @AfterEach
  void stop() {
    care.close();
    hosts.close();
    store.close();
  }

  @Test
  void whoDeletedAVmIsToldAndForgottenWhenItIsBack() throws Exception {
    firstPass();
    root("/nodes/pve1/qemu/101/status/stop");
    made.later(Duration.ofSeconds(20));
    made.pass("h0", CareBoard.vm(101).stopped(), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> vm(101).poweredBy().isPresent());
    made.later(Duration.ofSeconds(20));
    hosts.simulated(0).keyboard().asRoot(PveRequest.delete("/nodes/pve1/qemu/101"));
    made.later(Duration.ofSeconds(20));
    made.pass("h0", CareBoard.vm(101).gone(), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> vm(101).changedBy().isPresent() && events().size() == 2);
    assertThat(events().getFirst()).satisfies(event -> {
      assertThat(event.kind()).isEqualTo(EventKind.VM_CHANGED.word());
      assertThat(event.message()).isEqualTo("Deleted by root@pam at 2026-11-22T05:30:40Z, task qmdestroy.");
    });
    made.later(Duration.ofSeconds(60));
    made.pass("h0", CareBoard.vm(101).gone(), CareBoard.vm(102), CareBoard.vm(103));
    assertThat(vm(101).changedBy()).as("it still is gone").isPresent();
    made.later(Duration.ofSeconds(60));
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102), CareBoard.vm(103));
    settle();
    assertThat(vm(101).changedBy()).isEmpty();
    assertThat(events()).hasSize(2);
  }

  @Test
  void whoMadeADiskLargerIsNamedForTheDiskAndNotForTheMemory() throws Exception {
    hosts.simulated(0).keyboard().asRoot(PveRequest.post("/nodes/pve1/qemu/103/config").with("scsi0", "local-lvm:4"));
    made.later(Duration.ofSeconds(30));
    firstPass();
    made.later(Duration.ofSeconds(10));
    hosts.simulated(0).keyboard().asRoot(PveRequest.put("/nodes/pve1/qemu/103/resize").with("disk", "scsi0").with("size", "8G"));
    made.later(Duration.ofSeconds(10));
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102).drifted("spec.memory", "8GiB"), CareBoard.vm(103).drifted("spec.memory", "8GiB"));
    await(() -> vm(103).changedBy().isPresent());
    assertThat(vm(103).changedBy()).containsInstanceOf(ChangedBy.Unknown.class);
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102), CareBoard.vm(103));
    made.later(Duration.ofSeconds(10));
    hosts.simulated(0).keyboard().asRoot(PveRequest.put("/nodes/pve1/qemu/103/resize").with("disk", "scsi0").with("size", "9G"));
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102), CareBoard.vm(103).drifted("spec.disks.scsi0.size", "9GiB"));
    await(() -> vm(103).changedBy().filter(ChangedBy.Known.class::isInstance).isPresent());
    assertThat(((ChangedBy.Known) vm(103).changedBy().orElseThrow()).task()).isEqualTo("resize");
  }

  @Test
  void aClockThatIsSetBackHidesNothing() throws Exception {
    firstPass();
    settle();
    made.later(Duration.ofHours(-3));
    root("/nodes/pve1/qemu/101/status/stop");
    made.later(Duration.ofSeconds(20));
    made.pass("h0", CareBoard.vm(101).stopped(), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> vm(101).poweredBy().isPresent());
    assertThat(vm(101).poweredBy()).get().extracting(by -> ((ChangedBy.Known) by).user()).isEqualTo("root@pam");
    settle();
    assertThat(events()).hasSize(1);
  }

  @Test
  void aVmThatCouldNotBeReadInBetweenIsNoNewsWhenItStillDiffersAsItDid() {
    firstPass();
    made.later(Duration.ofSeconds(60));
    made.pass("h0", CareBoard.vm(101).drifted("spec.memory", "8GiB"), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> vm(101).changedBy().isPresent() && events().size() == 1);
    made.later(Duration.ofSeconds(60));
    made.pass("h0", CareBoard.vm(101).unread(), CareBoard.vm(102), CareBoard.vm(103));
    made.later(Duration.ofSeconds(60));
    made.pass("h0", CareBoard.vm(101).drifted("spec.memory", "8GiB"), CareBoard.vm(102), CareBoard.vm(103));
    settle();
    assertThat(events()).hasSize(1);
    assertThat(searches()).isEqualTo(1);
    made.later(Duration.ofSeconds(60));
    made.pass("h0", CareBoard.vm(101).drifted("spec.memory", "9GiB"), CareBoard.vm(102), CareBoard.vm(103));
    await(() -> vm(101).changedBy().isPresent() && events().size() == 2);
  }

  private void firstPass() {
    made.pass("h0", CareBoard.vm(101), CareBoard.vm(102), CareBoard.vm(103));
  }

  private void root(String path) throws InterruptedException {
    assertThat(hosts.simulated(0).keyboard().asRoot(PveRequest.post(path)).isSuccess()).isTrue();
  }

  private VmRow vm(int vmid) {
    return made.board.view().vm("h0", vmid).orElseThrow();
  }

  private List<NewEvent> events() {
    return store.events().list(EventLog.Query.newest(100)).stream().map(EventLog.StoredEvent::event).toList();
  }

  private long searches() {
    return hosts.simulated(0).log().count(request -> request.path().endsWith("/pve1/tasks"));
  }

  private void settle() {
    await(() -> care.isIdle());
  }

  private void await(BooleanSupplier isSo) {
    CareTest.await(care, isSo);
  }
}
