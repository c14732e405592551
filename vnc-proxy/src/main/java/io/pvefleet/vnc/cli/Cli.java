package io.pvefleet.vnc.cli;

import io.pvefleet.process.cli.Program;
import io.pvefleet.process.cli.Terminal;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/** The commands of this program. */
final class Cli {
  private final Terminal terminal;

  Cli(Terminal terminal) {
    this.terminal = terminal;
  }

  int run(String... args) {
    return new Program(terminal, commandLine(), UnaryOperator.identity()).run(args);
  }

  CommandLine commandLine() {
    CommandLine line = new CommandLine(new RootCommand());
    line.addSubcommand(ServeCommand.commandLine(terminal));
    line.addSubcommand(new DoctorCommand(terminal));
    line.addSubcommand(new UserCommand(terminal));
    return line;
  }
}
