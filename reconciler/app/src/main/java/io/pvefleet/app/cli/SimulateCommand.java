package io.pvefleet.app.cli;

import io.pvefleet.app.simulate.ControlServer;
import io.pvefleet.app.simulate.FleetRepository;
import io.pvefleet.app.simulate.Simulation;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Forever;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.process.settings.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Runs simulated Proxmox hosts and writes a fleet repository that fits them; until stopped.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Examples:",
      "  pvefleet simulate --hosts 20 --vms-per-host 8 --base-port 21000 --fleet fleet",
      "  pvefleet simulate --hosts 100 --latency 50ms --blackhole 15 --fleet fleet"
    })
final class SimulateCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private SimulatedHosts wanted = new SimulatedHosts();

  @Option(
      names = "--base-port",
      paramLabel = "P",
      defaultValue = "21000",
      description = "of the first host, the others follow; default: 21000")
  private int basePort = 21_000;

  @Option(
      names = "--fleet",
      paramLabel = "DIR",
      required = true,
      description = "where the fleet repository is written; new, empty, or made by this command")
  private String directory = "";

  SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path folder = terminal.path(directory);
    FleetRepository repository = new FleetRepository(folder);
    if (!repository.isOurs()) {
      throw new Failure(CliCodes.NOT_SIMULATED, "The folder " + folder + " holds something that this command did not write.",
          "Name a new or empty folder for --fleet.");
    }
    if (!repository.isUntouched()) {
      throw new Failure(CliCodes.NOT_SIMULATED, "The repository " + folder + " was changed since this command wrote it.",
          "Writing it anew would lose that: name another folder for --fleet, or remove this one.");
    }
    try (Simulation simulation = wanted.start(basePort);
        ControlServer control = ControlServer.start(simulation, basePort == 0 ? 0 : basePort + wanted.hosts())) {
      forgetHistory(folder);
      simulation.writeRepository(folder, wanted.vmsPerHost());
      say(simulation, control);
      Forever.untilStopped();
    }
    return Exit.DONE;
  }

  /** The hosts are new, so what a former simulation of this folder knew of them is wrong. */
  private void forgetHistory(Path folder) {
    if (!terminal.variable(StateFolder.DAEMON.variable()).isEmpty()) {
      return; // a state folder that a person chose is theirs
    }
    Path state = Session.state(terminal, folder);
    try {
      for (String ending : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(state.resolve(SqliteStore.FILE + ending));
      }
    } catch (IOException e) {
      terminal.err().println("warning: the history of a former simulation in " + state + " could not be removed");
    }
  }

  private void say(Simulation simulation, ControlServer control) {
    List<Simulation.Member> members = simulation.members();
    terminal.err().printf(
        """
        %d simulated hosts run: %s to %s. Their fleet repository is %s, their tokens are beside it.

        Try, in another terminal:
          cd %s
          pvefleet validate
          pvefleet plan
          pvefleet apply
          curl -X POST %s/hosts/%s/black-holed      then plan again; /reachable brings it back

        Ctrl-C ends the hosts; the repository stays.
        """,
        members.size(), members.getFirst(), members.getLast().endpoint(), directory, directory, control.address(),
        members.getLast().name());
    terminal.err().flush();
  }
}
