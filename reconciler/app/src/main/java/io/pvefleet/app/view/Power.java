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
    return isOld ? UNKNOWN : of(asSeen);
  }

  /** As a list of guests tells it. */
  static Power of(String asSeen) {
    return switch (asSeen) {
      case "running" -> RUNNING;
      case "stopped" -> STOPPED;
      default -> UNKNOWN;
    };
  }
}
