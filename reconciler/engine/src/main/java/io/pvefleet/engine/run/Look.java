package io.pvefleet.engine.run;

import io.pvefleet.engine.kinds.vm.PowerCycle;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmReader;
import io.pvefleet.engine.kinds.vm.VmSteps;
import io.pvefleet.engine.kinds.vm.VolumeSteps;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmidUse;
import io.pvefleet.engine.pass.Remaining;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A look at a VM that is declared. */
record Look(ChangeRun run, Vm desired, String node, Change approved, Progress progress) implements Sight {

  private static final Set<String> BEING_MADE = Set.of("create", "clone", "import");

  /**
   * The reads. A VM that is to be made is asked for by its number alone, since the lists and its own pages say "no" in too many
   * ways. A write in doubt is looked for among the running tasks as well.
   */
  @Override
  public List<PveRequest> requests() {
    List<PveRequest> requests = new ArrayList<>();
    if (!progress.exists() && creates()) {
      requests.add(Reads.vmidUse(vmid()));
    }
    if (progress.exists() || !creates() || progress.unsure().isPresent() || !progress.done().isEmpty()) {
      requests.addAll(VmReader.reads(node, desired));
    }
    progress.unsure().ifPresent(step -> requests.add(tasks(step)));
    return requests;
  }

  @Override
  public Observed<VmObservation> observation(Map<PveRequest, Answer> answers) {
    return VmReader.observation(node, desired, answers);
  }

  @Override
  public ChangeRun follow(Progress now, Map<PveRequest, Answer> answers) {
    if (now.owed().ending().isPresent()) {
      return revive(now, seen(answers));
    }
    if (now.looks() > Waits.LOOKS) {
      return run.end(new Outcome.Indeterminate("The change did not settle in %d looks; plan again.".formatted(Waits.LOOKS)), now);
    }
    Optional<Upid> running = now.unsure().flatMap(step -> running(answers.get(tasks(step))));
    if (running.isPresent() && now.unsure().isPresent()) {
      return run.to(new Phase.Awaiting(now.unsure().get(), running.get()), now);
    }
    return switch (seen(answers)) {
      case Observed.Unknown<VmObservation>(String why) -> unread(now, why);
      case Observed.Absent<VmObservation>() -> absent(now);
      case Observed.Present<VmObservation>(VmObservation vm) -> isLeftHalfMade(now, vm, answers)
          ? Waits.EFFECT.pause(run, now.seen(vm.power()),
              "VM %d was left half made (lock: %s): its task is gone, and nobody knows how far it came.".formatted(vmid(), vm.lock()))
          : present(now.seen(vm.power()), vm);
    };
  }

  /** The host has told what it works on, and our write is not among it: what locks the VM is for a person to clear. */
  private boolean isLeftHalfMade(Progress now, VmObservation vm, Map<PveRequest, Answer> answers) {
    return BEING_MADE.contains(vm.lock())
        && now.unsure().filter(step -> answers.get(tasks(step)) instanceof Answer.Data).isPresent();
  }

  private Observed<VmObservation> seen(Map<PveRequest, Answer> answers) {
    Answer use = answers.get(Reads.vmidUse(vmid()));
    if (use == null || progress.exists() || !creates()) {
      return VmReader.observation(node, desired, answers);
    }
    return switch (VmidUse.of(use)) {
      case VmidUse.Free() -> new Observed.Absent<>();
      case VmidUse.NotKnown(String why) -> new Observed.Unknown<>(why);
      case VmidUse.Taken() -> answers.containsKey(VmReader.pending(node, vmid()))
          ? takenAndRead(VmReader.observation(node, desired, answers))
          // Stands for a VM that nobody asked about: the first look of a creation finds the number in use.
          : new Observed.Present<>(new VmObservation(vmid(), VmObservation.Power.STOPPED, false, "", Map.of(), Map.of(), Set.of(), ""));
    };
  }

  /** The number is in use, so that "not found" means another node, another type or too few rights. */
  private static Observed<VmObservation> takenAndRead(Observed<VmObservation> read) {
    return read instanceof Observed.Absent<VmObservation>() ? new Observed.Unknown<>("its vmid is in use, but it cannot be read") : read;
  }

