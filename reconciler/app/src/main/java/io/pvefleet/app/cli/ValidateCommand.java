package io.pvefleet.app.cli;

import io.pvefleet.fleet.diagnostic.DiagnosticGitHub;
import io.pvefleet.fleet.diagnostic.DiagnosticJson;
import io.pvefleet.fleet.diagnostic.DiagnosticSarif;
import io.pvefleet.fleet.diagnostic.DiagnosticText;
import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a fleet repository against its schemas and against itself, offline.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Examples:",
      "  pvefleet validate                      the repository in this folder",
      "  pvefleet validate fleet -o github      annotations in a pull request",
      "  pvefleet validate -o sarif > out.sarif for code scanning"
    })
final class ValidateCommand implements Callable<Integer> {

  /** What the findings are written as. */
  enum Format {
    TEXT,
    JSON,
    GITHUB,
    SARIF
  }

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json, github or sarif")
  private Format format = Format.TEXT;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    FleetInput input = FleetInput.read(terminal, path);
    switch (format) {
      case TEXT -> text(input);
      case JSON -> terminal.out().print(DiagnosticJson.render(input.diagnostics(), input.sources()));
      case GITHUB -> terminal.out().print(DiagnosticGitHub.render(input.diagnostics(), input.sources()));
      case SARIF -> terminal.out().print(DiagnosticSarif.render(input.diagnostics(), input.sources()));
    }
    return input.hasErrors() ? Exit.ERROR : Exit.DONE;
  }

  private void text(FleetInput input) {
    Colour colour = terminal.isColoured(Terminal.Stream.OUT) ? Colour.ALWAYS : Colour.NEVER;
    if (!input.diagnostics().isEmpty()) {
      terminal.out().print(DiagnosticText.render(input.diagnostics(), input.sources(), colour));
      terminal.out().println();
    }
    input.fleet().ifPresent(fleet ->
        terminal.out().printf("%d sites, %d hosts, %d VMs in %d files%n",
            fleet.fleet().sites().size(), fleet.hosts().size(), fleet.vmCount(), input.files()));
    terminal.out().println(DiagnosticText.summary(input.diagnostics()));
  }
}
