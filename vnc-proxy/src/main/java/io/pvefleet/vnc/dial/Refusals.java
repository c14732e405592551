package io.pvefleet.vnc.dial;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;

/** The client's faults as refusals of a console. */
final class Refusals {

  private Refusals() {}

  /**
   * What a fault means for somebody who wants a console.
   *
   * @param before why the host did not answer before its circuit opened
   */
  static ConsoleRefused of(String host, int vmid, PveException fault, Reason before) {
    return switch (fault) {
      case PveException.Unreachable e -> unreachable(host, e, e.reason() == Reason.CIRCUIT_OPEN ? before : e.reason());
      case PveException.Unauthenticated e -> new ConsoleRefused(Refusal.HOST_REFUSED, "token", host);
      case PveException.Forbidden e -> new ConsoleRefused(Refusal.HOST_REFUSED, "privilege", host, e.message());
      case PveException.NotFound e -> gone(host, vmid);
      case PveException.AlreadyExists e -> refused(host, e.message());
      case PveException.Locked e -> refused(host, e.message());
      case PveException.Conflict e -> refused(host, e.message());
      case PveException.Rejected e -> refused(host, e.message());
      case PveException.TaskFailed e -> refused(host, e.message());
      // A call for a ticket that got no answer: nobody has the ticket, so nothing is lost but time.
      case PveException.Indeterminate e -> new ConsoleRefused(Refusal.HOST_SLOW, "", host);
    };
  }

  private static ConsoleRefused unreachable(String host, PveException.Unreachable fault, Reason reason) {
    return switch (reason) {
      case CONNECT, CIRCUIT_OPEN -> new ConsoleRefused(Refusal.HOST_OFFLINE, "", host, fault.message());
      case TLS, PIN -> new ConsoleRefused(Refusal.HOST_CERTIFICATE, "", host);
      case NO_ANSWER, NOT_SENT -> new ConsoleRefused(Refusal.HOST_SLOW, "", host);
      case NOT_PROXMOX -> refused(host, fault.message());
    };
  }

  static ConsoleRefused gone(String host, int vmid) {
    return new ConsoleRefused(Refusal.GUEST_GONE, "", host, Integer.toString(vmid));
  }

  static ConsoleRefused stopped(String host, int vmid) {
    return new ConsoleRefused(Refusal.GUEST_STOPPED, "", host, Integer.toString(vmid));
  }

  /** A terminal of a host that lets no API token use them. */
  static ConsoleRefused withoutLogin(String host) {
    return new ConsoleRefused(Refusal.HOST_REFUSED, "login", host);
  }

  static ConsoleRefused refused(String host, String words) {
    return new ConsoleRefused(Refusal.HOST_REFUSED, "", host, words);
  }
}
