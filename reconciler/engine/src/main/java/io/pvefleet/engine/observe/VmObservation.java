package io.pvefleet.engine.observe;

import java.util.Map;
import java.util.Set;

/**
 * A VM as {@code /pending} and the host's own list show it. All values are the texts that Proxmox gave.
 *
 * @param current values in force in the running process
 * @param effective current with what is pending applied; equals current where nothing waits
 * @param pendingKeys options whose change or removal waits for a power cycle
 * @param digest of the configuration
 * @param pool the pool that the VM is in, which is no part of its configuration
 */
public record VmObservation(
    int vmid,
    Power power,
    boolean template,
    String lock,
    Map<String, String> current,
    Map<String, String> effective,
    Set<String> pendingKeys,
    String digest,
    Membership pool) {

  public VmObservation {
    current = Map.copyOf(current);
    effective = Map.copyOf(effective);
    pendingKeys = Set.copyOf(pendingKeys);
  }

  /** Where nobody asked for the pool. */
  public VmObservation(
      int vmid,
      Power power,
      boolean template,
      String lock,
      Map<String, String> current,
      Map<String, String> effective,
      Set<String> pendingKeys,
      String digest) {
    this(vmid, power, template, lock, current, effective, pendingKeys, digest, new Membership.Unknown());
  }

  public VmObservation with(Membership seen) {
    return new VmObservation(vmid, power, template, lock, current, effective, pendingKeys, digest, seen);
  }

  /** The same once its process has ended: what was pending is in force. */
  public VmObservation off() {
    return new VmObservation(vmid, Power.STOPPED, template, lock, effective, effective, Set.of(), digest, pool);
  }

  /** Power as {@code GET /nodes/{node}/qemu} tells it, with hibernation told from the lock. */
  public enum Power {
    RUNNING,
    PAUSED,
    STOPPED,
    HIBERNATED
  }
}
