package io.pvefleet.app.cli;

import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.fleet.resolve.Explain;
import io.pvefleet.fleet.resolve.Kinds;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Shows which file and line gave each value of a VM, or documents a field.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Examples:",
      "  pvefleet explain seoul-001/pos-01                where each of its values comes from",
      "  pvefleet explain seoul-001/102 spec.memory       the same for one value",
      "  pvefleet explain VirtualMachine.spec.disks       what the field means"
    })
final class ExplainCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "REF", description = "HOST/NAME, HOST/VMID, NAME, or KIND.FIELD")
  private String reference = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "FIELD", defaultValue = "", description = "for example spec.memory")
  private String field = "";

  @Option(names = "--path", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<String> documented = Explain.field(new Kinds(FleetInput.KINDS), reference);
    if (documented.isPresent()) {
      terminal.out().print(documented.get());
      return Exit.DONE;
    }
    FleetInput input = FleetInput.read(terminal, path);
    Optional<EngineFleet> fleet = input.fleetOrTell(terminal);
    if (fleet.isEmpty()) {
      return Exit.ERROR;
    }
    List<ResolvedDocument> found = Explain.find(fleet.get().fleet(), reference);
    if (found.isEmpty()) {
      throw new Failure(CliCodes.NO_SUCH, "No VM of the fleet is \"" + reference + "\", and no kind has such a field.",
          "Write HOST/NAME, HOST/VMID, a name, or a field such as VirtualMachine.spec.disks.");
    }
    String text = origins(input, found);
    if (text.isEmpty()) {
      throw new Failure(CliCodes.NO_SUCH, "\"" + reference + "\" declares nothing at \"" + field + "\".",
          "What is not declared is not managed. pvefleet explain " + reference + " lists all that is.");
    }
    terminal.out().print(text);
    return Exit.DONE;
  }

  private String origins(FleetInput input, List<ResolvedDocument> found) {
    StringBuilder text = new StringBuilder();
    for (ResolvedDocument document : found) {
      String origins = Explain.origins(input.load(), document, field);
      if (!origins.isEmpty()) {
        text.append(text.isEmpty() ? "" : "\n").append(document.host()).append('/').append(document.envelope().name()).append('\n');
        text.append(origins);
      }
    }
    return text.toString();
  }
}
