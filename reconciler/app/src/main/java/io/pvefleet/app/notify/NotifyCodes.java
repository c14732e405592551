package io.pvefleet.app.notify;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with telling people. */
final class NotifyCodes {
  static final Code NOT_REACHED = Code.world("PVF-0580", "Sink of notifications is not reached");
  static final Code REFUSED = Code.world("PVF-0581", "Sink of notifications refuses");
  static final Code GIVEN_UP = Code.world("PVF-0582", "News was given up");

  private NotifyCodes() {}
}