  /** The run is over but for a VM that it took down: that one is started, once, and the end is told with what became of it. */
  private ChangeRun revive(Progress now, Observed<VmObservation> seen) {
    return switch (seen) {
      case Observed.Unknown<VmObservation>(String why) -> Waits.READ_BACK.pause(run, now, why);
      case Observed.Absent<VmObservation>() -> run.end(new Outcome.Indeterminate("VM %d is gone".formatted(vmid())), now);
      case Observed.Present<VmObservation>(VmObservation vm) -> revive(now.seen(vm.power()), vm);
    };
  }

  private ChangeRun revive(Progress now, VmObservation vm) {
    String waiting = "VM %d does not run yet".formatted(vmid());
    if (!now.owed().isDown() && vm.power() == VmObservation.Power.RUNNING || now.refused().isPresent()) {
      return run.end(new Outcome.Indeterminate(waiting), now);
    }
    if (now.unsure().isPresent() || now.done().contains("start")) {
      return Waits.RESTART.pause(run, now, waiting);
    }
    return vm.lock().isEmpty()
        ? run.to(new Phase.Ready(VmSteps.start(node, vmid())), now)
        : Waits.LOCK.pause(run, now, "VM %d is locked (%s)".formatted(vmid(), vm.lock()));
  }

  private ChangeRun unread(Progress now, String why) {
    boolean wrote = now.unsure().isPresent() || !now.done().isEmpty();
    return (wrote ? Waits.READ_BACK : Waits.READ).pause(run, now, why);
  }

  private ChangeRun absent(Progress now) {
    if (!creates() || now.exists()) {
      return run.end(new Outcome.Stopped(Why.CONFLICT, "VM %d is no longer on the host.".formatted(vmid())), now);
    }
    if (now.refused().isPresent()) {
      return run.end(Sentences.failed(vmid(), desired.restart().timeout(), now.refused().get()), now);
    }
    if (now.unsure().isPresent()) {
      return Waits.EFFECT.pause(run, now,
          "The answer to \"%s\" was lost; the host has no VM %d and runs no task for it. The next plan starts from there."
              .formatted(now.unsure().get().title(), vmid()));
    }
    Step first = approved.steps().getFirst();
    return now.done().contains(first.key())
        ? Waits.READ_BACK.pause(run, now, "\"%s\" ended well, but VM %d is not on the host".formatted(first.title(), vmid()))
        : run.to(new Phase.Ready(first), now.asPlanned());
  }

  private ChangeRun present(Progress now, VmObservation vm) {
    if (creates() && now.done().isEmpty() && now.unsure().isEmpty() && now.refused().isEmpty() && !progress.exists()) {
      return run.end(new Outcome.Stopped(Why.CONFLICT,
          "VM %d is on the host by now; when the plan was made it was not. Plan again.".formatted(vmid())), now);
    }
    if (BEING_MADE.contains(vm.lock())) {
      return Waits.BEING_MADE.pause(run, now, "VM %d is being made (lock: %s)".formatted(vmid(), vm.lock()));
    }
    if (creates() && !VmDiffer.isOwned(vm) && !vm.effective().getOrDefault("name", "").equals(desired.ref().name())) {
      return run.end(new Outcome.Stopped(Why.CONFLICT, "VM %d on the host is \"%s\", made by somebody else meanwhile."
          .formatted(vmid(), vm.effective().getOrDefault("name", ""))), now);
    }
    if (isComingUp(now) && vm.power() == VmObservation.Power.STOPPED) {
      return Waits.RESTART.pause(run, now, "VM %d shut down for its restart and has not come up again.".formatted(vmid()));
    }
    Remaining remaining = approved instanceof Change.Adopt
        ? Remaining.ofAdoption(desired, vm, node)
        : Remaining.of(desired, vm, node, cycle());
    Optional<String> moved = now.begun() || creates() ? unplanned(remaining) : moved(vm, remaining);
    return moved.isPresent()
        ? run.end(new Outcome.Stopped(Why.CONFLICT, moved.get()), now)
        : proceed(now.asPlanned(), vm, remaining);
  }

  /** Before the first write everything must be as the plan saw it: configuration by its digest, power by what follows from it. */
  private Optional<String> moved(VmObservation vm, Remaining remaining) {
    if (!vm.digest().equals(approved.head().digest())) {
      return Optional.of("The configuration of VM %d changed after the plan was made. Plan again.".formatted(vmid()));
    }
    return remaining.steps().equals(approved.steps())
        ? Optional.empty()
        : Optional.of("VM %d is %s now, which it was not when the plan was made. Plan again."
            .formatted(vmid(), vm.power().name().toLowerCase(java.util.Locale.ROOT)));
  }

