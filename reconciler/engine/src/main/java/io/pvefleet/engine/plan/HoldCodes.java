package io.pvefleet.engine.plan;

import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Code.Blame;

/** The code, with its page under docs/errors, of each reason for which a change is held. */
public final class HoldCodes {

  public static final Code WINDOW = new Code("PVF-0401", "Change waits for a window", Blame.USER);
  public static final Code LIMIT = new Code("PVF-0402", "Limit of a run exceeded", Blame.USER);
  public static final Code APPROVAL = new Code("PVF-0403", "Change waits for a person", Blame.USER);
  public static final Code LOCK = new Code("PVF-0404", "VM is locked", Blame.WORLD);
  public static final Code PROTECTION = new Code("PVF-0405", "VM is protected", Blame.USER);
  public static final Code CONFLICT = new Code("PVF-0406", "Another guest stands in the way", Blame.USER);
  public static final Code PAUSED = new Code("PVF-0407", "Host is in maintenance", Blame.USER);
  public static final Code REPORT_ONLY = new Code("PVF-0408", "Differences are only reported", Blame.USER);
  public static final Code RESTART = new Code("PVF-0409", "Change needs the VM to be stopped", Blame.USER);
  public static final Code IMPOSSIBLE = new Code("PVF-0410", "Change cannot be made", Blame.USER);
  public static final Code UNKNOWN = new Code("PVF-0411", "VM could not be read", Blame.WORLD);
  public static final Code DISKS = new Code("PVF-0415", "Deletion would destroy disks that are kept", Blame.USER);

  private HoldCodes() {}

  /** The code of a reason. */
  public static Code of(Why why) {
    return switch (why) {
      case WINDOW -> WINDOW;
      case LIMIT -> LIMIT;
      case APPROVAL -> APPROVAL;
      case LOCK -> LOCK;
      case PROTECTION -> PROTECTION;
      case CONFLICT -> CONFLICT;
      case PAUSED -> PAUSED;
      case REPORT_ONLY -> REPORT_ONLY;
      case RESTART -> RESTART;
      case DISKS -> DISKS;
      case IMPOSSIBLE -> IMPOSSIBLE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
