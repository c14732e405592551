package io.pvefleet.app.cli;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program without a command: its help. */
@Command(
    name = "pvefleet",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Keeps a fleet of Proxmox VE hosts in the state that a Git repository describes.",
    commandListHeading = "%nCommands:%n",
    exitCodeOnInvalidInput = Exit.ERROR,
    exitCodeOnExecutionException = Exit.ERROR,
    footer = {
      "",
      "Exit codes: 0 done or no change, 1 error, 2 changes present (plan --detailed-exitcode),",
      "3 held by policy, 4 some hosts not reachable (everything else is done).",
      "",
      "Examples:",
      "  pvefleet demo --hosts 100 --vms-per-host 10   the whole of it on this machine",
      "  pvefleet validate                             check the repository in this folder",
      "  pvefleet plan --host seoul-001 --requests     what would be sent to one host",
      "  pvefleet apply                                plan, ask, carry out",
      "  pvefleet approve seoul-001/105                let a deletion through that is held",
      "  pvefleet import --all                         documents for VMs that exist already"
    })
final class RootCommand implements Runnable {

  @Spec @org.jspecify.annotations.Nullable private CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      CommandLine line = spec.commandLine();
      line.usage(line.getOut());
    }
  }
}
