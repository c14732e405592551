package io.pvefleet.pve.simulator.screen;

/** A terminal's window in characters. */
public record TerminalSize(int columns, int rows) {

  /** What termproxy starts with, before the viewer says its own. */
  public static final TerminalSize INITIAL = new TerminalSize(80, 20);
}
