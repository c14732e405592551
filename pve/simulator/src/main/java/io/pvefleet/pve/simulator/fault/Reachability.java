package io.pvefleet.pve.simulator.fault;

/** How a host appears on the network. */
public enum Reachability {
  /** Accepts connections. */
  REACHABLE,
  /** Its machine answers, its API does not run: connections are refused at once. */
  OFFLINE,
  /** Nothing answers: new connections are never accepted, open ones fall silent. */
  BLACK_HOLED
}