  /** Later on only what was approved may be touched; a new VM is ours altogether. */
  private Optional<String> unplanned(Remaining remaining) {
    Set<String> planned = approved.attributes().stream().map(AttributeChange::path).collect(Collectors.toSet());
    return creates()
        ? Optional.empty()
        : remaining.diff().attributes().stream()
            .filter(a -> !isPlanned(planned, a.path()) && !isPower(a))
            .findFirst()
            .map(a -> "%s changed on the host while the change ran (%s), and was not in the plan. Plan again."
                .formatted(a.path(), a.configured()));
  }

  /** A device that was planned as a whole brings what is planned of its parts: the size of an imported disk. */
  private static boolean isPlanned(Set<String> planned, String path) {
    return planned.stream().anyMatch(known -> path.equals(known) || path.startsWith(known + "."));
  }

  private ChangeRun proceed(Progress now, VmObservation vm, Remaining remaining) {
    Optional<Step> next = step(now, vm, remaining);
    if (next.isEmpty()) {
      return finish(now.settled().warned(kept(vm)), vm, remaining);
    }
    Step step = next.get();
    if (step.isTooLate(now.at())) {
      return tooLate(now, vm, remaining);
    }
    if (isSame(now.refused().map(Progress.Refusal::step), step)) {
      return run.end(Sentences.failed(vmid(), desired.restart().timeout(), now.refused().orElseThrow()), now);
    }
    if (isSame(now.unsure(), step)) {
      return Waits.EFFECT.pause(run, now,
          "The answer to \"%s\" was lost, and reading shows no effect of it. The next plan starts from there.".formatted(step.title()));
    }
    if (now.done().contains(step.key())) {
      return run.end(Sentences.mismatch(step, still(remaining)), now);
    }
    return isLocked(vm, step) ? locked(now, vm) : run.to(new Phase.Ready(step), now.settled());
  }

  /** The first step that is left and was approved; a guest that was shut down for a restart is started again in any case. */
  private Optional<Step> step(Progress now, VmObservation vm, Remaining remaining) {
    if (creates()) {
      return remaining.steps().stream().findFirst();
    }
    List<String> order = approved.steps().stream().map(Step::key).toList();
    List<Step> left = new ArrayList<>(remaining.steps().stream().filter(s -> order.contains(s.key())).toList());
    if (now.owed().isDown() && cycle() instanceof PowerCycle.Allowed && left.stream().noneMatch(s -> s.key().equals("start"))) {
      left.add(VmSteps.start(node, vmid()));
    }
    return left.stream()
        .min(Comparator.comparingInt(s -> order.indexOf(s.key())))
        .or(() -> VolumeSteps.nextFree(desired, vm, node, approved, now.done()));
  }

  /** Too little of the window is left: what is written waits, and what is not stays undone. */
  private ChangeRun tooLate(Progress now, VmObservation vm, Remaining remaining) {
    return now.done().isEmpty()
        ? run.end(new Outcome.Stopped(Why.WINDOW,
            "Too little of the window is left to restart VM %d; it waits for the next one.".formatted(vmid())), now)
        : finish(now.settled(), vm, remaining);
  }

  /** Volumes that outlive the run which was to delete them; whoever restarts the VM finds them as unused disks. */
  private List<String> kept(VmObservation vm) {
    return VolumeSteps.keptUntilPowerCycle(vm, approved).stream()
        .map(volume -> "Volume %s leaves its slot at the next power cycle and then stays as an unused disk.".formatted(volume))
        .toList();
  }

  private ChangeRun finish(Progress now, VmObservation vm, Remaining remaining) {
    // What could not be done when the plan was made is no promise of it, although it may be possible by now.
    Set<String> planned =
        approved.attributes().stream().filter(a -> a.impact() != Impact.IMPOSSIBLE).map(AttributeChange::path).collect(Collectors.toSet());
    List<AttributeChange> missed = still(remaining).stream().filter(a -> isPlanned(planned, a.path())).toList();
    if (!missed.isEmpty() && !approved.steps().isEmpty()) {
      return run.end(Sentences.mismatch(approved.steps().getLast(), missed), now);
    }
    if (!remaining.diff().waiting().isEmpty()) {
      List<String> waiting = remaining.diff().waiting().stream().map(AttributeChange::path).toList();
      return run.end(new Outcome.WaitsForRestart(waiting, surprises(now, vm, remaining)), now);
    }
    List<String> left = remaining.diff().attributes().stream().map(Look::left).toList();
    Progress end = now.warned(left);
    return run.end(new Outcome.Succeeded(end.requests(), end.warnings(), surprises(now, vm, remaining), isRestarted(now)), end);
  }

