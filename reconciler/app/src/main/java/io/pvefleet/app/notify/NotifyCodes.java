package io.pvefleet.app.notify;

import io.pvefleet.fleet.diagnostic.Code;

/** What can be wrong with telling people. */
final class NotifyCodes {
  static final Code NOT_REACHED = Code.world("PVF-0580", "Sink of notifications is not reached");
  static final Code REFUSED = Code.world("PVF-0581", "Sink of notifications refuses");
  static final Code GIVEN_UP = Code.world("PVF-0582", "News was given up");
  static final Code LOGIN = Code.world("PVF-0583", "Sink of notifications does not accept the login");
  static final Code UNTRUSTED = Code.world("PVF-0584", "Certificate of a sink of notifications is not trusted");

  private NotifyCodes() {}

  /** What to do, in a sentence; the page of the code says more. */
  static String remedy(Code code) {
    if (code.equals(REFUSED)) {
      return "Put the right address where its reference points, or correct what fleet.yaml says of the sink.";
    }
    if (code.equals(LOGIN)) {
      return "Put the right user into fleet.yaml and the right password or token where its reference points.";
    }
    return code.equals(UNTRUSTED)
        ? "Renew the certificate, use the name that it is for, or let this machine trust its authority."
        : "Look at name, port and firewall between this machine and there, and at the secrets that the sink names.";
  }
}
