package io.pvefleet.engine.intake;

import io.pvefleet.engine.intake.Factoring.Factored;
import io.pvefleet.engine.intake.Factoring.Member;
import io.pvefleet.engine.intake.IntakeResult.HostIntake;
import io.pvefleet.engine.intake.IntakeResult.Imported;
import io.pvefleet.engine.intake.IntakeResult.LeftOut;
import io.pvefleet.engine.intake.IntakeResult.ProfileUse;
import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.engine.kinds.vm.WrittenVm;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Writes documents for the VMs of some hosts, loads them together with the repository that is there and plans them against the
 * very answers that they were made of. What would warn, clash with another document or be changed is taken out with a note, and
 * the whole is tried again, until the plan adopts and does nothing else. Pure.
 */
public final class Intake {

  private final FileTree repository;
  private final Predicate<String> exists;
  private final boolean hasSchemas;
  private final List<HostSource> sources;
  private final FleetLoad before;
  private final SequencedMap<String, List<WrittenVm>> vms = new LinkedHashMap<>();
  private final Map<String, List<LeftOut>> leftOut = new TreeMap<>();

  private Intake(FileTree repository, Predicate<String> exists, boolean hasSchemas, List<HostSource> sources) {
    this.repository = repository;
    this.exists = exists;
    this.hasSchemas = hasSchemas;
    this.sources = List.copyOf(sources);
    this.before = load(repository);
  }

  /** Where the files will be: beside what is there already. */
  public record Target(Predicate<String> exists, boolean hasSchemas) {}

  /**
   * The files and what became of each guest.
   *
   * @param repository that declares the hosts, without an error
   * @throws IllegalStateException where what is there and what is new cannot be brought together: a mistake in pvefleet
   */
  public static IntakeResult of(FileTree repository, Target target, List<HostSource> sources) {
    return new Intake(repository, target.exists(), target.hasSchemas(), sources).result();
  }

  private IntakeResult result() {
    for (HostSource source : sources) {
      Candidates candidates = Candidates.of(source);
      vms.put(name(source), candidates.vms());
      leftOut.put(name(source), new ArrayList<>(candidates.leftOut()));
    }
    while (true) {
      Factored factored = factored();
      Layout layout = layout(factored);
      if (!takeOut(layout)) {
        return result(factored, layout);
      }
    }
  }

  private Factored factored() {
    List<Member> members = new ArrayList<>();
    vms.forEach((host, written) -> written.forEach(vm -> members.add(new Member(host, vm, vm, List.of()))));
    return Factoring.of(members, name -> isProfile(name) || exists.test("profiles/" + name + ".yaml"));
  }

  private boolean isProfile(String name) {
    return before.profiles().stream().anyMatch(profile -> profile.name().equals(name));
  }

  private Layout layout(Factored factored) {
    Layout layout = new Layout(exists, hasSchemas);
    layout.profiles(factored);
    for (HostSource source : sources) {
      List<Member> own = factored.members().stream().filter(member -> member.host().equals(name(source))).toList();
      LocalDate today = source.at().atZone(source.desired().site().timeZone()).toLocalDate();
      layout.host(source.desired(), isAlone(source.desired()), own, today);
    }
    return layout;
  }

  private boolean isAlone(DesiredHost desired) {
    return before.fleet().stream()
        .flatMap(fleet -> fleet.hosts().stream())
        .filter(host -> host.site().equals(desired.site().name()))
        .count() == 1;
  }

  /** Takes out whatever stands against an empty plan; false where nothing does. */
  private boolean takeOut(Layout layout) {
    FleetLoad load = load(with(layout.files()));
    List<Diagnostic> findings = new ArrayList<>(load.diagnostics());
    Optional<Parsed<EngineFleet>> parsed = load.fleet().map(Kinds::parse);
    parsed.ifPresent(p -> findings.addAll(p.diagnostics()));
    boolean any = false;
    for (Diagnostic finding : findings) {
      boolean isNew = finding.place().filter(place -> layout.files().containsKey(place.file())).isPresent();
      if (isNew || finding.severity() == Diagnostic.Severity.ERROR) {
        any |= takeOut(finding, layout);
      }
    }
    if (any) {
      return true;
    }
    EngineFleet fleet = parsed.flatMap(Parsed::parsed).orElseThrow(() -> new IllegalStateException(
        "what was imported does not load: " + load.diagnostics().stream().map(Diagnostic::detail).toList()));
    boolean differs = false;
    for (HostSource source : sources) {
      differs |= takeOut(fleet, source);
    }
    return differs;
  }

