package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.Lifecycle.Disks;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmRemoval;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is left to do on a VM that is no longer declared, and what about the VM itself forbids it: the one answer that both the plan
 * and every look of a run rest on, the last look before a deletion included. Consent, windows of the host and limits are judged
 * elsewhere.
 *
 * @param held why nothing may be done; the steps are those that would be done otherwise
 */
public record Removal(Optional<Verdict.Held> held, List<AttributeChange> attributes, List<Step> steps) {

  /** Locks of a guest that is still being made. */
  private static final Set<String> BEING_MADE = Set.of("create", "clone", "import");

  public Removal {
    attributes = List.copyOf(attributes);
    steps = List.copyOf(steps);
  }

  /** Of a VM that carries the ownership tag. */
  public static Removal of(Applied applied, VmObservation found, String node) {
    return switch (applied.onRemove()) {
      case ORPHAN -> new Removal(
          first(() -> stranger(applied, found), () -> locked(found)),
          tags(found), List.of(VmRemoval.release(found, node)));
      case STOP -> new Removal(
          first(() -> neverApplied(applied, found), () -> stranger(applied, found), () -> renamed(applied, found), () -> locked(found),
              () -> paused(applied, found)),
          both(power(found), tags(found)), steps(applied, found, node, VmRemoval.release(found, node)));
      case DELETE -> new Removal(
          mayBeDeleted(applied, found),
          both(power(found), volumes(found)), steps(applied, found, node, VmRemoval.delete(found.vmid(), node)));
    };
  }

  /** Each of these alone keeps a VM. Gravest and most lasting first. */
  private static Optional<Verdict.Held> mayBeDeleted(Applied applied, VmObservation found) {
    return first(
        () -> neverApplied(applied, found),
        () -> stranger(applied, found),
        () -> renamed(applied, found),
        () -> unknownIdentity(applied, found),
        () -> isProtected(applied, found),
        () -> template(found),
        () -> keepsDisks(applied, found),
        () -> locked(found),
        () -> paused(applied, found));
  }

  private static Optional<Verdict.Held> neverApplied(Applied applied, VmObservation found) {
    return applied.specHash().isEmpty()
        ? held(Why.PROTECTION, ("VM %d was adopted, and its document was never applied before it left Git: what it says of its end "
              + "is not in force. Declare the VM again, apply, then remove it.").formatted(found.vmid()))
        : Optional.empty();
  }

  private static Optional<Verdict.Held> stranger(Applied applied, VmObservation found) {
    String before = applied.identity().uuid();
    String now = Identity.of(found).uuid();
    return !before.isEmpty() && !before.equals(now)
        ? held(Why.CONFLICT, ("VM %d on the host is not the one that was applied: its smbios1 uuid is %s, applied was %s. Nothing is done "
              + "to it; take the tag %s off by hand, or declare it.")
              .formatted(found.vmid(), now.isEmpty() ? "not set" : now, before, Vm.OWNERSHIP_TAG))
        : Optional.empty();
  }

  private static Optional<Verdict.Held> renamed(Applied applied, VmObservation found) {
    String name = Identity.of(found).name();
    return name.equals(applied.name())
        ? Optional.empty()
        : held(Why.CONFLICT, ("VM %d on the host is \"%s\"; the document that left Git was of \"%s\". Give it that name again, or "
              + "remove it by hand.").formatted(found.vmid(), name, applied.name()));
  }

  private static Optional<Verdict.Held> unknownIdentity(Applied applied, VmObservation found) {
    return applied.identity().uuid().isEmpty()
        ? held(Why.CONFLICT, ("Which VM was applied under vmid %d is not known for sure, since no smbios1 uuid was recorded. Declare "
              + "the VM again, apply, then remove it; or delete it by hand.").formatted(found.vmid()))
        : Optional.empty();
  }

  private static Optional<Verdict.Held> isProtected(Applied applied, VmObservation found) {
    if (applied.protect()) {
      return held(Why.PROTECTION, ("The last applied document (%s) protects this VM, and removing the file does not lift that. Declare the "
          + "VM again without lifecycle.protect, apply, then remove it.").formatted(shortRevision(applied)));
    }
    boolean isSet = "1".equals(found.current().get("protection")) || "1".equals(found.effective().get("protection"));
    return isSet
        ? held(Why.PROTECTION, "Proxmox protects VM %d (protection: 1). Lift that on the host if it may go.".formatted(found.vmid()))
        : Optional.empty();
  }

