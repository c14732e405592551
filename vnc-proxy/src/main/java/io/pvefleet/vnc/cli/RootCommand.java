package io.pvefleet.vnc.cli;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program without a command: its help. */
@Command(
    name = "pvefleet console",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Consoles of the fleet's VMs and containers in the browser.",
    commandListHeading = "%nCommands:%n",
    exitCodeOnInvalidInput = Exit.ERROR,
    exitCodeOnExecutionException = Exit.ERROR,
    footer = {
      "",
      "Exit codes: 0 done, 1 error, 4 something is wrong with the host or its guest.",
      "",
      "Examples:",
      "  pvefleet console serve https://git.example.org/fleet.git",
      "  pvefleet console doctor seoul-001 102",
      "  pvefleet console user minji --groups operators >> /etc/pvefleet/console-users"
    })
final class RootCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      CommandLine line = spec.commandLine();
      line.usage(line.getOut());
    }
  }
}
