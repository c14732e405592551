package io.pvefleet.app.daemon;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with the start of the daemon. */
final class DaemonCodes {
  static final Code CANNOT_LISTEN = Code.user("PVF-0526", "Address cannot be listened on");

  private DaemonCodes() {}
}
