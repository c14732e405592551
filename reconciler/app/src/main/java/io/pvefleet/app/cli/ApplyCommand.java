package io.pvefleet.app.cli;

import io.pvefleet.app.pve.HostCodes;
import io.pvefleet.app.reconcile.ApplyReport;
import io.pvefleet.app.reconcile.Changes;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.process.cli.Errors;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Plans, asks, and carries out what policy allows.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Exit codes: 0 done, 1 error, 3 some changes held by policy, 4 some hosts not reachable (everything else is done).",
      "",
      "Examples:",
      "  pvefleet apply                        shows the plan and asks",
      "  pvefleet apply --yes --host seoul-001",
      "  pvefleet apply --plan plan.json       exactly what plan --out showed, or nothing"
    })
final class ApplyCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Mixin private Selection selection = new Selection();

  @Mixin private PlanView view = new PlanView();

  @Option(names = {"-y", "--yes"}, description = "do not ask")
  private boolean isConfirmed;

  @Option(names = "--plan", paramLabel = "FILE", defaultValue = "", description = "only what this file of plan --out holds")
  private String file = "";

  ApplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<PlanFile> approved = file.isEmpty() ? Optional.empty() : Optional.of(PlanFile.read(terminal.path(file)));
    FleetInput input = FleetInput.read(terminal, path);
    Optional<EngineFleet> fleet = input.fleetOrTell(terminal);
    if (fleet.isEmpty()) {
      return Exit.ERROR;
    }
    try (Session session = Session.writing(terminal, input.folder())) {
      FleetPlan first = Planning.plan(terminal, session, fleet.get(), selection);
      // What an apply or a daemon that was killed left open ends before anything is decided.
      FleetPlan made =
          session.reconciler().settle(fleet.get(), first) ? Planning.plan(terminal, session, fleet.get(), selection) : first;
      FleetPlan plan = approved.map(p -> p.approve(made)).orElse(made);
      terminal.out().print(view.render(terminal, plan));
      terminal.out().flush();
      terminal.err().print(Messages.unreached(plan, terminal.colour(Terminal.Stream.ERR)));
      int wanted = Changes.toApply(plan).size();
      if (wanted > 0 && approved.isEmpty() && !isConfirmed && !confirm(wanted)) {
        terminal.err().println("Nothing was changed.");
        return Exit.ERROR;
      }
      return carryOut(session, fleet.get(), plan);
    }
  }

  private boolean confirm(int wanted) {
    if (!terminal.canAsk()) {
      throw new Failure(CliCodes.NOT_CONFIRMED, "There are changes to " + wanted + " VMs and no terminal to ask on.",
          "Look at the plan above, then run apply --yes, or plan --out FILE and apply --plan FILE.");
    }
    terminal.err().print("Change " + (wanted == 1 ? "this VM" : "these " + wanted + " VMs") + "? Only \"yes\" goes on: ");
    terminal.err().flush();
    return terminal.readLine().strip().toLowerCase(Locale.ROOT).equals("yes");
  }

  private int carryOut(Session session, EngineFleet fleet, FleetPlan plan) {
    String scope = plan.hosts().size() == 1 ? plan.hosts().getFirst().host() : "";
    ApplyReport report;
    try (ApplyProgress progress = new ApplyProgress(terminal, Changes.toApply(plan).size())) {
      report = session.reconciler().apply(fleet, plan, scope, Trigger.COMMAND, progress);
    }
    summarize(plan, report);
    if (report.failed() > 0) {
      return Exit.ERROR;
    }
    if (Messages.someUnreached(plan)) {
      return Exit.UNREACHABLE;
    }
    return report.stopped() > 0 || Changes.held(plan).stream().anyMatch(ApplyCommand::isUnwanted) ? Exit.HELD : Exit.DONE;
  }

  /** A change that is held since its own document asks for a report only is as it should be. */
  private static boolean isUnwanted(Change change) {
    return change.head().verdict() instanceof Verdict.Held(Verdict.Why why, String detail) && why != Verdict.Why.REPORT_ONLY;
  }

  private void summarize(FleetPlan plan, ApplyReport report) {
    Map<FaultKind, List<String>> failed = new EnumMap<>(FaultKind.class);
    for (ApplyReport.Result result : report.results()) {
      String vm = result.change().head().vm() + "  ";
      switch (result.outcome()) {
        case Outcome.Failed(FaultKind kind, String message, List<String> log) -> {
          List<String> lines = failed.computeIfAbsent(kind, k -> new ArrayList<>());
          lines.add(vm + message);
          log.forEach(line -> lines.add("    " + line));
        }
        case Outcome.Indeterminate(String message) ->
            failed.computeIfAbsent(FaultKind.INDETERMINATE, k -> new ArrayList<>()).add(vm + message);
        case Outcome.Succeeded ignored -> {}
        case Outcome.WaitsForRestart ignored -> {}
        case Outcome.Stopped ignored -> {}
      }
    }
    failed.forEach((kind, lines) ->
        terminal.err().print(
            Errors.text(HostCodes.of(kind), lines, HostCodes.remedy(kind), terminal.colour(Terminal.Stream.ERR))));
    int held = Changes.held(plan).size();
    terminal.err().printf("%d done, %d failed, %d stopped, %d held.%n", report.succeeded(), report.failed(), report.stopped(), held);
  }
}
