package io.pvefleet.vnc.doctor;

import io.pvefleet.pve.fault.PveException;

/** What to do about a fault of a host while a console is opened. */
final class Remedies {
  static final String FIREWALL = "Look at the VPN, the firewall between, and whether pveproxy runs: systemctl status pveproxy.";

  private Remedies() {}

  static String of(PveException fault) {
    return switch (fault) {
      case PveException.Unreachable _ -> FIREWALL;
      case PveException.Unauthenticated _ ->
          "Check the host's tokenRef, and with pveum user token list USER that the token exists and is not expired.";
      case PveException.Forbidden _ -> "Grant VM.Console and VM.Audit to the token, as docs/configuration.md shows.";
      case PveException.NotFound _ -> "Correct the number; qm list and pct list on the host show what it has.";
      case PveException.Locked _, PveException.Conflict _, PveException.AlreadyExists _ -> "Try again in a moment.";
      case PveException.Rejected _ -> "Read the host's words above; the host's own console in its web interface would fail alike.";
      case PveException.TaskFailed _ -> "Read the task's log on the host.";
      case PveException.Indeterminate _ -> "Try again; the host's task log shows whether a console was opened.";
    };
  }
}
