package io.pvefleet.engine.run;

import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmReader;
import io.pvefleet.engine.kinds.vm.VmRemoval;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmidUse;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.pass.Removal;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A look at a VM that is being removed. Every condition is judged anew from what this look read, so that between the last one and a
 * deletion there is one request's way and nothing else; Proxmox takes no digest with a deletion.
 */
record RemovalLook(ChangeRun run, Applied applied, String node, Change approved, Progress progress) implements Sight {

  /** Whether the vmid is free is asked each time: only that tells a VM that is gone from one that is hidden. */
  @Override
  public List<PveRequest> requests() {
    List<PveRequest> requests = new ArrayList<>(List.of(Reads.vmidUse(vmid())));
    requests.add(VmReader.pending(node, vmid()));
    requests.add(VmReader.status(node, vmid()));
    progress.unsure().ifPresent(step -> requests.add(tasks(step)));
    return requests;
  }

  @Override
  public Observed<VmObservation> observation(Map<PveRequest, Answer> answers) {
    return VmReader.observation(node, vmid(), answers);
  }

  @Override
  public ChangeRun follow(Progress now, Map<PveRequest, Answer> answers) {
    if (now.looks() > Waits.LOOKS) {
      return run.end(new Outcome.Indeterminate("The removal did not settle in %d looks; plan again.".formatted(Waits.LOOKS)), now);
    }
    Optional<Upid> running = now.unsure().flatMap(step -> Look.running(answers.get(tasks(step))));
    if (running.isPresent() && now.unsure().isPresent()) {
      return run.to(new Phase.Awaiting(now.unsure().get(), running.get()), now);
    }
    return switch (observation(answers)) {
      case Observed.Unknown<VmObservation>(String why) -> unread(now, why);
      case Observed.Absent<VmObservation>() -> absent(now, VmidUse.of(Objects.requireNonNull(answers.get(Reads.vmidUse(vmid())))));
      case Observed.Present<VmObservation>(VmObservation vm) -> present(now.seen(vm.power()), vm);
    };
  }

  private ChangeRun unread(Progress now, String why) {
    boolean wrote = now.unsure().isPresent() || !now.done().isEmpty();
    return (wrote ? Waits.READ_BACK : Waits.READ).pause(run, now, why);
  }

  private ChangeRun absent(Progress now, VmidUse use) {
    return switch (use) {
      case VmidUse.Free() -> run.end(new Outcome.Succeeded(now.requests(), now.warnings()), now);
      case VmidUse.Taken() -> unread(now, "vmid %d is in use, and what has it cannot be read".formatted(vmid()));
      case VmidUse.NotKnown(String why) -> unread(now, why);
    };
  }

  private ChangeRun present(Progress now, VmObservation vm) {
    if (!VmDiffer.isOwned(vm)) {
      return unowned(now);
    }
    Removal left = Removal.of(applied, vm, node);
    if (left.held().isPresent()) {
      return run.end(new Outcome.Stopped(left.held().get().why(), left.held().get().detail()), now);
    }
    Optional<String> moved = now.begun() ? Optional.empty() : moved(vm, left);
    return moved.isPresent() ? run.end(new Outcome.Stopped(Why.CONFLICT, moved.get()), now) : proceed(now.asPlanned(), vm, left);
  }

  /** Without the tag it is let go of, by us or by somebody else; but it is not ours to delete. */
  private ChangeRun unowned(Progress now) {
    Progress end = now.settled();
    return approved instanceof Change.Release
        ? run.end(new Outcome.Succeeded(end.requests(), end.warnings()), end)
        : run.end(new Outcome.Stopped(Why.CONFLICT,
            "VM %d lost its ownership tag after the plan was made: it is not pvefleet's to delete.".formatted(vmid())), now);
  }

  private Optional<String> moved(VmObservation vm, Removal left) {
    if (!vm.digest().equals(approved.head().digest())) {
      return Optional.of("The configuration of VM %d changed after the plan was made. Plan again.".formatted(vmid()));
    }
    return left.steps().equals(approved.steps())
        ? Optional.empty()
        : Optional.of("VM %d is %s now, which it was not when the plan was made. Plan again."
            .formatted(vmid(), vm.power().name().toLowerCase(java.util.Locale.ROOT)));
  }

  private ChangeRun proceed(Progress now, VmObservation vm, Removal left) {
    Step step = left.steps().getFirst();
    if (Look.isSame(now.refused().map(Progress.Refusal::step), step)) {
      return run.end(Sentences.failed(vmid(), applied.restart().timeout(), now.refused().orElseThrow()), now);
    }
    if (Look.isSame(now.unsure(), step)) {
      return Waits.EFFECT.pause(run, now,
          "The answer to \"%s\" was lost, and reading shows no effect of it. The next plan starts from there.".formatted(step.title()));
    }
    if (now.done().contains(step.key())) {
      return run.end(new Outcome.Stopped(Why.CONFLICT,
          "\"%s\" was done, and VM %d is %s again: somebody else works on it. Plan again."
              .formatted(step.title(), vmid(), vm.power().name().toLowerCase(java.util.Locale.ROOT))), now);
    }
    if (step.key().equals(VmRemoval.DELETE) && !vm.digest().equals(approved.head().digest())) {
      return run.end(new Outcome.Stopped(Why.CONFLICT,
          "The configuration of VM %d changed while it was shut down; the next plan judges it as it is now.".formatted(vmid())), now);
    }
    return run.to(new Phase.Ready(step), now.settled());
  }

  private PveRequest tasks(Step step) {
    return Reads.tasks(node, vmid(), TaskTypes.of(step));
  }

  private int vmid() {
    return approved.head().vm().vmid();
  }
}
