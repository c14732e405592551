package io.pvefleet.app.cli;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostic.Severity;
import io.pvefleet.fleet.diagnostic.DiagnosticText;
import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.Sources;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.git.WorktreeSource;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.fleet.resolve.GuestKind;
import io.pvefleet.process.cli.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A fleet repository as a command reads it: from a folder, committed or not.
 *
 * @param fleet empty where a diagnostic is an error
 */
record FleetInput(Path folder, FileTree tree, FleetLoad load, Optional<EngineFleet> fleet, List<Diagnostic> diagnostics, Sources sources) {

  /** Every kind of guest that there is. */
  static final List<GuestKind> KINDS = List.of(new VmKind());

  static FleetInput read(Terminal terminal, String path) {
    Path folder = terminal.path(path);
    FileTree tree = WorktreeSource.read(folder);
    FleetLoad load = new FleetLoader(KINDS).load(tree);
    Diagnostics all = new Diagnostics();
    all.addAll(load.diagnostics());
    Optional<Parsed<EngineFleet>> parsed = load.fleet().map(Kinds::parse);
    parsed.ifPresent(p -> all.addAll(p.diagnostics()));
    String shown = path.equals(".") ? "" : path;
    return new FleetInput(
        folder, tree, load, parsed.flatMap(Parsed::parsed), all.sorted(), Sources.under(shown, tree.files()));
  }

  boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  int files() {
    return tree.files().size();
  }

  /** The fleet, with warnings told; where there are errors all of them, and no fleet. */
  Optional<EngineFleet> fleetOrTell(Terminal terminal) {
    if (!diagnostics.isEmpty()) {
      Colour colour = terminal.isColoured(Terminal.Stream.ERR) ? Colour.ALWAYS : Colour.NEVER;
      terminal.err().print(DiagnosticText.render(diagnostics, sources, colour));
      terminal.err().println();
      terminal.err().println(DiagnosticText.summary(diagnostics));
    }
    return hasErrors() ? Optional.empty() : fleet;
  }
}
