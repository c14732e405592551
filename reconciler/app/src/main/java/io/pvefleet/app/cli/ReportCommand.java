package io.pvefleet.app.cli;

import io.pvefleet.app.care.Checkup;
import io.pvefleet.app.report.OneLook;
import io.pvefleet.app.report.Report;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Observes the hosts and writes the pages as files, for those without the daemon; changes nothing.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "The folder holds every page of the fleet as of now: open its index.html, mail",
      "it, put it on any web server. Runs and events are those of the state folder,",
      "where there is one. An earlier report in the folder is replaced whole; a folder",
      "with anything else in it is left alone.",
      "",
      "Exit codes: 0 done, 1 error, 4 some hosts not reachable (the report says which).",
      "",
      "Examples:",
      "  pvefleet report --out report",
      "  pvefleet report ../fleet --out /var/www/fleet --lang ko"
    })
final class ReportCommand implements Callable<Integer> {

  /** Languages of the pages. */
  enum Language {
    EN,
    KO
  }

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Option(names = "--out", paramLabel = "DIR", required = true,
      description = "where the report goes: a new or empty folder, or an earlier report")
  private String out = "";

  @Option(names = "--lang", paramLabel = "LANGUAGE", defaultValue = "en", description = "language of the pages, en or ko; default: en")
  private Language language = Language.EN;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    FleetInput input = FleetInput.read(terminal, path);
    Optional<EngineFleet> fleet = input.fleetOrTell(terminal);
    if (fleet.isEmpty()) {
      return Exit.ERROR;
    }
    Path folder = terminal.path(out);
    try (Session session = Session.reading(terminal, input.folder()); LiveLine line = new LiveLine(terminal)) {
      int hosts = fleet.get().hosts().size();
      AtomicInteger read = new AtomicInteger();
      OneLook look = OneLook.at(fleet.get(), input.folder().toAbsolutePath().normalize().toString(), session.reconciler(),
          new Checkup(session.lines(), Clock.systemUTC()), Clock.systemUTC(),
          (plan, took) -> line.show("Reading hosts: " + read.incrementAndGet() + " of " + hosts));
      Report.Written written = Report.write(look.board(), session.store(), Locale.of(language.name().toLowerCase(Locale.ROOT)), folder,
          pages -> line.show("Writing pages: " + pages));
      line.close();
      terminal.out().printf(Locale.ROOT, "%d hosts, %d VMs: %d pages, %.1f MiB. Open %s%n", hosts, fleet.get().vmCount(),
          written.pages(), written.bytes() / 1024.0 / 1024.0, folder.resolve("index.html"));
      terminal.out().flush();
      terminal.err().print(Messages.unreached(look.plan(), terminal.colour(Terminal.Stream.ERR)));
      return Messages.someUnreached(look.plan()) ? Exit.UNREACHABLE : Exit.DONE;
    }
  }
}
