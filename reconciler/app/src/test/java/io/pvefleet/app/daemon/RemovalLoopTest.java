package io.pvefleet.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Spent;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.simulator.http.LoggedRequest;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VMs that leave Git, as the daemon removes them from simulated hosts. */
class RemovalLoopTest {

  private static final String DELETE = "lifecycle: {onRemove: delete, disks: delete}";

  @TempDir Path top;

  @Test
  void aCommitThatRemovesThirtyVmsOnThirtyHostsDeletesNone() throws Exception {
    try (Deletable given = Deletable.of(top, 30, 2, "maxDestructivePercent: 100"); TestLoop loop = given.start()) {
      given.untilAllIsInSync(loop);
      for (SimulatedHost host : given.hosts()) {
        host.log().clear();
        given.leaveOne(host);
        given.consentToTheSecond(host);
      }
      given.commit("Remove thirty at once", loop);

      loop.await(() -> held(loop, "30 VMs that left Git would be deleted or stopped") == 30,
          () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      assertThat(given.hosts()).allSatisfy(host -> assertThat(host.log().writes()).isEmpty());
      assertThat(given.store().spent().of(commit(loop), Spent.Kind.REMOVED, Instant.EPOCH)).isEmpty();
    }
  }

  @Test
  void aVmThatLeavesGitWithConsentIsDeletedAndForgotten() throws Exception {
    try (Deletable given = Deletable.of(top, 1, 2, "maxDestructivePercent: 100"); TestLoop loop = given.start()) {
      SimulatedHost host = given.hosts().getFirst();
      given.untilAllIsInSync(loop);
      given.leaveOne(host);
      given.commit("Remove one", loop);
      loop.await(() -> held(loop, "nobody has consented to it yet") == 1);
      assertThat(deletions(host)).isEmpty();

      given.consentToTheSecond(host);
      given.commit("Consent", loop);
      loop.await(() -> !given.store().applied().of(host.name()).containsKey(102));
      loop.await(() -> loop.view().vm(host.name(), 102).isEmpty(), () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      assertThat(deletions(host)).singleElement().asString().contains("/qemu/102").contains("destroy-unreferenced-disks=0");
      assertThat(loop.events()).extracting(NewEvent::message)
          .anyMatch(message -> message.startsWith("delete done: delete with local-lvm:vm-102"));
      assertThat(loop.view().count(VmState.IN_SYNC)).isEqualTo(1);
    }
  }

  @Test
  void anOrphanLosesItsTagAndIsReportedAsUnmanaged() throws Exception {
    try (SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST);
        TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 2);
        Store store = new MemoryStore();
        TestLoop loop = TestLoop.start(repository, top, store)) {
      SimulatedHost host = simulated.hosts().getFirst();
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2);
      repository.write("sites/" + host.name() + "/vms.yaml", TestRepository.vms(1, "512MiB"));
      repository.commit("Remove one");
      loop.loop.poll(Trigger.COMMIT);

      loop.await(() -> loop.view().vm(host.name(), 102).filter(vm -> vm.state() == VmState.UNMANAGED && vm.tags().isEmpty()).isPresent());
      loop.await(() -> !store.applied().of(host.name()).containsKey(102));
      assertThat(host.keyboard().isRunning(102)).isTrue();
      assertThat(deletions(host)).isEmpty();
    }
  }

  @Test
  void aVmThatComesBackToGitWhileItIsBeingRemovedIsKeptAndStarted() throws Exception {
    AtomicReference<Runnable> duringTheShutdown = new AtomicReference<>(() -> { });
    try (Deletable given = Deletable.of(top, 1, 2, "maxDestructivePercent: 100");
        TestLoop loop = TestLoop.start(given.repository(), top, given.store(), lines -> new Interrupted(lines, duringTheShutdown))) {
      SimulatedHost host = given.hosts().getFirst();
      given.untilAllIsInSync(loop);
      duringTheShutdown.set(() -> comesBack(given, host, loop));
      given.leaveOne(host);
      given.consentToTheSecond(host);
      given.commit("Remove one", loop);

      loop.await(
          () -> loop.view().count(VmState.IN_SYNC) == 2 && host.keyboard().isRunning(102)
              && loop.events().stream().anyMatch(event -> event.message().contains("Another commit came into force while")),
          () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      assertThat(deletions(host)).isEmpty();
      assertThat(given.store().applied().of(host.name())).containsKey(102);
    }
  }

  @Test
  void anApprovalLetsADeletionThroughTheLimitAndIsUsedOnce() throws Exception {
    try (Deletable given = Deletable.of(top, 1, 2, ""); TestLoop loop = given.start()) {
      SimulatedHost host = given.hosts().getFirst();
      Store store = given.store();
      given.untilAllIsInSync(loop);
      given.leaveOne(host);
      given.consentToTheSecond(host);
      given.commit("Remove one of two, which is more than 5 %", loop);
      loop.await(() -> held(loop, "1 of 2 VMs would lose data") == 1, () -> loop.loop.wakeAll(Trigger.SCHEDULE));

      Change.Head head = loop.view().vm(host.name(), 102).flatMap(VmRow::change).orElseThrow().head();
      Instant now = Instant.now();
      store.approvals().put(
          new Approval(head.vm(), commit(loop), head.digest(), head.identity(), "kim", now, now.plus(Duration.ofHours(1))));
      loop.await(() -> !store.applied().of(host.name()).containsKey(102), () -> loop.loop.wakeAll(Trigger.SCHEDULE));
      assertThat(deletions(host)).hasSize(1);
      assertThat(store.approvals().all()).isEmpty();
      assertThat(loop.events()).extracting(NewEvent::message).anyMatch(message -> message.startsWith("The approval of kim from"));
    }
  }

  @Test
  void aHostThatLeavesGitIsToldOnceAndItsVmsAreLeftAlone() throws Exception {
    try (Deletable given = Deletable.of(top, 2, 1, "maxHostsLostPercent: 100"); TestLoop loop = given.start()) {
      given.untilAllIsInSync(loop);
      SimulatedHost gone = given.hosts().getLast();
      gone.log().clear();
      given.repository().remove("sites/" + gone.name());
      given.commit("Give the site up", loop);
      loop.await(
          () -> loop.events().stream().anyMatch(event -> event.kind().equals("removed")), () -> loop.loop.wakeAll(Trigger.SCHEDULE));

      assertThat(loop.events()).filteredOn(event -> event.kind().equals("removed")).singleElement()
          .matches(event -> event.host().equals(gone.name()) && event.message().contains("its 1 VM keeps"));
      assertThat(gone.log().writes()).isEmpty();
      assertThat(given.store().applied().of(gone.name())).containsKey(101);
    }
  }

  private static void comesBack(Deletable given, SimulatedHost host, TestLoop loop) {
    try {
      given.declare(host, 2);
      given.repository().remove("removed");
      String commit = given.commit("It is needed after all", loop);
      loop.await(() -> commit(loop).equals(commit));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String commit(TestLoop loop) {
    return loop.view().source().inForce().orElseThrow().id();
  }

  private static long held(TestLoop loop, String why) {
    return loop.view().vms().stream().filter(vm -> vm.state() == VmState.HELD && vm.detail().contains(why)).count();
  }

  private static List<LoggedRequest> deletions(SimulatedHost host) {
    return host.log().writes().stream().filter(request -> request.toString().contains("DELETE")).toList();
  }

  /** Simulated hosts, the repository that declares VMs on them which may be deleted, and what the daemon keeps. */
  private record Deletable(SimulatedFleet simulated, TestRepository repository, Path top, Store store, int vmsEach)
      implements AutoCloseable {

    static Deletable of(Path top, int hosts, int vmsEach, String limits) throws Exception {
      SimulatedFleet simulated = SimulatedFleet.start(SimulationSettings.FAST.withHosts(hosts));
      TestRepository repository = TestRepository.of(top.resolve("fleet"), simulated.hosts(), 0);
      Deletable made = new Deletable(simulated, repository, top, new MemoryStore(), vmsEach);
      repository.write("fleet.yaml", """
          apiVersion: pvefleet/v1
          kind: Fleet
          metadata: {name: test-fleet}
          spec: {interval: 10s, timeZone: Asia/Seoul, limits: {%s}}
          """.formatted(limits));
      for (SimulatedHost host : simulated.hosts()) {
        made.declare(host, vmsEach);
      }
      repository.commit("Declare the VMs");
      return made;
    }

    TestLoop start() {
      return TestLoop.start(repository, top, store);
    }

    List<SimulatedHost> hosts() {
      return simulated.hosts();
    }

    void untilAllIsInSync(TestLoop loop) {
      loop.await(() -> loop.view().count(VmState.IN_SYNC) == hosts().size() * vmsEach);
    }

    void declare(SimulatedHost host, int count) throws Exception {
      repository.write("sites/" + host.name() + "/vms.yaml",
          TestRepository.vms(count, "512MiB").replace("  power: running\n", "  power: running\n  " + DELETE + "\n"));
    }

    void leaveOne(SimulatedHost host) throws Exception {
      declare(host, 1);
    }

    void consentToTheSecond(SimulatedHost host) throws Exception {
      repository.write("removed/" + host.name() + ".yaml", """
          apiVersion: pvefleet/v1
          kind: Tombstone
          metadata: {name: %1$s-102}
          spec: {host: %1$s, vmid: 102, name: vm-2, reason: not needed any more}
          """.formatted(host.name()));
    }

    /** Commits what was written and has the daemon look; the commit. */
    String commit(String message, TestLoop loop) throws Exception {
      String commit = repository.commit(message);
      loop.loop.poll(Trigger.COMMIT);
      return commit;
    }

    @Override
    public void close() throws Exception {
      store.close();
      repository.close();
      simulated.close();
    }
  }

  /** Does something once while a guest shuts down. */
  private record Interrupted(HostLines lines, AtomicReference<Runnable> once) implements HostLines {
    @Override
    public HostLine to(Host host) {
      HostLine line = lines.to(host);
      return new HostLine() {
        @Override
        public Answer ask(PveRequest request) {
          return line.ask(request);
        }

        @Override
        public TaskOver await(Upid upid, Duration limit) {
          TaskOver over = line.await(upid, limit);
          if (upid.type().equals("qmshutdown")) {
            once.getAndSet(() -> { }).run();
          }
          return over;
        }
      };
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
