package io.pvefleet.app.cli;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code notify}: its help; what it does are its own commands. */
@Command(
    name = "notify",
    mixinStandardHelpOptions = true,
    description = "Notifications that fleet.yaml declares.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Examples:",
      "  pvefleet notify test              a test message through every sink",
      "  pvefleet notify test --sink ops   through one of them"
    })
final class NotifyCommand implements Runnable {

  @Spec @org.jspecify.annotations.Nullable private CommandSpec spec;

  static CommandLine commandLine(Terminal terminal) {
    CommandLine line = new CommandLine(new NotifyCommand());
    line.addSubcommand(new NotifyTestCommand(terminal));
    return line;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
