package io.pvefleet.app.cli;

import io.pvefleet.process.cli.Terminal;

/** One line of progress that is drawn again in place, on a terminal only; gone when closed. Thread safe. */
final class LiveLine implements AutoCloseable {

  /** Faster is not seen, and a slow terminal must not slow the work. */
  private static final long MILLIS_BETWEEN = 50;

  /** Narrower terminals wrap, which would leave lines behind; 80 columns are what everyone has. */
  private static final int WIDTH = 79;

  private static final String CLEAR = "\r\u001b[K";

  private final Terminal terminal;
  private String shown = "";
  private long drawnAt;

  LiveLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Replaces the line. */
  synchronized void show(String text) {
    shown = text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…";
    long now = System.nanoTime() / 1_000_000;
    if (terminal.isLive() && now - drawnAt >= MILLIS_BETWEEN) {
      drawnAt = now;
      terminal.err().print(CLEAR + shown);
      terminal.err().flush();
    }
  }

  /** Writes a line that stays, above the live one. */
  synchronized void print(String text) {
    if (terminal.isLive()) {
      terminal.err().print(CLEAR + text + "\n" + shown);
      terminal.err().flush();
    } else {
      terminal.err().println(text);
    }
  }

  @Override
  public synchronized void close() {
    if (terminal.isLive()) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
    }
  }
}
