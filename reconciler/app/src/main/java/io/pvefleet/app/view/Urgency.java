package io.pvefleet.app.view;

import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import java.util.Set;

/** What stands first: the more a state needs a person, the lower its number. */
public final class Urgency {
  /** A window opens, a task's lock goes, a maintenance ends: by themselves. */
  private static final Set<String> CLOCK_LIFTS = Set.of(Verdict.Why.WINDOW.word(), Verdict.Why.LOCK.word(), Verdict.Why.PAUSED.word());

  private Urgency() {}

  public static int of(VmState state) {
    return switch (state) {
      case FAILED -> 0;
      case MISSING -> 1;
      case HELD -> 2;
      case DRIFTED -> 3;
      case OUT_OF_SYNC -> 4;
      case PENDING_RESTART -> 5;
      case PROGRESSING -> 6;
      case NOT_CHECKED -> 7;
      case IN_SYNC -> 8;
      case UNMANAGED -> 9;
    };
  }

  /** Whether a host does not answer or was not heard of, without Git having said that somebody works on it. */
  public static boolean isSilent(HostRow row) {
    return switch (row.state()) {
      case OFFLINE, STALE, NOT_CHECKED -> true;
      case ONLINE, MAINTENANCE -> false;
    };
  }

  /** Whether somebody has to look at the host, or at a VM on it. */
  public static boolean needsPerson(HostRow row) {
    return isSilent(row) || row.needing() > 0;
  }

  /**
   * Whether nothing will happen until somebody acts: an attempt failed, or a change is held by something that no clock
   * lifts.
   */
  public static boolean needsPerson(VmRow row) {
    return switch (row.state()) {
      case FAILED -> true;
      case HELD -> !CLOCK_LIFTS.contains(row.heldWhy());
      case MISSING, DRIFTED, OUT_OF_SYNC, PENDING_RESTART, PROGRESSING, NOT_CHECKED, IN_SYNC, UNMANAGED -> false;
    };
  }
}
