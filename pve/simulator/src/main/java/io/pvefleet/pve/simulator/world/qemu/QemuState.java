package io.pvefleet.pve.simulator.world.qemu;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All virtual machines of a host and all volumes of its storages. Immutable.
 *
 * @param vms by vmid
 * @param volumes by volid; images, ISO files, snippets and import files alike
 */
public record QemuState(SortedMap<Integer, SimVm> vms, SortedMap<String, SimVolume> volumes) {

  public static final QemuState EMPTY = new QemuState(new TreeMap<>(), new TreeMap<>());

  public QemuState {
    vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
  }

  public Optional<SimVm> vm(int vmid) {
    return Optional.ofNullable(vms.get(vmid));
  }

  public Optional<SimVolume> volume(String volid) {
    return Optional.ofNullable(volumes.get(volid));
  }

  public QemuState with(SimVm vm) {
    Map<Integer, SimVm> next = new TreeMap<>(vms);
    next.put(vm.vmid(), vm);
    return new QemuState(new TreeMap<>(next), volumes);
  }

  public QemuState withoutVm(int vmid) {
    TreeMap<Integer, SimVm> next = new TreeMap<>(vms);
    next.remove(vmid);
    return new QemuState(next, volumes);
  }

  public QemuState with(SimVolume volume) {
    TreeMap<String, SimVolume> next = new TreeMap<>(volumes);
    next.put(volume.volid(), volume);
    return new QemuState(vms, next);
  }

  public QemuState withoutVolume(String volid) {
    TreeMap<String, SimVolume> next = new TreeMap<>(volumes);
    next.remove(volid);
    return new QemuState(vms, next);
  }
}
