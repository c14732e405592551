package io.pvefleet.app.cli;

import io.pvefleet.app.reconcile.Changes;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Observes the hosts and shows what would be changed; changes nothing.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Exit codes: 0 done, 1 error, 4 some hosts not reachable;",
      "with --detailed-exitcode also 2 changes present, 3 changes present and all of them held.",
      "",
      "Examples:",
      "  pvefleet plan",
      "  pvefleet plan --host seoul-001 --requests      with every request as it would be sent",
      "  pvefleet plan -l role=pos -o markdown          for a comment on a pull request",
      "  pvefleet plan --out plan.json && pvefleet apply --plan plan.json"
    })
final class PlanCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Mixin private Selection selection = new Selection();

  @Mixin private PlanView view = new PlanView();

  @Option(names = "--detailed-exitcode", description = "exit 2 where there are changes, 3 where all of them are held")
  private boolean isDetailed;

  @Option(names = "--out", paramLabel = "FILE", defaultValue = "", description = "also keep the plan for apply --plan FILE")
  private String file = "";

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    FleetInput input = FleetInput.read(terminal, path);
    Optional<EngineFleet> fleet = input.fleetOrTell(terminal);
    if (fleet.isEmpty()) {
      return Exit.ERROR;
    }
    try (Session session = Session.reading(terminal, input.folder())) {
      FleetPlan plan = Planning.plan(terminal, session, fleet.get(), selection);
      terminal.out().print(view.render(terminal, plan));
      terminal.out().flush();
      terminal.err().print(Messages.unreached(plan, terminal.colour(Terminal.Stream.ERR)));
      if (!file.isEmpty()) {
        PlanFile.of(plan).write(terminal.path(file));
        terminal.err().println("Plan kept in " + file + ": pvefleet apply --plan " + file);
      }
      return exit(plan);
    }
  }

  private int exit(FleetPlan plan) {
    if (Messages.someUnreached(plan)) {
      return Exit.UNREACHABLE;
    }
    if (!isDetailed) {
      return Exit.DONE;
    }
    if (!Changes.toApply(plan).isEmpty()) {
      return Exit.CHANGES;
    }
    return Changes.held(plan).isEmpty() ? Exit.DONE : Exit.HELD;
  }
}
