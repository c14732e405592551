package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.console.ConsoleBook;
import io.pvefleet.pve.simulator.world.console.Termproxy;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.task.TaskBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a simulated host is at one instant. Immutable.
 *
 * @param containers by vmid
 * @param processes when the QEMU process of each running machine was started
 * @param stale what {@code cluster/resources} still believes
 * @param consoles who listens and who is connected on the ports for consoles
 */
public record World(
    HostFacts facts,
    Pace pace,
    AccessControl access,
    SortedMap<String, SimStorage> storages,
    QemuState qemu,
    SortedMap<Integer, Container> containers,
    SortedMap<String, Pool> pools,
    TaskBook<Work> tasks,
    SortedMap<Integer, Process> processes,
    RrdView stale,
    ConsoleBook consoles) {

  /** A running machine's process. */
  public record Process(int pid, Instant started) {}

  /**
   * How time goes by here.
   *
   * @param taskSpeed how many times faster than a real host tasks run
   * @param staleness interval of pvestatd
   */
  public record Pace(double taskSpeed, Duration staleness) {}

  public World {
    storages = Collections.unmodifiableSortedMap(new TreeMap<>(storages));
    containers = Collections.unmodifiableSortedMap(new TreeMap<>(containers));
    pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
    processes = Collections.unmodifiableSortedMap(new TreeMap<>(processes));
  }

  /** A host on which nothing has happened yet. */
  public static World of(
      HostFacts facts, Pace pace, AccessControl access, SortedMap<String, SimStorage> storages, QemuState qemu, Instant now) {
    World empty =
        new World(
            facts, pace, access, storages, QemuState.EMPTY, new TreeMap<>(), new TreeMap<>(), TaskBook.empty(), new TreeMap<>(),
            new RrdView(now, new TreeMap<>()), ConsoleBook.none(Termproxy.CURRENT));
    World filled = empty.with(qemu, now);
    return filled.with(RrdView.of(filled, now));
  }

  /** The pool a guest belongs to. */
  public Optional<String> poolOf(int vmid) {
    return pools.entrySet().stream()
        .filter(e -> e.getValue().vmids().contains(vmid))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Seconds since a machine's process was started; 0 where it is stopped. */
  public long uptime(int vmid, Instant now) {
    return Optional.ofNullable(processes.get(vmid)).map(p -> Duration.between(p.started(), now).toSeconds()).orElse(0L);
  }

  public World with(AccessControl next) {
    return new World(facts, pace, next, storages, qemu, containers, pools, tasks, processes, stale, consoles);
  }

  public World withPools(SortedMap<String, Pool> next) {
    return new World(facts, pace, access, storages, qemu, containers, next, tasks, processes, stale, consoles);
  }

  /** With other containers; consoles of those that are stopped end. */
  public World withContainers(SortedMap<Integer, Container> next, Instant at) {
    return Consoles.hungUp(
        new World(facts, pace, access, storages, qemu, next, pools, tasks, processes, stale, consoles), at);
  }

  public World withStorages(SortedMap<String, SimStorage> next) {
    return new World(facts, pace, access, next, qemu, containers, pools, tasks, processes, stale, consoles);
  }

  World with(TaskBook<Work> next) {
    return new World(facts, pace, access, storages, qemu, containers, pools, next, processes, stale, consoles);
  }

  public World with(ConsoleBook next) {
    return new World(facts, pace, access, storages, qemu, containers, pools, tasks, processes, stale, next);
  }

  World with(RrdView next) {
    return new World(facts, pace, access, storages, qemu, containers, pools, tasks, processes, next, consoles);
  }

  /** With a backup of a machine under way that takes so long. */
  public World withBackup(int vmid, Duration time, Moment moment) {
    return Backups.begun(this, vmid, time, moment);
  }

  /** With pvestatd dead for more than five minutes: every guest and the node are {@code unknown} in the resources. */
  public World withoutStatistics() {
    return with(RrdView.SILENT);
  }

  /** With pvestatd at work again. */
  public World withStatistics(Instant now) {
    return with(RrdView.of(this, now));
  }

  /**
   * With other machines and volumes. Started machines get a process, stopped ones lose it and their open
   * consoles; with a machine go its ACLs and its place in a pool.
   */
  public World with(QemuState next, Instant at) {
    SortedMap<Integer, Process> alive = new TreeMap<>(processes);
    alive.keySet().removeIf(vmid -> next.vm(vmid).filter(SimVm::isRunning).isEmpty());
    next.vms().values().stream()
        .filter(vm -> vm.isRunning() && !alive.containsKey(vm.vmid()))
        .forEach(vm -> alive.put(vm.vmid(), new Process(4_000 + alive.size() + vm.vmid() % 20_000, at)));
    AccessControl rights = access;
    SortedMap<String, Pool> members = pools;
    for (int vmid : qemu.vms().keySet()) {
      if (next.vm(vmid).isEmpty()) {
        rights = rights.withoutPath("/vms/" + vmid);
        SortedMap<String, Pool> left = new TreeMap<>();
        members.forEach((name, pool) -> left.put(name, pool.without(vmid)));
        members = left;
      }
    }
    return Consoles.hungUp(
        new World(facts, pace, rights, storages, next, containers, members, tasks, alive, stale, consoles), at);
  }
}
