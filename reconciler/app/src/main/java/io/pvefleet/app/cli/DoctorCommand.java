package io.pvefleet.app.cli;

import io.pvefleet.app.care.Checkup;
import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Looks at the way to each host: name, port, certificate and its end, token and its end, node, clock,"
            + " privileges, latency.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Exit codes: 0 all is well, 1 error, 4 something is wrong with a host.",
      "",
      "Examples:",
      "  pvefleet doctor --host seoul-001"
    })
final class DoctorCommand implements Callable<Integer> {

  /** What the findings are written as. */
  enum Format {
    TEXT,
    JSON
  }

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Mixin private Selection selection = new Selection();

  @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json")
  private Format format = Format.TEXT;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    FleetInput input = FleetInput.read(terminal, path);
    Optional<EngineFleet> fleet = input.fleetOrTell(terminal);
    if (fleet.isEmpty()) {
      return Exit.ERROR;
    }
    List<DesiredHost> hosts = selection.hosts(fleet.get());
    boolean isWell = true;
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    ObjectNode json = mapper.createObjectNode();
    try (PveHostLines lines = Session.lines(terminal); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Finding>>> checkups =
          hosts.stream()
              .map(host -> threads.submit(() -> new Checkup(lines, Clock.systemUTC()).look(host.host(), host.vms()).findings()))
              .toList();
      for (int i = 0; i < hosts.size(); i++) {
        List<Finding> findings = checkups.get(i).get();
        isWell &= findings.stream().allMatch(Finding::isGood);
        switch (format) {
          case TEXT -> text(hosts.get(i).host().name(), findings);
          case JSON -> json(json.putArray(hosts.get(i).host().name()), findings);
        }
      }
    }
    if (format == Format.JSON) {
      terminal.out().println(mapper.writeValueAsString(json));
    }
    return isWell ? Exit.DONE : Exit.UNREACHABLE;
  }

  private void text(String host, List<Finding> findings) {
    terminal.out().println(host);
    for (Finding finding : findings) {
      terminal.out().printf("  %-4s  %-14s %s%n", finding.isGood() ? "ok" : "BAD", finding.step(), finding.text());
      if (!finding.isGood()) {
        terminal.out().println("        " + finding.remedy());
      }
    }
  }

  private static void json(ArrayNode array, List<Finding> findings) {
    for (Finding finding : findings) {
      array.addObject().put("step", finding.step()).put("good", finding.isGood()).put("text", finding.text())
          .put("remedy", finding.remedy());
    }
  }
}
