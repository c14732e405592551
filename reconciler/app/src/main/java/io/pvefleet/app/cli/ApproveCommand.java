package io.pvefleet.app.cli;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.LastPlans.LastPlan;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.render.PlanJsonReader;
import io.pvefleet.engine.render.PlanText;
import io.pvefleet.fleet.model.Durations;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code approve}. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Lets through what a limit or the want of consent holds, for one commit and the VM as it is now.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "Uses the state folder of the daemon (PVEFLEET_STATE), whose next pass acts on it.",
      "",
      "Examples:",
      "  pvefleet approve seoul-001/105               shows what would be done, and asks",
      "  pvefleet approve --host seoul-001 --for 2h",
      "  pvefleet approve --plan plan.json --yes      what plan --out has shown as held",
      "  pvefleet approve --list",
      "  pvefleet approve --withdraw seoul-001/105"
    })
final class ApproveCommand implements Callable<Integer> {

  private static final Pattern VM = Pattern.compile("([^/\\s]+)/(\\d{3,9})");

  /** Whoever wants more wants another limit. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private final Terminal terminal;

  @Parameters(arity = "0..*", paramLabel = "HOST/VMID", description = "VMs whose held change is let through")
  private List<String> vms = new ArrayList<>();

  @Option(names = "--host", paramLabel = "HOST", description = "everything on this host that may be approved; may be repeated")
  private List<String> hosts = new ArrayList<>();

  @Option(names = "--plan", paramLabel = "FILE", defaultValue = "", description = "everything in this file of plan --out that may be")
  private String file = "";

  @Option(names = "--commit", paramLabel = "COMMIT", defaultValue = "", description = "only where the plan is of this commit")
  private String commit = "";

  @Option(names = "--for", paramLabel = "DURATION", defaultValue = "24h", description = "how long it holds, 168h at most; default: 24h")
  private String length = "24h";

  @Option(names = {"-y", "--yes"}, description = "do not ask")
  private boolean isConfirmed;

  @Option(names = "--list", description = "shows approvals instead")
  private boolean isList;

  @Option(names = "--withdraw", description = "takes the approvals of these VMs back instead")
  private boolean isWithdrawal;

  @Option(names = "--in", paramLabel = "PATH", defaultValue = ".", description = "folder of the fleet; default: this one")
  private String path = ".";

  ApproveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Duration lasts = Durations.parse(length).filter(d -> !d.isZero() && d.compareTo(LONGEST) <= 0).orElseThrow(() ->
        new Failure(CliCodes.NO_SUCH, "\"" + length + "\" is no length of time up to a week.", "Write it as 30m, 2h or 24h."));
    vms.forEach(ApproveCommand::ref);
    try (Session session = Session.writing(terminal, terminal.path(path))) {
      if (isList) {
        return list(session.store());
      }
      return isWithdrawal ? withdraw(session.store()) : approve(session, lasts);
    }
  }

  private int approve(Session session, Duration lasts) {
    FleetPlan plan = wanted(session);
    List<Change> changes = Approvable.changes(plan);
    Set<String> found = new TreeSet<>(changes.stream().map(change -> change.head().vm().key()).toList());
    List<String> missing = vms.stream().filter(vm -> !found.contains(vm)).toList();
    if (changes.isEmpty() || !missing.isEmpty()) {
      throw new Failure(CliCodes.NOTHING_TO_APPROVE,
          "Nothing " + (missing.isEmpty() ? "there" : "of " + String.join(", ", missing)) + " waits for an approval.",
          "Look at the plan: what a limit or the want of consent holds (PVF-0402, PVF-0403) and loses something may be approved. "
              + "The other changes of a host that is held whole follow by themselves.");
    }
    terminal.out().print(PlanText.render(plan, terminal.isColoured(Terminal.Stream.OUT) ? Set.of(PlanText.Option.COLOUR) : Set.of()));
    terminal.out().flush();
    if (!isConfirmed && !confirm(changes.size())) {
      terminal.err().println("Nothing was approved.");
      return Exit.ERROR;
    }
    Instant now = Clock.systemUTC().instant();
    for (Change change : changes) {
      Change.Head head = change.head();
      Approval approval = new Approval(head.vm(), plan.revision(), head.digest(), head.identity(), user(), now, now.plus(lasts));
      session.store().approvals().put(approval);
      tell(session.store(), head.vm(), now, "%s approved until %s, for commit %s".formatted(user(), approval.until(), plan.revision()));
    }
    terminal.err().printf("%s approved until %s for commit %s. The next pass or apply acts on it.%n",
        changes.size() == 1 ? "1 change" : changes.size() + " changes", now.plus(lasts), plan.revision());
    return Exit.DONE;
  }

  /** What the daemon has planned and judged last, where there is one; else what is found now. */
  private FleetPlan wanted(Session session) {
    if (!file.isEmpty()) {
      return ofCommit(PlanFile.read(terminal.path(file)).held());
    }
    Set<String> names = new TreeSet<>(hosts);
    vms.forEach(vm -> names.add(ref(vm).host()));
    if (names.isEmpty()) {
      throw new Failure(CliCodes.NO_SUCH, "Nothing is named.", "Name VMs as HOST/VMID, a host with --host, or a plan with --plan.");
    }
    List<LastPlan> kept = names.stream().flatMap(name -> session.store().plans().of(name).stream()).toList();
    FleetPlan plan = kept.size() == names.size() ? kept(kept) : fresh(session, names);
    Set<String> picked = new TreeSet<>(vms);
    plan.hosts().stream().filter(host -> hosts.contains(host.host()))
        .forEach(host -> host.changes().stream().filter(Approvable::isApprovable).forEach(c -> picked.add(c.head().vm().key())));
    return ofCommit(Approvable.of(plan, picked));
  }

