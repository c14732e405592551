package io.pvefleet.vnc.cli;

import io.pvefleet.fleet.diagnostic.Diagnostic.Severity;
import io.pvefleet.fleet.diagnostic.DiagnosticText;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.diagnostic.Sources;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.git.WorktreeSource;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.process.hosts.HostClients;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.catalog.Catalog;
import io.pvefleet.vnc.catalog.CatalogLoader;
import io.pvefleet.vnc.doctor.Checkup;
import io.pvefleet.vnc.doctor.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code console doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Opens one guest's console step by step, from its host's name to the first picture, and says what is wrong.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Nothing is typed, and nobody who looks at the same console is disturbed.",
      "",
      "Exit codes: 0 all is well, 1 error, 4 something is wrong with the host or its guest.",
      "",
      "Examples:",
      "  pvefleet console doctor seoul-001 102",
      "  pvefleet console doctor seoul-001 102 --fleet ~/fleet -o json"
    })
final class DoctorCommand implements Callable<Integer> {

  /** What the findings are written as. */
  enum Format {
    TEXT,
    JSON
  }

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "HOST", description = "name of the host in the fleet")
  private String hostName = "";

  @Parameters(index = "1", paramLabel = "VMID", description = "number of the VM or container")
  private int vmid;

  @Option(names = "--fleet", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json")
  private Format format = Format.TEXT;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Catalog catalog = catalog(terminal.path(path));
    Host host = catalog.host(hostName).orElseThrow(() -> unknown(catalog));
    Secrets secrets = new Secrets(terminal.environment(), warning -> terminal.err().println("warning: " + warning));
    try (HostClients clients = new HostClients(PveHttpSettings.DEFAULT, secrets, RequestListener.NONE)) {
      List<Finding> findings = new Checkup(clients, System::nanoTime).of(host, vmid);
      boolean isWell = findings.stream().allMatch(Finding::isGood);
      switch (format) {
        case TEXT -> text(catalog, findings);
        case JSON -> json(isWell, findings);
      }
      return isWell ? Exit.DONE : Exit.UNREACHABLE;
    }
  }

  private Catalog catalog(Path folder) {
    FileTree tree = WorktreeSource.read(folder);
    CatalogLoader.Loaded loaded = CatalogLoader.load(tree);
    Sources sources = Sources.under(path.equals(".") ? "" : path, tree.files());
    terminal.err().print(DiagnosticText.render(
        loaded.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList(), sources,
        terminal.colour(Terminal.Stream.ERR)));
    return loaded.catalog().orElseThrow(() -> new Failure(CliCodes.BAD_FLEET, "The fleet in " + folder + " has the errors above.",
        "Correct them, or name another folder with --fleet."));
  }

  private Failure unknown(Catalog catalog) {
    List<String> names = catalog.guests().stream().map(Guest::host).distinct().toList();
    return new Failure(CliCodes.NO_HOST, "There is no host \"" + hostName + "\" in " + terminal.path(path) + ".",
        DidYouMean.closest(hostName, names).map(name -> "Did you mean \"" + name + "\"?")
            .orElse("Name a host of the fleet, and with --fleet the folder that declares it."));
  }

  private void text(Catalog catalog, List<Finding> findings) {
    String name = catalog.guest(hostName, vmid).map(Guest::name).orElse("");
    terminal.out().println(hostName + " " + vmid + (name.isEmpty() ? "" : " " + name));
    for (Finding finding : findings) {
      terminal.out().printf("  %-4s  %-14s %6d ms  %s%n",
          finding.isGood() ? "ok" : "BAD", finding.step(), finding.took().toMillis(), finding.text());
      if (!finding.remedy().isEmpty()) {
        terminal.out().println("        " + finding.remedy());
      }
    }
  }

  private void json(boolean isWell, List<Finding> findings) {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    ObjectNode all = mapper.createObjectNode().put("host", hostName).put("vmid", vmid).put("good", isWell);
    ArrayNode steps = all.putArray("steps");
    for (Finding finding : findings) {
      steps.addObject().put("step", finding.step()).put("good", finding.isGood()).put("ms", finding.took().toMillis())
          .put("text", finding.text()).put("remedy", finding.remedy());
    }
    terminal.out().println(mapper.writeValueAsString(all));
  }
}
