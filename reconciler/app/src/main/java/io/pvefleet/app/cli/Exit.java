package io.pvefleet.app.cli;

/** Exit codes, the same for every command. */
final class Exit {
  static final int DONE = 0;
  static final int ERROR = 1;

  /** With {@code plan --detailed-exitcode}. */
  static final int CHANGES = 2;

  static final int HELD = 3;

  /** Everything else is done. */
  static final int UNREACHABLE = 4;

  private Exit() {}
}
