package io.pvefleet.app.pve;

import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Code.Blame;

/** What users see of a fault: code, class and what to do. */
public final class HostCodes {
  private static final Code UNREACHABLE = new Code("PVF-0301", "Host does not answer", Blame.WORLD);
  private static final Code UNAUTHENTICATED = new Code("PVF-0302", "Token is refused or cannot be read", Blame.USER);
  private static final Code FORBIDDEN = new Code("PVF-0303", "Token lacks a privilege", Blame.USER);
  private static final Code NOT_FOUND = new Code("PVF-0304", "Guest is gone", Blame.WORLD);
  private static final Code ALREADY_EXISTS = new Code("PVF-0305", "Id or name is taken", Blame.WORLD);
  private static final Code LOCKED = new Code("PVF-0306", "Guest is locked", Blame.WORLD);
  private static final Code CONFLICT = new Code("PVF-0307", "Guest changed meanwhile", Blame.WORLD);
  private static final Code REJECTED = new Code("PVF-0308", "Host refuses the change", Blame.USER);
  private static final Code TASK_FAILED = new Code("PVF-0309", "Task failed", Blame.WORLD);
  private static final Code INDETERMINATE = new Code("PVF-0310", "Effect of a write is not known", Blame.WORLD);

  private HostCodes() {}

  public static Code of(FaultKind kind) {
    return switch (kind) {
      case UNREACHABLE -> UNREACHABLE;
      case UNAUTHENTICATED -> UNAUTHENTICATED;
      case FORBIDDEN -> FORBIDDEN;
      case NOT_FOUND -> NOT_FOUND;
      case ALREADY_EXISTS -> ALREADY_EXISTS;
      case LOCKED -> LOCKED;
      case CONFLICT -> CONFLICT;
      case REJECTED -> REJECTED;
      case TASK_FAILED -> TASK_FAILED;
      case INDETERMINATE -> INDETERMINATE;
    };
  }

  /** One sentence with what a person can do about it. */
  public static String remedy(FaultKind kind) {
    return switch (kind) {
      case UNREACHABLE -> "Run pvefleet doctor --host NAME: it looks at name, route, port and certificate one after the other.";
      case UNAUTHENTICATED ->
          "Check the tokenRef of the host, and with pveum user token list USER that the token exists and is not expired.";
      case FORBIDDEN -> "Grant the privilege to the token; pvefleet doctor --host NAME prints the pveum line.";
      case NOT_FOUND, CONFLICT, INDETERMINATE -> "Nothing to do by hand: the next plan starts from what is there then.";
      case ALREADY_EXISTS -> "Choose another vmid or name in Git, or remove what has it.";
      case LOCKED -> "Wait for the backup, clone or migration to end; qm unlock only where none runs any more.";
      case REJECTED -> "Correct the value that the message names, in Git.";
      case TASK_FAILED -> "Read the task's log on the host; the next plan tries again.";
    };
  }
}
