package io.pvefleet.app.cli;

import io.pvefleet.app.store.StoreException;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Program;
import io.pvefleet.process.cli.Terminal;
import picocli.CommandLine;

/** The commands of this program. */
final class Cli {

  private final Terminal terminal;

  Cli(Terminal terminal) {
    this.terminal = terminal;
  }

  int run(String... args) {
    return new Program(terminal, commandLine(), Cli::known).run(args);
  }

  CommandLine commandLine() {
    CommandLine line = new CommandLine(new RootCommand());
    line.addSubcommand(new ValidateCommand(terminal));
    line.addSubcommand(new RenderCommand(terminal));
    line.addSubcommand(new ExplainCommand(terminal));
    line.addSubcommand(new PlanCommand(terminal));
    line.addSubcommand(new ApplyCommand(terminal));
    line.addSubcommand(new ApproveCommand(terminal));
    line.addSubcommand(new ImportCommand(terminal));
    line.addSubcommand(ServeCommand.commandLine(terminal));
    line.addSubcommand(new StatusCommand(terminal));
    line.addSubcommand(new ReportCommand(terminal));
    line.addSubcommand(new EventsCommand(terminal));
    line.addSubcommand(new DoctorCommand(terminal));
    line.addSubcommand(NotifyCommand.commandLine(terminal));
    line.addSubcommand(new ConsoleCommand());
    line.addSubcommand(new SimulateCommand(terminal));
    line.addSubcommand(new DemoCommand(terminal));
    line.addSubcommand(new CompletionCommand(terminal));
    line.addSubcommand(new WarmUpCommand(terminal));
    return line;
  }

  private static Exception known(Exception e) {
    return e instanceof StoreException store ? new Failure(store.code(), String.valueOf(store.getMessage()), store.remedy()) : e;
  }
}
