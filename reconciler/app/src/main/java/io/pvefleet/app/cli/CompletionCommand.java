package io.pvefleet.app.cli;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints the completion script of a shell.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Examples:",
      "  source <(pvefleet completion bash)",
      "  source <(pvefleet completion zsh)",
      "  pvefleet completion fish > ~/.config/fish/completions/pvefleet.fish"
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells that are known. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Terminal terminal;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
  private Shell shell = Shell.BASH;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandLine line = new Cli(terminal).commandLine();
    terminal.out().print(switch (shell) {
      // Picocli's script sets up zsh's emulation of bash completion by itself.
      case BASH, ZSH -> AutoComplete.bash("pvefleet", line);
      case FISH -> FishCompletion.script(line);
    });
    return Exit.DONE;
  }
}
