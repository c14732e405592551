package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.OnRemove;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Change.Reason;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.Tombstone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is to happen to the VMs of a host that were applied from Git and are no longer declared. One that is not ours any more, having
 * lost its tag, gets no change: it is a guest that Git does not know.
 */
final class Removals {

  private final DesiredHost desired;
  private final HostObservation observed;
  private final HostMemory memory;
  private final Gates gates;

  Removals(DesiredHost desired, HostObservation observed, HostMemory memory) {
    this.desired = desired;
    this.observed = observed;
    this.memory = memory;
    this.gates = new Gates(desired.host(), observed, new Restarts(desired, observed.at(), memory.owedStarts()));
  }

  /** By vmid; none for a host that was not reached or does not know its node. */
  List<Change> changes() {
    return observed.reach() instanceof Reach.Reached(String version, String node) && !node.isEmpty()
        ? new TreeMap<>(memory.applied()).entrySet().stream()
            .filter(applied -> !desired.declares(applied.getKey()))
            .flatMap(applied -> change(applied.getKey(), applied.getValue(), node).stream())
            .toList()
        : List.of();
  }

  private Optional<Change> change(int vmid, Applied applied, String node) {
    GuestSummary guest = observed.guests().get(vmid);
    Observed<VmObservation> read = observed.vms().get(vmid);
    if (guest == null) {
      return unlisted(vmid, applied, read);
    }
    if (!guest.type().equals("qemu") || !isOwned(guest)) {
      return Optional.empty();
    }
    if (!guest.node().equals(node)) {
      return Optional.of(waits(vmid, applied, VmState.HELD, Why.CONFLICT,
          "VM %d left Git and is on node %s now, not on %s. Move it back, or remove it by hand.".formatted(vmid, guest.node(), node)));
    }
    return switch (read) {
      case null -> Optional.empty();
      case Observed.Unknown<VmObservation>(String why) -> Optional.of(waits(vmid, applied, VmState.NOT_CHECKED, Why.UNKNOWN, why));
      case Observed.Absent<VmObservation>() ->
          Optional.of(waits(vmid, applied, VmState.NOT_CHECKED, Why.UNKNOWN, "VM %d is just going away".formatted(vmid)));
      case Observed.Present<VmObservation>(VmObservation found) ->
          VmDiffer.isOwned(found) ? Optional.of(removal(vmid, applied, found, node)) : Optional.empty();
    };
  }

  /** Gone for certain, which is how a removal ends, or hidden from the token. */
  private Optional<Change> unlisted(int vmid, Applied applied, @org.jspecify.annotations.Nullable Observed<VmObservation> read) {
    return switch (read) {
      case null -> Optional.empty();
      case Observed.Unknown<VmObservation>(String why) -> Optional.of(waits(vmid, applied, VmState.NOT_CHECKED, Why.UNKNOWN, why));
      case Observed.Present<VmObservation> ignored ->
          Optional.of(waits(
              vmid, applied, VmState.NOT_CHECKED, Why.UNKNOWN, "VM %d is listed in one place and not in another".formatted(vmid)));
      case Observed.Absent<VmObservation>() -> Optional.of(new Change.Keep(
          head(vmid, applied, VmState.UNMANAGED, "no longer in Git, and gone from the host", new Verdict.Allowed(), Optional.empty()),
          List.of()));
    };
  }

  private Change removal(int vmid, Applied applied, VmObservation found, String node) {
    Removal removal = Removal.of(applied, found, node);
    Change.Head head = head(vmid, applied, VmState.OUT_OF_SYNC, detail(vmid, applied), new Verdict.Allowed(), Optional.of(found));
    Change.Head judged = switch (gates.forRemoval(removal.held())) {
      // What is only ever to be reported keeps the word for what is so.
      case Verdict.Held held -> head.with(held, held.why() == Why.REPORT_ONLY ? head.state() : VmState.HELD, head.stateDetail());
      case Verdict.Allowed ignored -> consented(head, applied);
    };
    return applied.onRemove() == OnRemove.DELETE
        ? new Change.Delete(judged, removal.attributes(), removal.steps())
        : new Change.Release(judged, removal.attributes(), removal.steps());
  }

  private String detail(int vmid, Applied applied) {
    String onRemove = "no longer in Git, onRemove: " + applied.onRemove().name().toLowerCase(java.util.Locale.ROOT);
    return desired.tombstone(vmid).isPresent() && applied.onRemove() != OnRemove.DELETE
        ? onRemove + " as last applied, so that its tombstone deletes nothing"
        : onRemove;
  }

  /** A deletion needs a second word beside the document that asked for it: a tombstone in Git, or a person's approval. */
  private Change.Head consented(Change.Head head, Applied applied) {
    if (applied.onRemove() != OnRemove.DELETE) {
      return head;
    }
    Optional<Tombstone> tombstone = desired.tombstone(head.vm().vmid());
    if (tombstone.isPresent() && !tombstone.get().name().equals(applied.name())) {
      return head.with(new Verdict.Held(Why.CONFLICT, "The tombstone at %s is of \"%s\", and VM %d was applied as \"%s\". Correct it."
          .formatted(tombstone.get().place(), tombstone.get().name(), head.vm().vmid(), applied.name())), VmState.HELD, head.stateDetail());
    }
    if (tombstone.isPresent()) {
      return head.with(new Verdict.Allowed(), head.state(),
          head.stateDetail() + ", tombstone at " + tombstone.get().place() + ": " + tombstone.get().reason());
    }
    return switch (Approval.of(memory.approvals(), head, desired.revision(), observed.at())) {
      case Approval.Standing.Holds(Approval approval) ->
          head.with(new Verdict.Allowed(), head.state(), head.stateDetail() + ", " + approval.shown());
      case Approval.Standing.Void(Approval ignored, String why) -> unconsented(head, applied, why + " ");
      case Approval.Standing.Missing() -> unconsented(head, applied, "");
    };
  }

  private static Change.Head unconsented(Change.Head head, Applied applied, String before) {
    return head.with(new Verdict.Held(Why.APPROVAL,
        ("%sThe last applied document (%s) asks for this VM's deletion, and nobody has consented to it yet. Add a Tombstone for vmid %d to "
              + "removed/ of the repository, or run `pvefleet approve %s/%d`.")
            .formatted(before, Removal.shortRevision(applied), head.vm().vmid(), head.vm().host(), head.vm().vmid())),
        VmState.HELD, head.stateDetail());
  }

  private Change waits(int vmid, Applied applied, VmState state, Why why, String sentence) {
    return new Change.Keep(head(vmid, applied, state, sentence, new Verdict.Held(why, sentence), Optional.empty()), List.of());
  }

  private Change.Head head(
      int vmid, Applied applied, VmState state, String detail, Verdict verdict, Optional<VmObservation> found) {
    return new Change.Head(new VmRef(desired.host().name(), vmid, applied.name()), Optional.empty(), Map.of(), state,
        Reason.REMOVED_FROM_GIT, detail, verdict, found.map(VmObservation::digest).orElse(""),
        found.map(Identity::of).orElse(Identity.NONE));
  }

  static boolean isOwned(GuestSummary guest) {
    return guest.tags().contains(Vm.OWNERSHIP_TAG);
  }
}
