package io.pvefleet.pve.simulator.world.qemu;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What the rules for virtual machines need to know of their surroundings.
 *
 * @param random gives new MAC addresses and UUIDs; the only thing here that changes by use
 * @param qemuVersion for example {@code 10.0.13}
 * @param bridges bridges that exist, for example {@code vmbr0}
 * @param cpus processor threads of the host
 * @param containers ids taken by containers
 * @param pools pools that exist
 */
public record QemuContext(
    Instant now,
    RandomGenerator random,
    String node,
    String qemuVersion,
    Set<String> bridges,
    SortedMap<String, SimStorage> storages,
    int cpus,
    Set<Integer> containers,
    Set<String> pools,
    Asker asker) {

  public QemuContext {
    bridges = Set.copyOf(bridges);
    storages = Collections.unmodifiableSortedMap(new TreeMap<>(storages));
    containers = Set.copyOf(containers);
    pools = Set.copyOf(pools);
  }

  /** The machine type version that Windows guests are pinned to, {@code 10.0} of {@code 10.0.13}. */
  String machineVersion() {
    int first = qemuVersion.indexOf('.');
    int second = qemuVersion.indexOf('.', first + 1);
    return second < 0 ? qemuVersion : qemuVersion.substring(0, second);
  }
}
