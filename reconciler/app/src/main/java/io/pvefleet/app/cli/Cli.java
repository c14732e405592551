package io.pvefleet.app.cli;

import io.pvefleet.app.store.StoreException;
import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.DiagnosticText;
import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import io.pvefleet.fleet.diagnostic.Sources;
import io.pvefleet.fleet.git.GitFault;
import io.pvefleet.process.settings.CannotListen;
import io.pvefleet.process.settings.SettingsFault;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** All commands behind one door: arguments in, exit code out; what goes wrong becomes text here and nowhere else. */
final class Cli {

  private final Terminal terminal;

  Cli(Terminal terminal) {
    this.terminal = terminal;
  }

  int run(String... args) {
    CommandLine line = commandLine();
    line.setOut(new PrintWriter(terminal.out(), true));
    line.setErr(new PrintWriter(terminal.err(), true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.isColoured(Terminal.Stream.OUT) ? Ansi.ON : Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e));
    int exit = line.execute(args);
    terminal.out().flush();
    terminal.err().flush();
    return exit;
  }

  CommandLine commandLine() {
    CommandLine line = new CommandLine(new RootCommand());
    line.addSubcommand(new ValidateCommand(terminal));
    line.addSubcommand(new RenderCommand(terminal));
    line.addSubcommand(new ExplainCommand(terminal));
    line.addSubcommand(new PlanCommand(terminal));
    line.addSubcommand(new ApplyCommand(terminal));
    line.addSubcommand(ServeCommand.commandLine(terminal));
    line.addSubcommand(new StatusCommand(terminal));
    line.addSubcommand(new EventsCommand(terminal));
    line.addSubcommand(new DoctorCommand(terminal));
    line.addSubcommand(new SimulateCommand(terminal));
    line.addSubcommand(new DemoCommand(terminal));
    line.addSubcommand(new CompletionCommand(terminal));
    line.addSubcommand(new WarmUpCommand(terminal));
    return line;
  }

  private int report(Exception e) {
    switch (e) {
      case Failure failure -> print(failure.code(), failure.detail(), failure.remedy());
      case StoreException store -> print(store.code(), String.valueOf(store.getMessage()), store.remedy());
      case GitFault git -> print(List.of(git.diagnostic()), Sources.none());
      case SettingsFault settings -> print(settings.diagnostics(), settings.sources());
      case CannotListen taken -> print(List.of(taken.diagnostic()), Sources.none());
      default -> {
        print(CliCodes.BUG, e.toString(), "Report it, with the lines below.");
        e.printStackTrace(terminal.err());
      }
    }
    return Exit.ERROR;
  }

  private void print(Code code, String detail, String remedy) {
    terminal.err().print(Messages.error(code, List.of(detail), remedy, colour()));
  }

  private void print(List<Diagnostic> diagnostics, Sources sources) {
    terminal.err().print(DiagnosticText.render(diagnostics, sources, colour()));
  }

  private Colour colour() {
    return terminal.isColoured(Terminal.Stream.ERR) ? Colour.ALWAYS : Colour.NEVER;
  }
}
