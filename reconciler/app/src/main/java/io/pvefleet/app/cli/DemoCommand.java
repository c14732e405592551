package io.pvefleet.app.cli;

import io.pvefleet.app.daemon.Daemon;
import io.pvefleet.app.daemon.DaemonSettings;
import io.pvefleet.app.simulate.ControlServer;
import io.pvefleet.app.simulate.Simulation;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Forever;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.process.settings.RepositorySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Simulated hosts, their fleet repository, the daemon, its pages and consoles, all on this machine; until stopped.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {"", "Examples:", "  pvefleet demo", "  pvefleet demo --hosts 100 --vms-per-host 10 --latency 50ms"})
final class DemoCommand implements Callable<Integer> {

  /** A person who commits wants to see it at once, and asking a local repository costs nothing. */
  private static final Duration POLL = Duration.ofSeconds(3);

  private final Terminal terminal;

  @Mixin private SimulatedHosts wanted = new SimulatedHosts();

  @Option(names = "--port", paramLabel = "P", defaultValue = "8080", description = "of the pages; default: 8080")
  private int port = DaemonSettings.DEFAULT_PORT;

  @Option(names = "--console-port", paramLabel = "P", defaultValue = "8081", description = "of the consoles; default: 8081")
  private int consolePort = 8081;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path top = Files.createTempDirectory("pvefleet-demo-");
    try (Simulation simulation = wanted.start(0); ControlServer control = ControlServer.start(simulation, 0)) {
      Path repository = top.resolve("fleet");
      simulation.writeRepository(repository, wanted.vmsPerHost());
      DemoConsole console = DemoConsole.prepare(top, terminal.variable(DemoConsole.LAUNCHER), consolePort);
      DaemonSettings plain =
          DaemonSettings.of(RepositorySettings.of(repository.toString()).withPoll(POLL), top.resolve("state"))
              .listeningOn("127.0.0.1", port);
      try (ConsoleProcess proxy = ConsoleProcess.start(console, repository, POLL);
          Daemon daemon = Daemon.run(console.link().map(plain::withConsole).orElse(plain))) {
        Optional<String> trouble = proxy.trouble();
        if (trouble.isEmpty()) {
          proxy.onEnd(() -> terminal.err().println("The console proxy has ended; everything else goes on."));
        }
        say(simulation, control, daemon, repository, consoles(console, trouble));
        Forever.untilStopped();
        proxy.beginToEnd();
      }
    } finally {
      delete(top);
    }
    return Exit.DONE;
  }

  /** A proxy that does not start takes nothing else with it. */
  private static String consoles(DemoConsole console, Optional<String> trouble) {
    return trouble
        .map(why -> "none: " + why + ". Everything else works.")
        .orElse(console.address() + "/   log in as " + DemoConsole.USER + " / " + console.password());
  }

  private void say(Simulation simulation, ControlServer control, Daemon daemon, Path repository, String consoles) {
    List<Simulation.Member> members = simulation.members();
    String some = members.getFirst().name();
    terminal.err().printf(
        """

        pvefleet demo: %d simulated hosts, %d VMs in Git, all on this machine.

          Pages       %s/
          Consoles    %s
          Repository  %s

        Try:
          - watch the VMs appear on the pages, then change a value and commit it:
              cd %s
              sed -i 's/memory: 8GiB/memory: 10GiB/' profiles/windows-pos.yaml && git commit -am 'Give the tills more memory'
          - look before you commit:      pvefleet plan %s --host %s --requests
          - look at a screen:            the console button of any VM on the pages, where there are consoles
          - take a host off the network: curl -X POST %s/hosts/%s/black-holed

        Ctrl-C ends it and leaves nothing behind.
        """,
        members.size(), members.size() * wanted.vmsPerHost(), daemon.address(), consoles, repository, repository, repository,
        some,
        control.address(), members.getLast().name());
    terminal.err().flush();
  }

  private static void delete(Path tree) {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