  private static FleetPlan kept(List<LastPlan> plans) {
    Set<String> revisions = new TreeSet<>(plans.stream().map(LastPlan::revision).toList());
    if (revisions.size() > 1) {
      throw new Failure(CliCodes.OTHER_COMMIT, "These hosts were last planned from several commits: " + String.join(", ", revisions) + ".",
          "Wait until each has been looked at again, or approve host by host.");
    }
    return new FleetPlan(revisions.iterator().next(), List.of(), plans.stream().map(plan -> PlanJsonReader.host(plan.json())).toList());
  }

  private FleetPlan fresh(Session session, Set<String> names) {
    EngineFleet fleet = FleetInput.read(terminal, path).fleetOrTell(terminal)
        .orElseThrow(() -> new Failure(CliCodes.NO_SUCH, "The fleet in this folder has errors.", "Correct them first."));
    List<DesiredHost> picked = names.stream()
        .map(name -> fleet.host(name).orElseThrow(() -> new Failure(
            CliCodes.NO_SUCH, "The fleet has no host \"" + name + "\".", "Look into its Host documents.")))
        .toList();
    return session.reconciler().plan(fleet, picked, session.reconciler().memory(fleet, Set.of(), Set.of()), (plan, took) -> {});
  }

  private FleetPlan ofCommit(FleetPlan plan) {
    if (!commit.isEmpty() && !plan.revision().startsWith(commit)) {
      throw new Failure(CliCodes.OTHER_COMMIT, "The plan is of commit " + plan.revision() + " and not of " + commit + ".",
          "Look at what it shows now; nothing was approved.");
    }
    return plan;
  }

  private boolean confirm(int changes) {
    if (!terminal.canAsk()) {
      throw new Failure(CliCodes.NOT_CONFIRMED, "There is no terminal to ask on.", "Look at the plan above, then run approve --yes.");
    }
    terminal.err().print("Approve " + (changes == 1 ? "this change" : "these " + changes + " changes") + "? Only \"yes\" goes on: ");
    terminal.err().flush();
    return terminal.readLine().strip().toLowerCase(Locale.ROOT).equals("yes");
  }

  private int list(Store store) {
    Instant now = Clock.systemUTC().instant();
    List<Approval> all = store.approvals().all();
    for (Approval approval : all) {
      terminal.out().println("%s  by %s at %s, %s %s, commit %s".formatted(approval.vm(), approval.by(), approval.at(),
          approval.until().isAfter(now) ? "until" : "ended", approval.until(), approval.revision()));
    }
    if (all.isEmpty()) {
      terminal.err().println("Nothing is approved.");
    }
    return Exit.DONE;
  }

  private int withdraw(Store store) {
    List<String> missing = new ArrayList<>();
    for (String vm : vms) {
      VmRef ref = ref(vm);
      Optional<Approval> approval = store.approvals().all().stream().filter(a -> a.isOf(ref)).findFirst();
      if (approval.isPresent() && store.approvals().remove(ref.host(), ref.vmid())) {
        tell(store, approval.get().vm(), Clock.systemUTC().instant(), "%s withdrew the approval that %s gave at %s"
            .formatted(user(), approval.get().by(), approval.get().at()));
      } else {
        missing.add(vm);
      }
    }
    if (vms.isEmpty() || !missing.isEmpty()) {
      throw new Failure(CliCodes.NO_APPROVAL,
          vms.isEmpty() ? "No VM is named." : "There is no approval of " + String.join(", ", missing) + ".",
          "approve --list shows those that there are.");
    }
    terminal.err().println("Withdrawn: " + String.join(", ", vms) + ".");
    return Exit.DONE;
  }

  private static void tell(Store store, VmRef vm, Instant at, String message) {
    store.events().append(
        new NewEvent(at, Severity.INFO, "approval", vm.host(), Optional.of(vm.vmid()), vm.name(), "", message));
  }

  private static VmRef ref(String text) {
    Matcher matcher = VM.matcher(text);
    if (!matcher.matches()) {
      throw new Failure(CliCodes.NO_SUCH, "\"" + text + "\" names no VM.", "Write it as HOST/VMID, for example seoul-001/105.");
    }
    return new VmRef(matcher.group(1), Integer.parseInt(matcher.group(2)), "");
  }

  private static String user() {
    return System.getProperty("user.name", "unknown");
  }
}
