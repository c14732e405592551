package io.pvefleet.engine.observe;

import io.pvefleet.engine.port.FaultKind;

/** Whether a host could be observed in a pass. */
public sealed interface Reach {

  /**
   * The host answered.
   *
   * @param pveVersion as {@code GET /version} gives it; empty where that one call failed
   * @param node the node that is ours; empty where it could not be told, see the VMs' reasons
   */
  record Reached(String pveVersion, String node) implements Reach {}

  /** Nothing is planned; every VM of the host is NotChecked. */
  record NotReached(FaultKind kind, String message) implements Reach {}
}
