package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmSteps;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Change.Reason;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to happen to one declared VM. */
final class VmPlanner {

  private static final Verdict ALLOWED = new Verdict.Allowed();

  private final HostObservation observed;
  private final HostMemory memory;
  private final Gates gates;
  private final Restarts restarts;

  VmPlanner(DesiredHost desired, HostObservation observed, HostMemory memory) {
    this.observed = observed;
    this.memory = memory;
    this.restarts = new Restarts(desired, observed.at(), memory.owedStarts());
    this.gates = new Gates(desired.host(), observed, restarts);
  }

  Change change(Vm vm) {
    return switch (observed.reach()) {
      case Reach.NotReached(var kind, String message) -> notChecked(vm, message);
      case Reach.Reached(String version, String node) -> switch (observed.vms().get(vm.ref().vmid())) {
        case null -> notChecked(vm, "VM %d was not read".formatted(vm.ref().vmid()));
        case Observed.Unknown<VmObservation>(String why) -> unknown(vm, node, why);
        case Observed.Absent<VmObservation>() -> create(vm, node);
        case Observed.Present<VmObservation>(VmObservation found) -> OwedStarts.isOwed(memory, found)
            ? OwedStarts.told(present(OwedStarts.wanted(vm), found, node))
            : present(vm, found, node);
      };
    };
  }

  private Change notChecked(Vm vm, String why) {
    return keep(vm, VmState.NOT_CHECKED, Reason.NOT_OBSERVED, why, new Verdict.Held(Why.UNKNOWN, why), "", List.of());
  }

  /** A guest that is there but not ours to touch is a conflict; what could not be read is unknown. Neither is missing. */
  private Change unknown(Vm vm, String node, String why) {
    GuestSummary guest = observed.guests().get(vm.ref().vmid());
    boolean foreign = guest != null && (!guest.type().equals("qemu") || !guest.node().equals(node)) && !node.isEmpty();
    return foreign
        ? keep(vm, VmState.HELD, Reason.NOT_OBSERVED, why, new Verdict.Held(Why.CONFLICT, why), "", List.of())
        : notChecked(vm, why);
  }

  private Change create(Vm vm, String node) {
    List<Step> steps = vm.source()
        .map(template -> VmSteps.clone(vm, node, templateAsRead(template)))
        .orElseGet(() -> VmSteps.create(vm, node));
    Change.Origin origin = vm.source()
        .<Change.Origin>map(template -> new Change.Origin.Template(template.vmid()))
        .orElse(new Change.Origin.Nothing());
    List<AttributeChange> attributes = VmDiffer.creation(vm);
    Optional<Verdict.Held> impossible = Ground.missing(vm, observed, node);
    if (impossible.isPresent()) {
      return new Change.Create(head(vm, VmState.HELD, Reason.NOT_ON_HOST, "not on the host", impossible.get(), ""),
          origin, attributes, List.of());
    }
    Verdict verdict = gates.forCreate(vm, memory.applied().containsKey(vm.ref().vmid()));
    return new Change.Create(head(vm, shown(verdict, VmState.MISSING), Reason.NOT_ON_HOST, "not on the host", verdict, ""),
        origin, attributes, steps);
  }

  private Optional<VmObservation> templateAsRead(Vm.Template template) {
    Observed<VmObservation> read = observed.vms().get(template.vmid());
    return read == null ? Optional.empty() : read.present();
  }

  private Change present(Vm vm, VmObservation found, String node) {
    Optional<Verdict.Held> foreign = gates.notOurs(vm, found);
    if (foreign.isPresent()) {
      boolean progresses = foreign.get().why() == Why.LOCK && !observed.stuck().contains(found.vmid());
      VmState state = progresses ? VmState.PROGRESSING : VmState.HELD;
      return keep(vm, state, Reason.NOT_OBSERVED, foreign.get().detail(), foreign.get(), found.digest(), List.of());
    }
    Optional<Verdict.Held> another = another(vm, found);
    if (another.isPresent()) {
      return keep(vm, VmState.HELD, Reason.NOT_OBSERVED, another.get().detail(), another.get(), found.digest(), List.of());
    }
    Remaining remaining = Remaining.of(vm, found, node, restarts.cycle(vm, found));
    boolean owned = VmDiffer.isOwned(found);
    if (remaining.diff().attributes().isEmpty() && remaining.steps().isEmpty() && owned) {
      return settled(vm, found, remaining);
    }
    if (!owned && !isUnfinished(vm, found)) {
      return adopt(vm, found, remaining, node);
    }
    boolean gitMoved = OwedStarts.isAllThatIsLeft(memory, found, remaining)
        || !memory.applied().containsKey(vm.ref().vmid())
        || !memory.applied().get(vm.ref().vmid()).specHash().equals(vm.specHash());
    Verdict verdict = verdict(vm, found, remaining, gitMoved, node);
    List<Step> steps = verdict instanceof Verdict.Held(Why why, String detail) && why == Why.IMPOSSIBLE ? List.of() : remaining.steps();
    return new Change.Update(updateHead(vm, found, remaining, gitMoved, verdict), shownAttributes(vm, remaining), steps);
  }

