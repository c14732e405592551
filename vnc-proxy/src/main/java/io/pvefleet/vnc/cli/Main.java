package io.pvefleet.vnc.cli;

import io.pvefleet.process.cli.Forever;
import io.pvefleet.process.cli.Terminal;
import java.util.Arrays;

/** The program {@code pvefleet console}. */
public final class Main {

  /** The launcher hands over the whole line. */
  private static final String OWN_NAME = "console";

  private Main() {}

  public static void main(String[] args) {
    String[] own = args.length > 0 && args[0].equals(OWN_NAME) ? Arrays.copyOfRange(args, 1, args.length) : args;
    if (own.length == 0 || !own[0].equals("serve")) {
      // Spring's logger on the class path would take 150 ms to start and write to standard output.
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
    int exit = new Cli(Terminal.ofProcess()).run(own);
    if (!Forever.isStopping()) {
      System.exit(exit);
    }
  }
}
