package io.pvefleet.app.daemon;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with what the daemon stands on. */
final class DaemonCodes {
  static final Code CLOCK_MOVED = Code.world("PVF-0541", "Clock of this machine was set");

  private DaemonCodes() {}
}