  private Optional<Verdict.Held> another(Vm vm, VmObservation found) {
    return Optional.ofNullable(memory.applied().get(vm.ref().vmid()))
        .flatMap(applied -> Recognition.anotherVm(vm, found, applied))
        .filter(conflict -> memory.approvals().stream().noneMatch(approval -> lets(approval, vm, found)))
        .map(detail -> new Verdict.Held(Why.CONFLICT, detail));
  }

  /** Whoever approved saw this very VM; the identity is recorded anew once it is in line. */
  private boolean lets(Approval approval, Vm vm, VmObservation found) {
    return approval.isOf(vm.ref()) && approval.digest().equals(found.digest()) && approval.until().isAfter(observed.at());
  }

  /** A clone gets its tag with its first configuration: one without it, that pvefleet itself began, is to be finished. */
  private boolean isUnfinished(Vm vm, VmObservation found) {
    return vm.source().isPresent()
        && found.power() == VmObservation.Power.STOPPED
        && memory.unfinished().contains(vm.ref().vmid());
  }

  /** Only the tag: a VM that ran without Git until now gets its first change as a plan of its own, which a person can read. */
  private Change adopt(Vm vm, VmObservation found, Remaining later, String node) {
    Remaining now = Remaining.ofAdoption(vm, found, node);
    Verdict verdict = gates.forUpdate(vm, found, now, true, Optional.empty());
    Change.Head head = head(vm, shown(verdict, VmState.OUT_OF_SYNC), Reason.NOT_YET_OWNED,
        "on the host under its name, not yet managed", verdict, found.digest());
    return new Change.Adopt(head, later.diff().attributes(), now.steps());
  }

  private Verdict verdict(Vm vm, VmObservation found, Remaining remaining, boolean gitMoved, String node) {
    Optional<Verdict.Held> impossible = Ground.missingForNewDisks(vm, found, observed, node)
        .or(() -> Ground.missingPool(vm, found, observed));
    Optional<Applied> last = Optional.ofNullable(memory.applied().get(vm.ref().vmid()));
    return impossible.<Verdict>map(held -> held).orElseGet(() -> gates.forUpdate(vm, found, remaining, gitMoved, last));
  }

  /** What differs, and what was written before and waits. */
  private List<AttributeChange> shownAttributes(Vm vm, Remaining remaining) {
    List<AttributeChange> all = new ArrayList<>(remaining.diff().attributes());
    all.addAll(since(vm, remaining.diff().waiting()));
    return all;
  }

  /** Seen for the first time is since now. */
  private List<AttributeChange> since(Vm vm, List<AttributeChange> waiting) {
    Map<String, Instant> known = memory.waitingSince().getOrDefault(vm.ref().vmid(), Map.of());
    return waiting.stream().map(a -> a.waitingSince(known.getOrDefault(a.path(), observed.at()))).toList();
  }

  private Change.Head updateHead(Vm vm, VmObservation found, Remaining remaining, boolean gitMoved, Verdict verdict) {
    if (remaining.diff().attributes().isEmpty()) {
      return head(vm, shown(verdict, VmState.PENDING_RESTART), Reason.WAITS_FOR_RESTART, "written; a restart brings it into force",
          verdict, found.digest());
    }
    VmState state = gitMoved ? VmState.OUT_OF_SYNC : VmState.DRIFTED;
    String detail = gitMoved ? "changed in Git, not yet applied" : "changed on the host since it was applied";
    return head(vm, shown(verdict, state), gitMoved ? Reason.GIT_CHANGED : Reason.LIVE_CHANGED,
        detail + restarts.announced(vm, found, remaining), verdict, found.digest());
  }

  private Change settled(Vm vm, VmObservation found, Remaining remaining) {
    List<AttributeChange> waiting = since(vm, remaining.diff().waiting());
    if (waiting.isEmpty()) {
      return keep(vm, VmState.IN_SYNC, Reason.IN_SYNC, "", ALLOWED, found.digest(), List.of());
    }
    return keep(vm, VmState.PENDING_RESTART, Reason.WAITS_FOR_RESTART, restarts.waiting(vm, found), ALLOWED, found.digest(), waiting);
  }

  /**
   * The word for the state: a change that waits is Held. One that is only ever to be reported keeps the word for what is so,
   * since that is what the report is for.
   */
  private static VmState shown(Verdict verdict, VmState state) {
    return switch (verdict) {
      case Verdict.Allowed() -> state;
      case Verdict.Held(Why why, String detail) -> why == Why.REPORT_ONLY ? state : VmState.HELD;
    };
  }

  private Change keep(
      Vm vm, VmState state, Reason reason, String detail, Verdict verdict, String digest, List<AttributeChange> attributes) {
    return new Change.Keep(head(vm, state, reason, detail, verdict, digest), attributes);
  }

  private Change.Head head(Vm vm, VmState state, Reason reason, String detail, Verdict verdict, String digest) {
    Observed<VmObservation> read = observed.vms().get(vm.ref().vmid());
    Identity identity = read == null ? Identity.NONE : read.present().map(Identity::of).orElse(Identity.NONE);
    return new Change.Head(vm.ref(), Optional.of(vm.place()), vm.labels(), state, reason, detail, verdict, digest, identity);
  }
}
