package io.pvefleet.app.cli;

import io.pvefleet.app.simulate.FleetRepository;
import io.pvefleet.app.simulate.Simulation;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Does once, against a simulated host and with no output, what the common commands do, so that the JVM can record it for its
 * ahead-of-time cache. The launcher calls it in the background; people have no use for it.
 */
@Command(name = "warm-up", hidden = true, exitCodeOnInvalidInput = Exit.ERROR)
final class WarmUpCommand implements Callable<Integer> {

  private static final int VMS = 5;

  private final Terminal terminal;

  WarmUpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path top = Files.createTempDirectory("pvefleet-warm-up-");
    Path repository = top.resolve("fleet");
    try (Simulation simulation = Simulation.start(Simulation.Wish.fast(1, VMS))) {
      simulation.writeRepository(repository, VMS);
      Cli cli = new Cli(silent(top, repository));
      for (List<String> command : List.of(
          List.of("validate"), List.of("plan", "--requests"), List.of("apply", "--yes"), List.of("plan", "-o", "json"),
          List.of("--help"))) {
        cli.run(command.toArray(String[]::new));
      }
    } finally {
      new FleetRepository(repository).remove();
      for (String rest : List.of("state/pvefleet.db", "state/pvefleet.db-wal", "state/pvefleet.db-shm", "state", "")) {
        Files.deleteIfExists(top.resolve(rest));
      }
    }
    return Exit.DONE;
  }

  private Terminal silent(Path top, Path repository) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Terminal(
        nowhere, nowhere, InputStream.nullInputStream(),
        name -> name.equals("PVEFLEET_STATE") ? top.resolve("state").toString() : terminal.environment().apply(name), Set.of(), repository);
  }
}
