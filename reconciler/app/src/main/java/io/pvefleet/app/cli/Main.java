package io.pvefleet.app.cli;

import io.pvefleet.process.cli.Forever;
import io.pvefleet.process.cli.Terminal;
import java.util.Set;

/** The program {@code pvefleet}. */
public final class Main {

  /** These run for long and log; every other command says itself what people must know. */
  private static final Set<String> LOGGING = Set.of("serve", "demo");

  private Main() {}

  public static void main(String[] args) {
    if (args.length == 0 || !LOGGING.contains(args[0])) {
      // Spring's logger on the class path would take 150 ms to start and write to standard output.
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
    int exit = new Cli(Terminal.ofProcess()).run(args);
    if (!Forever.isStopping()) {
      System.exit(exit);
    }
  }
}
