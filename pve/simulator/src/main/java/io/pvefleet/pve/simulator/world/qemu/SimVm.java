package io.pvefleet.pve.simulator.world.qemu;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One virtual machine as its host keeps it. Immutable; option values are text exactly as the configuration file holds it.
 *
 * @param config the values in effect, {@code lock} and {@code template} among them
 * @param pending values waiting for the next cold start
 * @param deletes options waiting to be deleted
 * @param cloudinit cloud-init values as last written to the drive; what {@code GET cloudinit} calls the old ones
 */
public record SimVm(
    int vmid,
    SortedMap<String, String> config,
    SortedMap<String, String> pending,
    SortedMap<String, Delete> deletes,
    SortedMap<String, String> cloudinit,
    Power power,
    Guest guest,
    List<Snapshot> snapshots) {

  /** State of the QEMU process. A hibernated machine is stopped and has {@code lock: suspended}. */
  public enum Power {
    STOPPED,
    RUNNING,
    PAUSED,
    /** The process waits before the guest's first instruction, as it does for the backup of a stopped machine. */
    PRELAUNCH
  }

  /** How the guest system takes the power button, requests to give up a device and, where it has an agent, calls to that. */
  public enum Guest {
    ANSWERS,
    SILENT
  }

  /** A pending delete; forced ones destroy the volume too. */
  public enum Delete {
    PLAIN,
    FORCED
  }

  /** One snapshot: its name and the configuration of that time. */
  public record Snapshot(String name, SortedMap<String, String> config) {
    public Snapshot {
      config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
    }
  }

  public SimVm {
    config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
    pending = Collections.unmodifiableSortedMap(new TreeMap<>(pending));
    deletes = Collections.unmodifiableSortedMap(new TreeMap<>(deletes));
    cloudinit = Collections.unmodifiableSortedMap(new TreeMap<>(cloudinit));
    snapshots = List.copyOf(snapshots);
  }

  /** A stopped machine with this configuration and nothing pending. */
  public static SimVm stopped(int vmid, Map<String, String> config) {
    TreeMap<String, String> values = new TreeMap<>(config);
    return new SimVm(
        vmid, values, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Power.STOPPED, Guest.ANSWERS, List.of());
  }

  public Optional<String> get(String option) {
    return Optional.ofNullable(config.get(option));
  }

  public boolean isRunning() {
    return power != Power.STOPPED;
  }

  public boolean isTemplate() {
    return "1".equals(config.get("template"));
  }

  public boolean isProtected() {
    return "1".equals(config.get("protection"));
  }

  public boolean isHibernated() {
    return "suspended".equals(config.get("lock"));
  }

  public Optional<String> lock() {
    return get("lock");
  }

  /** The values a cold start would bring: current ones with everything pending applied. */
  public SortedMap<String, String> effective() {
    SortedMap<String, String> map = new TreeMap<>(config);
    deletes.keySet().forEach(map::remove);
    map.putAll(pending);
    return Collections.unmodifiableSortedMap(map);
  }

  /** SHA-1 over a canonical text of everything the configuration file holds, 40 lower-case hex digits. */
  public String digest() {
    return ConfigDigest.of(this);
  }

  public SimVm withConfig(Map<String, String> values) {
    return new SimVm(vmid, new TreeMap<>(values), pending, deletes, cloudinit, power, guest, snapshots);
  }

  /** This machine with one option in effect. */
  public SimVm with(String option, String value) {
    TreeMap<String, String> values = new TreeMap<>(config);
    values.put(option, value);
    return withConfig(values);
  }

  /** This machine without one option in effect. */
  public SimVm without(String option) {
    TreeMap<String, String> values = new TreeMap<>(config);
    values.remove(option);
    return withConfig(values);
  }

  public SimVm withPending(Map<String, String> values, Map<String, Delete> removals) {
    return new SimVm(vmid, config, new TreeMap<>(values), new TreeMap<>(removals), cloudinit, power, guest, snapshots);
  }

  public SimVm withCloudinit(Map<String, String> written) {
    return new SimVm(vmid, config, pending, deletes, new TreeMap<>(written), power, guest, snapshots);
  }

  public SimVm with(Power next) {
    return new SimVm(vmid, config, pending, deletes, cloudinit, next, guest, snapshots);
  }

  public SimVm with(Guest next) {
    return new SimVm(vmid, config, pending, deletes, cloudinit, power, next, snapshots);
  }

  public SimVm with(List<Snapshot> next) {
    return new SimVm(vmid, config, pending, deletes, cloudinit, power, guest, next);
  }
}
