package io.pvefleet.app.cli;

import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.fleet.resolve.Explain;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code render}. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = "Prints the VMs with their profiles merged in, as YAML.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {"", "Examples:", "  pvefleet render", "  pvefleet render --host seoul-001 -l role=pos"})
final class RenderCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Mixin private Selection selection = new Selection();

  RenderCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    FleetInput input = FleetInput.read(terminal, path);
    Optional<EngineFleet> fleet = input.fleetOrTell(terminal);
    if (fleet.isEmpty()) {
      return Exit.ERROR;
    }
    selection.hosts(fleet.get());
    List<ResolvedDocument> picked = fleet.get().fleet().guests().stream().filter(selection::picks).toList();
    for (int i = 0; i < picked.size(); i++) {
      terminal.out().print((i == 0 ? "" : "---\n") + Explain.merged(picked.get(i)));
    }
    return Exit.DONE;
  }
}
