package io.pvefleet.app.cli;

import io.pvefleet.app.reconcile.FleetHold;
import io.pvefleet.app.store.LastPlans.LastPlan;
import io.pvefleet.app.store.Revisions.InForce;
import io.pvefleet.app.store.Runs.Run;
import io.pvefleet.app.store.SqliteStore;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.render.PlanJsonReader;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "What the daemon knew last, read from its state folder; asks no host.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {"", "Examples:", "  pvefleet status", "  PVEFLEET_STATE=/var/lib/pvefleet pvefleet status -o json"})
final class StatusCommand implements Callable<Integer> {

  /** What the status is written as. */
  enum Format {
    TEXT,
    JSON
  }

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json")
  private Format format = Format.TEXT;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What is shown. */
  private record Status(
      Optional<InForce> inForce, int hosts, List<String> silent, Map<VmState, Long> vms, Optional<Instant> oldest,
      Optional<Run> lastRun, List<Waiting> waiting, Optional<String> hold, StatusAlerts alerts) {}

  /** A VM for which everything is written and that waits for a restart. */
  private record Waiting(VmRef vm, Instant since, List<String> attributes) {
    static Optional<Waiting> of(Change change) {
      Optional<Instant> since = change.attributes().stream().flatMap(a -> a.waitingSince().stream()).min(Instant::compareTo);
      return since.map(at -> new Waiting(change.head().vm(), at,
          change.attributes().stream().filter(a -> a.waitingSince().isPresent()).map(AttributeChange::path).toList()));
    }
  }

  @Override
  public Integer call() {
    Path folder = Session.state(terminal, terminal.path(path));
    if (!SqliteStore.existsIn(folder)) {
      throw new Failure(CliCodes.NO_HISTORY, "There is no history in " + folder + ".",
          "Set PVEFLEET_STATE to the state folder of the daemon, or name the folder of its fleet.");
    }
    Status status;
    try (Store store = SqliteStore.open(folder)) {
      status = of(store);
    }
    switch (format) {
      case TEXT -> text(status);
      case JSON -> terminal.out().println(json(status));
    }
    if (!status.silent().isEmpty()) {
      return Exit.UNREACHABLE;
    }
    return status.hold().isPresent() ? Exit.HELD : Exit.DONE;
  }

  private static Status of(Store store) {
    List<LastPlan> rows = store.plans().all();
    List<HostPlan> plans = rows.stream().map(row -> PlanJsonReader.host(row.json())).toList();
    Map<VmState, Long> vms =
        plans.stream()
            .flatMap(plan -> plan.changes().stream())
            .map(Change::head)
            .collect(Collectors.groupingBy(Change.Head::state, () -> new EnumMap<>(VmState.class), Collectors.counting()));
    List<String> silent =
        plans.stream().filter(plan -> plan.reach() instanceof Reach.NotReached).map(HostPlan::host).sorted().toList();
    return new Status(
        store.revisions().last(), plans.size(), silent, vms, rows.stream().map(LastPlan::observedAt).min(Instant::compareTo),
        store.runs().list(Long.MAX_VALUE, 1).stream().findFirst(),
        plans.stream().flatMap(plan -> plan.changes().stream()).flatMap(change -> Waiting.of(change).stream())
            .sorted(Comparator.comparing(Waiting::since)).toList(),
        FleetHold.in(store.events()), new StatusAlerts(store.alerts().inForce()));
  }

  private void text(Status status) {
    Instant now = Clock.systemUTC().instant();
    status.inForce().ifPresent(commit ->
        terminal.out().printf("Commit    %s, in force for %s%n", commit.revision(), age(commit.at(), now)));
    terminal.out().printf("Hosts     %d, %d of them not reachable%s%n",
        status.hosts(), status.silent().size(), status.silent().isEmpty() ? "" : ": " + String.join(", ", status.silent()));
    status.hold().ifPresent(why -> terminal.out().printf("Held      nothing is applied: %s%n", why));
    status.alerts().text(terminal.out(), now);
    String vms = status.vms().entrySet().stream().map(e -> e.getValue() + " " + e.getKey().word()).collect(Collectors.joining(", "));
    terminal.out().printf("VMs       %s%n", vms.isEmpty() ? "none seen yet" : vms);
    if (!status.waiting().isEmpty()) {
      Waiting first = status.waiting().getFirst();
      terminal.out().printf("Waiting   %d for a restart, the longest %s for %s (%s)%n", status.waiting().size(), first.vm(),
          age(first.since(), now), String.join(", ", first.attributes()));
    }
    status.oldest().ifPresent(at -> terminal.out().printf("Observed  the longest ago %s ago%n", age(at, now)));
    status.lastRun().ifPresent(run ->
        terminal.out().printf("Last run  %d, %s ago: %d done, %d waiting, %d stopped, %d failed, %d not known%n",
            run.id(), age(run.started(), now), run.counts().succeeded(), run.counts().waiting(), run.counts().stopped(),
            run.counts().failed(), run.counts().indeterminate()));
  }

  private static String json(Status status) {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    ObjectNode root = mapper.createObjectNode();
    status.inForce().ifPresent(commit -> root.putObject("commit").put("revision", commit.revision()).put("since", commit.at().toString()));
    ObjectNode hosts = root.putObject("hosts").put("all", status.hosts());
    status.silent().forEach(hosts.putArray("notReachable")::add);
    status.hold().ifPresent(why -> root.put("held", why));
    status.alerts().json(root);
    ObjectNode vms = root.putObject("vms");
    status.vms().forEach((state, count) -> vms.put(state.word(), count));
    ArrayNode waiting = root.putArray("waitingForRestart");
    for (Waiting one : status.waiting()) {
      ObjectNode node = waiting.addObject().put("host", one.vm().host()).put("vmid", one.vm().vmid()).put("name", one.vm().name())
          .put("since", one.since().toString());
      one.attributes().forEach(node.putArray("attributes")::add);
    }
    status.oldest().ifPresent(at -> root.put("oldestObservation", at.toString()));
    status.lastRun().ifPresent(run ->
        root.putObject("lastRun").put("id", run.id()).put("started", run.started().toString())
            .put("succeeded", run.counts().succeeded()).put("waiting", run.counts().waiting())
            .put("stopped", run.counts().stopped()).put("failed", run.counts().failed())
            .put("indeterminate", run.counts().indeterminate()));
    return mapper.writeValueAsString(root);
  }

  static String age(Instant since, Instant now) {
    Duration age = Duration.between(since, now);
    if (age.toMinutes() < 2) {
      return Math.max(0, age.toSeconds()) + " s";
    }
    return age.toHours() < 2 ? age.toMinutes() + " min" : age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " days";
  }
}
