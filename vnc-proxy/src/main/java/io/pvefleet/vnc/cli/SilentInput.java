package io.pvefleet.vnc.cli;

import java.io.IOException;

/**
 * A terminal that does not show what is typed. Java's own console is not there when the result goes to a file, so the terminal is told
 * by {@code stty}; where that is missing what is typed is shown, as everywhere else.
 */
final class SilentInput implements AutoCloseable {
  /** Somebody who gives up with Ctrl-C wants the terminal back as well. */
  private final Thread hook = new Thread(() -> stty("echo"), "echo");

  private SilentInput() {}

  static SilentInput begin() {
    SilentInput silent = new SilentInput();
    Runtime.getRuntime().addShutdownHook(silent.hook);
    stty("-echo");
    return silent;
  }

  @Override
  public void close() {
    stty("echo");
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private static void stty(String mode) {
    try {
      new ProcessBuilder("stty", mode).inheritIO().start().waitFor();
    } catch (IOException _) {
      // No such program: said above.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
