package io.pvefleet.process.cli;

/** Exit codes, the same for every command. */
public final class Exit {
  public static final int DONE = 0;
  public static final int ERROR = 1;

  /** With {@code plan --detailed-exitcode}. */
  public static final int CHANGES = 2;

  public static final int HELD = 3;

  /** Everything else is done. */
  public static final int UNREACHABLE = 4;

  private Exit() {}
}
