package io.pvefleet.pve.simulator.world.console;

/** How a host serves terminals. */
public enum Termproxy {
  /** As delivered with 9.2. */
  CURRENT,
  /** Before libpve-access-control 9.0.4: a token's ticket is refused, as {@code root@pam!x} is no user's name. */
  REFUSES_TOKENS,
  /** Its binary is missing, so that nobody ever listens on the port. */
  MISSING
}
