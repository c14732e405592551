package io.pvefleet.app.cli;

import io.pvefleet.app.reconcile.Inventory;
import io.pvefleet.engine.intake.HostSource;
import io.pvefleet.engine.intake.Intake;
import io.pvefleet.engine.intake.IntakeResult;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Writes documents for VMs that are on hosts and not in Git; the plan after it adopts them and is else empty.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Changes nothing on a host and overwrites no file. VMs that are alike share a profile. Passwords and tokens stay out;",
      "what cannot be declared as it is stays out with a comment that begins with TO CHECK.",
      "",
      "Exit codes: 0 done, 1 error, 4 some hosts not reachable (the others are written).",
      "",
      "Examples:",
      "  pvefleet import --host seoul-001            into the repository in this folder",
      "  pvefleet import fleet --all                 every host that the repository in fleet declares",
      "  pvefleet import --all --into ../draft       to look at it elsewhere first"
    })
final class ImportCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Option(names = "--host", paramLabel = "HOST", description = "a host that the fleet declares; may be repeated")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "every host of the fleet")
  private boolean isAll;

  @Option(names = "--into", paramLabel = "DIR", defaultValue = "", description = "write there; default: the folder of the fleet")
  private String into = "";

  @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json")
  private ImportView.Format format = ImportView.Format.TEXT;

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (names.isEmpty() != isAll) {
      throw new Failure(CliCodes.IMPORT_WHAT, names.isEmpty() ? "No host was named." : "Both --host and --all were given.",
          "Name hosts with --host HOST, or import from all with --all.");
    }
    FleetInput input = FleetInput.read(terminal, path);
    Optional<EngineFleet> fleet = input.fleetOrTell(terminal);
    if (fleet.isEmpty()) {
      return Exit.ERROR;
    }
    List<DesiredHost> hosts = hosts(fleet.get());
    Path target = into.isEmpty() ? input.folder() : terminal.path(into);
    try (Session session = Session.reading(terminal, input.folder())) {
      List<HostSource> sources = read(session, hosts);
      IntakeResult result = Intake.of(input.tree(), new Intake.Target(
          file -> Files.exists(target.resolve(file)) || Files.exists(input.folder().resolve(file)),
          Files.exists(target.resolve("schemas/v1/virtualmachine.json"))), sources);
      new ImportFiles(target).write(result.files());
      terminal.out().print(new ImportView(terminal, into.isEmpty() ? path : into).render(result, format));
      terminal.out().flush();
      boolean someSilent = result.hosts().stream().anyMatch(host -> host.silence().isPresent());
      return someSilent ? Exit.UNREACHABLE : Exit.DONE;
    }
  }

  private List<DesiredHost> hosts(EngineFleet fleet) {
    List<String> known = fleet.hosts().stream().map(host -> host.host().name()).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new Failure(CliCodes.NO_SUCH, "The fleet has no host \"" + name + "\".",
            DidYouMean.closest(name, known).map(best -> "Did you mean \"" + best + "\"?")
                .orElse("Declare it first: a Site and a Host document with endpoint, tls and tokenRef."));
      }
    }
    return fleet.hosts().stream().filter(host -> isAll || names.contains(host.host().name())).toList();
  }

  private List<HostSource> read(Session session, List<DesiredHost> hosts) {
    try (LiveLine line = new LiveLine(terminal)) {
      AtomicInteger done = new AtomicInteger();
      return new Inventory(session.lines(), Clock.systemUTC())
          .of(hosts, host -> line.show("Reading hosts: " + done.incrementAndGet() + " of " + hosts.size()));
    }
  }
}
