package io.pvefleet.app.daemon;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.reconcile.ReconcileSettings;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.store.Store;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A fleet in which each host has a fault of its own, all at once, under one daemon: it converges first, then everything goes wrong and
 * a commit asks every host to change two VMs and to make a third.
 */
final class FaultyFleet implements AutoCloseable {
  /** An answer of the slow host takes so long; a pass over it needs four of them. */
  static final Duration SLOW = Duration.ofSeconds(5);

  /** Reading a host may take so long here, so that a test need not wait a minute for it. */
  static final Duration DEADLINE = Duration.ofSeconds(8);

  /** The first three are sound, and the fourth does not answer at all before it is told to. */
  static final String GATED = "gated";

  private final SimulatedFleet fleet;
  private final SimulatedFleet elsewhere;
  private final Map<String, SimulatedHost> hosts = new TreeMap<>();
  private final TestRepository repository;
  private final Store store = new MemoryStore();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Map<String, Runnable> beforeFirstWrite = new ConcurrentHashMap<>();
  private final Path top;
  private int eventsBefore;
  private Instant changedAt = Instant.MAX;
  private TestLoop loop;

  FaultyFleet(Path top, List<String> names) throws Exception {
    this.top = top;
    fleet = SimulatedFleet.start(SimulationSettings.FAST.withHosts(names.size()));
    elsewhere = SimulatedFleet.start(SimulationSettings.FAST.withNode("pve2").withSeed(2));
    for (int i = 0; i < names.size(); i++) {
      hosts.put(names.get(i), fleet.hosts().get(i));
    }
    repository = TestRepository.of(top.resolve("fleet"), List.of(), 0);
    repository.write("fleet.yaml", """
        apiVersion: pvefleet/v1
        kind: Fleet
        metadata: {name: faulty}
        spec: {interval: 10m, timeZone: Asia/Seoul, limits: {maxHostsUnreachablePercent: 90}}
        """);
    for (String name : names) {
      repository.host(name, hosts.get(name));
      repository.write("sites/" + name + "/vms.yaml", vm(101, "first") + vm(102, "first"));
    }
    repository.commit("All is well");
    loop = TestLoop.start(repository, top, store);
    loop.await(() -> loop.view().count(VmState.IN_SYNC) == 2 * names.size());
    loop.close();
  }

  SimulatedHost host(String name) {
    return hosts.get(name);
  }

  SimulatedHost stranger() {
    return elsewhere.hosts().getFirst();
  }

  TestRepository repository() {
    return repository;
  }

  /** Asks every host but those that have documents of their own for the same changes. */
  void change(Map<String, String> documents) throws Exception {
    for (String name : hosts.keySet()) {
      repository.write(
          "sites/" + name + "/vms.yaml", documents.getOrDefault(name, vm(101, "second") + vm(102, "second") + vm(103, "second")));
    }
    repository.commit("Change everything");
    hosts.values().forEach(host -> host.log().clear());
    eventsBefore = loop.events().size();
    changedAt = Instant.now();
    ReconcileSettings limits = ReconcileSettings.DEFAULT.withHostDeadline(DEADLINE);
    loop = TestLoop.start(repository, top, store, TestLoop.Wish.NONE.within(limits).bent(lines -> new Bent(lines, gate, beforeFirstWrite)));
  }

  /** What happens on a host in the moment before the daemon's first write to it. */
  void beforeFirstWrite(String name, Runnable misfortune) {
    beforeFirstWrite.put(name, misfortune);
  }

  Instant changedAt() {
    return changedAt;
  }

  void openTheGate() {
    gate.countDown();
  }

  TestLoop loop() {
    return loop;
  }

  void wake(String name) {
    loop.loop.wake(name, Trigger.SCHEDULE);
  }

  HostRow row(String name) {
    return loop.view().host(name).orElseThrow();
  }

  VmRow vm(String name, int vmid) {
    return loop.view().vm(name, vmid).orElseThrow();
  }

  boolean isSettled(String name, int... vmids) {
    for (int vmid : vmids) {
      if (loop.view().vm(name, vmid).filter(vm -> vm.state() == VmState.IN_SYNC).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Events of a host since things went wrong, the oldest first. */
  List<NewEvent> events(String name) {
    List<NewEvent> all = new ArrayList<>(loop.events().reversed());
    return all.subList(eventsBefore, all.size()).stream().filter(event -> event.host().equals(name)).toList();
  }

  static String vm(int vmid, String description) {
    return vm(vmid, description, "size: 1GiB");
  }

  static String vm(int vmid, String description, String disk) {
    return """
        ---
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: vm-%1$d, labels: {role: kiosk}}
        spec:
          vmid: %1$d
          power: running
          cpu: {cores: 1}
          memory: 512MiB
          description: %2$s
          disks:
            scsi0: {storage: local-lvm, %3$s}
        """.formatted(vmid, description, disk);
  }

  @Override
  public void close() {
    gate.countDown();
    loop.close();
    repository.close();
    fleet.close();
    elsewhere.close();
    store.close();
  }

  private record Bent(HostLines lines, CountDownLatch gate, Map<String, Runnable> beforeFirstWrite) implements HostLines {
    @Override
    public HostLine to(Host host) {
      return new BentLine(lines.to(host), host.name(), this);
    }

    @Override
    public void close() {
      lines.close();
    }
  }

  private record BentLine(HostLine line, String host, Bent bent) implements HostLine {
    @Override
    public Answer ask(PveRequest request) {
      if (host.equals(GATED)) {
        awaitGate();
      }
      Runnable misfortune = request.method().isSafe() ? null : bent.beforeFirstWrite().remove(host);
      if (misfortune != null) {
        misfortune.run();
      }
      return line.ask(request);
    }

    /** Not to be interrupted, as little as a call into the kernel. */
    private void awaitGate() {
      boolean wasInterrupted = false;
      while (true) {
        try {
          bent.gate().await();
          break;
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public TaskOver await(Upid upid, Duration limit) {
      return line.await(upid, limit);
    }
  }
}
