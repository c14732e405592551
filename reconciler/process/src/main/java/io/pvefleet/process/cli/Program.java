package io.pvefleet.process.cli;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.DiagnosticText;
import io.pvefleet.fleet.diagnostic.Sources;
import io.pvefleet.fleet.git.GitFault;
import io.pvefleet.process.settings.CannotListen;
import io.pvefleet.process.settings.SettingsFault;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** All commands behind one door: arguments in, exit code out; what goes wrong becomes text here and nowhere else. */
public final class Program {
  /** Deeper than any chain of causes, and an end where one names itself. */
  private static final int DEEPEST = 20;

  private final Terminal terminal;
  private final CommandLine commands;
  private final UnaryOperator<Exception> known;

  /** @param known makes a {@link Failure} of what only this program throws, and leaves the rest as it is */
  public Program(Terminal terminal, CommandLine commands, UnaryOperator<Exception> known) {
    this.terminal = terminal;
    this.commands = commands;
    this.known = known;
  }

  /** Runs one command to its end; never throws. */
  public int run(String... args) {
    commands.setOut(new PrintWriter(terminal.out(), true));
    commands.setErr(new PrintWriter(terminal.err(), true));
    commands.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.isColoured(Terminal.Stream.OUT) ? Ansi.ON : Ansi.OFF));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler((e, command, parsed) -> report(known.apply(e)));
    int exit = commands.execute(args);
    terminal.out().flush();
    terminal.err().flush();
    return exit;
  }

  private int report(Exception e) {
    switch (cause(e)) {
      case Failure failure -> print(failure.code(), failure.detail(), failure.remedy());
      case GitFault git -> print(List.of(git.diagnostic()), Sources.none());
      case SettingsFault settings -> print(settings.diagnostics(), settings.sources());
      case CannotListen taken -> print(List.of(taken.diagnostic()), Sources.none());
      case Throwable _ -> {
        print(Errors.BUG, e.toString(), "Report it, with the lines below.");
        e.printStackTrace(terminal.err());
      }
    }
    return Exit.ERROR;
  }

  /** What has something to say to people, where a server that was starting wrapped it into its own words. */
  private static Throwable cause(Exception e) {
    int depth = 0;
    for (Throwable cause = e; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
      if (cause instanceof Failure || cause instanceof GitFault || cause instanceof SettingsFault || cause instanceof CannotListen) {
        return cause;
      }
    }
    return e;
  }

  private void print(Code code, String detail, String remedy) {
    terminal.err().print(Errors.text(code, List.of(detail), remedy, terminal.colour(Terminal.Stream.ERR)));
  }

  private void print(List<Diagnostic> diagnostics, Sources sources) {
    terminal.err().print(DiagnosticText.render(diagnostics, sources, terminal.colour(Terminal.Stream.ERR)));
  }
}
