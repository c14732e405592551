package io.pvefleet.app.cli;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.model.LabelSelector;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.process.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which part of the fleet a command is about; everything where nothing is said. */
final class Selection {

  @Option(names = "--host", paramLabel = "HOST", description = "only this host; may be repeated")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description = "only VMs with these labels: role=pos, ring!=pilot, role; several with commas or repeated, all must fit")
  private List<String> labels = new ArrayList<>();

  boolean isEverything() {
    return hosts.isEmpty() && labels.isEmpty();
  }

  /** The hosts that are to be looked at. A host that the fleet does not have is an error. */
  List<DesiredHost> hosts(EngineFleet fleet) {
    for (String name : hosts) {
      if (fleet.host(name).isEmpty()) {
        List<String> known = fleet.hosts().stream().map(host -> host.host().name()).toList();
        throw new Failure(CliCodes.NO_SUCH, "The fleet has no host \"" + name + "\".",
            DidYouMean.closest(name, known).map(best -> "Did you mean \"" + best + "\"?").orElse("Look into its Host documents."));
      }
    }
    LabelSelector selector = selector();
    return fleet.hosts().stream()
        .filter(host -> hosts.isEmpty() || hosts.contains(host.host().name()))
        .filter(host -> labels.isEmpty() || host.vms().stream().anyMatch(vm -> selector.fits(vm.labels())))
        .toList();
  }

  boolean picks(ResolvedDocument document) {
    return (hosts.isEmpty() || hosts.contains(document.host())) && fits(document.envelope().labels());
  }

  /** That plan without changes of VMs whose labels do not fit. Judged before, so that limits see the whole. */
  FleetPlan of(FleetPlan plan) {
    return labels.isEmpty()
        ? plan
        : new FleetPlan(plan.revision(), plan.holds(),
            plan.hosts().stream()
                .map(host -> host.with(host.changes().stream().filter(change -> fits(change.head().labels())).toList()))
                .toList());
  }

  private boolean fits(Map<String, String> of) {
    return selector().fits(of);
  }

  private LabelSelector selector() {
    try {
      return LabelSelector.parse(labels);
    } catch (IllegalArgumentException e) {
      throw new Failure(CliCodes.BAD_SELECTOR, String.valueOf(e.getMessage()), "Write " + LabelSelector.SYNTAX + ".");
    }
  }
}
