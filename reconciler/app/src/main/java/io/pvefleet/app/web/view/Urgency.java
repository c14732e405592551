package io.pvefleet.app.web.view;

import io.pvefleet.engine.plan.VmState;

/** What stands first: the more a state needs a person, the lower its number. */
public final class Urgency {
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

  /**
   * Whether nothing will happen until somebody acts: an attempt failed, or a change is held by something that no clock
   * lifts.
   */
  public static boolean needsPerson(VmRow row) {
    return switch (row.state()) {
      case FAILED -> true;
      case HELD -> !row.heldWhy().equals("window") && !row.heldWhy().equals("lock");
      case MISSING, DRIFTED, OUT_OF_SYNC, PENDING_RESTART, PROGRESSING, NOT_CHECKED, IN_SYNC, UNMANAGED -> false;
    };
  }
}
