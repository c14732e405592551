package io.pvefleet.app.cli;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * {@code console}, for help and completion only: the launcher hands it to the program of the console proxy, which works when this one
 * does not.
 */
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    description = "Consoles of VMs in the browser: the proxy and its tools, with commands of their own.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Examples:",
      "  pvefleet console serve https://git.example.org/fleet.git",
      "  pvefleet console doctor seoul-001 102",
      "  pvefleet console user minji >> /etc/pvefleet/console-users"
    })
final class ConsoleCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "COMMAND", completionCandidates = Names.class,
      description = "${COMPLETION-CANDIDATES}; each has --help")
  private String command = "";

  @Unmatched private List<String> rest = new ArrayList<>();

  /** The commands of the other program. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Names() {
      super(List.of("serve", "doctor", "user"));
    }
  }

  @Override
  public Integer call() {
    throw new Failure(CliCodes.OTHER_PROGRAM, "\"console " + command + "\" belongs to the console proxy.",
        "Start it with the launcher: pvefleet console.");
  }
}