  private boolean takeOut(Diagnostic finding, Layout layout) {
    Optional<Layout.Placed> at = finding.place().flatMap(place -> layout.placed().stream()
        .filter(placed -> placed.file().equals(place.file()) && placed.line() <= place.line())
        .reduce((first, second) -> second));
    if (at.isPresent()) {
      Member member = at.get().member();
      return replace(member.host(), member.whole(), member.whole().without(finding.yamlPath(), "left out: " + finding.detail()));
    }
    // The place is another document's, which claims the same: what is new gives way.
    boolean any = false;
    for (Layout.Placed placed : layout.placed()) {
      Member member = placed.member();
      if (!finding.value().isEmpty() && member.whole().says(finding.value())) {
        WrittenVm less = member.whole().withoutValue(finding.value(), "left out: " + finding.detail());
        any |= replace(member.host(), member.whole(), less);
      }
    }
    return any;
  }

  private boolean takeOut(EngineFleet fleet, HostSource source) {
    DesiredHost desired = fleet.host(name(source)).orElseThrow();
    HostPlan plan = Planner.plan(desired, source.reading().declaring(desired.vms()).observation(source.at()), HostMemory.NONE);
    boolean any = false;
    for (WrittenVm vm : List.copyOf(vms.getOrDefault(name(source), List.of()))) {
      Change change = plan.changes().stream().filter(c -> c.head().vm().vmid() == vm.vmid()).findFirst().orElseThrow();
      if (!(change instanceof Change.Adopt)) {
        any |= drop(name(source), vm, "it would not be adopted: " + change.head().stateDetail());
        continue;
      }
      WrittenVm less = vm;
      for (AttributeChange attribute : change.attributes()) {
        if (!attribute.isOwnership()) {
          less = less.without(attribute.path(), "left out, since pvefleet cannot declare it as it is on the host.");
        }
      }
      any |= replace(name(source), vm, less);
    }
    return any;
  }

  private boolean replace(String host, WrittenVm old, WrittenVm with) {
    if (old == with) {
      return false;
    }
    vms.computeIfPresent(host, (name, all) -> all.stream().map(vm -> vm.vmid() == old.vmid() ? with : vm).toList());
    return true;
  }

  private boolean drop(String host, WrittenVm vm, String reason) {
    vms.computeIfPresent(host, (name, all) -> all.stream().filter(one -> one.vmid() != vm.vmid()).toList());
    leftOut.computeIfAbsent(host, name -> new ArrayList<>()).add(new LeftOut(vm.vmid(), vm.name(), "VM", reason));
    return true;
  }

  private FileTree with(Map<String, String> files) {
    TreeMap<String, byte[]> all = new TreeMap<>(repository.files());
    files.forEach((file, text) -> all.put(file, text.getBytes(StandardCharsets.UTF_8)));
    return new FileTree(repository.revision(), all);
  }

  private static FleetLoad load(FileTree tree) {
    return new FleetLoader(Kinds.guestKinds()).load(tree);
  }

  private IntakeResult result(Factored factored, Layout layout) {
    List<HostIntake> hosts = new ArrayList<>();
    for (HostSource source : sources) {
      Optional<String> silence = source.observed().reach() instanceof Reach.NotReached(var kind, String message)
          ? Optional.of(message)
          : Optional.empty();
      List<Imported> imported = layout.placed().stream()
          .filter(placed -> placed.member().host().equals(name(source)))
          .map(placed -> new Imported(
              placed.member().whole().vmid(), placed.member().whole().name(), placed.file(), placed.line(),
              placed.member().profiles(), placed.member().whole().notes()))
          .toList();
      hosts.add(new HostIntake(name(source), silence, imported, leftOut.getOrDefault(name(source), List.of())));
    }
    List<ProfileUse> profiles = factored.profiles().stream()
        .map(profile -> new ProfileUse(profile.name(), layout.fileOf(profile), profile.vms()))
        .toList();
    return new IntakeResult(hosts, layout.files(), profiles);
  }

  private static String name(HostSource source) {
    return source.desired().host().name();
  }
}