  private static Optional<Verdict.Held> template(VmObservation found) {
    return found.template()
        ? held(Why.CONFLICT, "VM %d on the host has become a template, which other VMs may rest on. Delete it by hand."
            .formatted(found.vmid()))
        : Optional.empty();
  }

  private static Optional<Verdict.Held> keepsDisks(Applied applied, VmObservation found) {
    if (applied.lifecycle().disks() == Disks.DELETE) {
      return Optional.empty();
    }
    List<String> kept = new ArrayList<>(VmRemoval.data(found).keySet());
    if (found.current().containsKey("parent")) {
      kept.add("its snapshots");
    }
    return kept.isEmpty()
        ? Optional.empty()
        : held(Why.DISKS, ("Proxmox destroys all volumes of a VM that it deletes, and the last applied document (%s) keeps them: %s. "
              + "If they may go, declare the VM again with lifecycle.disks: delete, apply, then remove it.")
              .formatted(shortRevision(applied), String.join(", ", kept)));
  }

  private static Optional<Verdict.Held> locked(VmObservation found) {
    if (found.lock().isEmpty()) {
      return Optional.empty();
    }
    return found.lock().equals("suspended")
        ? held(Why.LOCK, "VM %d is hibernated, and so as good as running. Resume it; then it can be shut down.".formatted(found.vmid()))
        : held(Why.LOCK, "VM %d is %s; it is removed when the lock is gone. If no task runs, see `qm unlock %d`.".formatted(
            found.vmid(), BEING_MADE.contains(found.lock()) ? "being made (lock: " + found.lock() + ")" : "locked (" + found.lock() + ")",
            found.vmid()));
  }

  /** Recorded: {@code VM is paused - cannot shutdown}, unless it may be switched off. */
  private static Optional<Verdict.Held> paused(Applied applied, VmObservation found) {
    return found.power() == Power.PAUSED && !applied.restart().force()
        ? held(Why.IMPOSSIBLE, "VM %d is paused, and a paused VM cannot shut down. Resume it, or stop it by hand.".formatted(found.vmid()))
        : Optional.empty();
  }

  private static List<Step> steps(Applied applied, VmObservation found, String node, Step last) {
    return VmRemoval.runs(found) ? List.of(VmRemoval.shutdown(found.vmid(), node, applied.restart()), last) : List.of(last);
  }

  private static List<AttributeChange> tags(VmObservation found) {
    String before = VmRemoval.tags(found);
    return List.of(new AttributeChange(
        "spec.tags", Optional.empty(), String.join(";", VmRemoval.otherTags(found)), before, before, Impact.LIVE, ""));
  }

  private static List<AttributeChange> power(VmObservation found) {
    String power = found.power().name().toLowerCase(Locale.ROOT);
    return VmRemoval.runs(found)
        ? List.of(new AttributeChange("spec.power", Optional.empty(), "stopped", power, power, Impact.OFFLINE, ""))
        : List.of();
  }

  private static List<AttributeChange> volumes(VmObservation found) {
    return VmRemoval.data(found).entrySet().stream()
        .map(slot -> new AttributeChange(
            "spec.disks." + slot.getKey(), Optional.empty(), "", slot.getValue(), slot.getValue(), Impact.DESTRUCTIVE, ""))
        .toList();
  }

  private static <T> List<T> both(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  @SafeVarargs
  private static Optional<Verdict.Held> first(Supplier<Optional<Verdict.Held>>... gates) {
    return Stream.of(gates).flatMap(gate -> gate.get().stream()).findFirst();
  }

  private static Optional<Verdict.Held> held(Why why, String detail) {
    return Optional.of(new Verdict.Held(why, detail));
  }

  static String shortRevision(Applied applied) {
    return applied.revision().length() > 10 ? applied.revision().substring(0, 10) : applied.revision();
  }
}