  /** Where the plan told an impact, and what the host reports as pending says another. */
  private List<String> surprises(Progress now, VmObservation vm, Remaining remaining) {
    if (creates() || isRestarted(now) || vm.power() != VmObservation.Power.RUNNING) {
      return List.of();
    }
    Set<String> waiting = remaining.diff().waiting().stream().map(AttributeChange::path).collect(Collectors.toSet());
    List<String> all = new ArrayList<>();
    for (AttributeChange attribute : approved.attributes()) {
      boolean isWaiting = waiting.contains(attribute.path());
      if (attribute.impact() == Impact.LIVE && isWaiting) {
        all.add("%s was expected to be in force at once and waits for a restart.".formatted(attribute.path()));
      } else if (attribute.impact() == Impact.RESTART && !isWaiting) {
        all.add("%s was expected to wait for a restart and is in force already.".formatted(attribute.path()));
      }
    }
    return all;
  }

  private boolean isRestarted(Progress now) {
    return cycle() instanceof PowerCycle.Allowed && (now.done().contains("reboot") || now.done().contains("start"));
  }

  /** It was started, or the host is about to: a reboot's task ends when the guest is down, and another of the host's own starts it. */
  private boolean isComingUp(Progress now) {
    boolean isRebooted = now.done().contains("reboot")
        || now.unsure().or(() -> now.refused().map(Progress.Refusal::step)).filter(step -> step.key().equals("reboot")).isPresent();
    return isRebooted || cycle() instanceof PowerCycle.Allowed && now.done().contains("start");
  }

  private PowerCycle cycle() {
    return PowerCycle.in(approved.steps());
  }

  private static String left(AttributeChange attribute) {
    return attribute.impact() == Impact.IMPOSSIBLE
        ? "%s stays %s, declared is %s: %s".formatted(attribute.path(), attribute.configured(), attribute.desired(), attribute.note())
        : "%s differs again; the next plan shows it".formatted(attribute.path());
  }

  /** What differs and could be changed. */
  private static List<AttributeChange> still(Remaining remaining) {
    return remaining.diff().attributes().stream().filter(a -> a.impact() != Impact.IMPOSSIBLE).toList();
  }

  private ChangeRun locked(Progress now, VmObservation vm) {
    String why = "VM %d is locked (%s)".formatted(vmid(), vm.lock());
    // A backup takes hours: that is no reason to keep a run waiting.
    return vm.lock().equals("backup") ? run.end(new Outcome.Stopped(Why.LOCK, why + "."), now) : Waits.LOCK.pause(run, now, why);
  }

  private static boolean isLocked(VmObservation vm, Step step) {
    return !vm.lock().isEmpty() && !(vm.lock().equals("suspended") && (step.key().equals("start") || step.key().equals("resume")));
  }

  static boolean isSame(Optional<Step> one, Step other) {
    return one.map(step -> step.key().equals(other.key())).orElse(false);
  }

  private static boolean isPower(AttributeChange attribute) {
    return attribute.path().equals("spec.power");
  }

  /** A task that runs for the step. Its list shows running ones as RUNNING or without an end. */
  static Optional<Upid> running(@org.jspecify.annotations.Nullable Answer answer) {
    if (!(answer instanceof Answer.Data(JsonNode rows))) {
      return Optional.empty();
    }
    for (JsonNode row : rows) {
      if (!row.has("endtime") && row.path("status").asString("RUNNING").equals("RUNNING")) {
        return Upid.parse(row.path("upid").asString(""));
      }
    }
    return Optional.empty();
  }

  /** A clone's task is filed under its template; every other one under its VM. */
  private PveRequest tasks(Step step) {
    int subject = step.key().equals("clone") ? desired.source().map(Vm.Template::vmid).orElse(vmid()) : vmid();
    return Reads.tasks(node, subject, TaskTypes.of(step));
  }

  private boolean creates() {
    return approved instanceof Change.Create;
  }

  private int vmid() {
    return desired.ref().vmid();
  }
}
