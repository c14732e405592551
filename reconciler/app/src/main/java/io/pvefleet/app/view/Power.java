package io.pvefleet.app.view;

/** Whether a VM runs, as far as that is known now: on old facts, and of a VM that is not there, it is not. */
public enum Power {
  RUNNING("running"),
  STOPPED("stopped"),
  UNKNOWN("unknown");

  private final String word;

  Power(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  static Power of(String asSeen, boolean isOld) {
    if (isOld) {
      return UNKNOWN;
    }
    return switch (asSeen) {
      case "running" -> RUNNING;
      case "stopped" -> STOPPED;
      default -> UNKNOWN;
    };
  }
}
