package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.kinds.vm.Wanted.DiskSource;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.pve.wire.PveRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Steps that are about volumes and not about values: moving one to another storage, and deleting one that the same change has
 * detached. A volume that this change did not find in a slot is never deleted, whatever entry it stands under.
 */
public final class VolumeSteps {

  private static final String FREE = "free ";

  private VolumeSteps() {}

  /** The copy of a drive's volume to the storage declared; the source goes with it where its fate is to be deleted. */
  static Step move(Vm desired, VmObservation observed, String node, Difference difference) {
    String slot = difference.option();
    boolean deletes = new DiskFate(desired, observed).deletes(difference);
    PveRequest request =
        PveRequest.post("/nodes/" + node + "/qemu/" + desired.ref().vmid() + "/move_disk")
            .with("disk", slot)
            .with("storage", difference.to());
    if (format(desired, slot).isPresent()) {
      request = request.with("format", format(desired, slot).get());
    }
    String title = "Move %s from %s to %s".formatted(slot, difference.from(), difference.to());
    return new Step(
        "move " + slot,
        deletes ? title + " and delete the old volume" : title,
        deletes ? request.with("delete", "1") : request,
        Impacts.of(difference, observed),
        false);
  }

  /** TPM state is always raw, and cloud-init drives have no format to choose. */
  private static Optional<String> format(Vm desired, String slot) {
    return desired.options().get(slot) instanceof Wanted.Disk disk && !slot.equals("tpmstate0")
        ? Optional.ofNullable(disk.properties().get("format")).flatMap(Wanted.Property::value)
        : Optional.empty();
  }

  /**
   * The boot order that goes with volumes that get other slots. Proxmox takes the old slot out of the order and does not add the new
   * one, so that the VM would not boot any more. A declared order is set by a request of its own.
   */
  static Optional<List<String>> bootOrder(Vm desired, VmObservation observed, List<Difference> differences) {
    Map<String, String> successors = new TreeMap<>();
    for (Difference difference : differences) {
      if (difference.kind() == Kind.REHANG
          && desired.options().get(difference.option()) instanceof Wanted.Disk disk
          && disk.source() instanceof DiskSource.Volume(String volume)) {
        Volumes.slotOf(volume, observed.effective(), difference.option())
            .ifPresent(old -> successors.put(old, difference.option()));
      }
    }
    List<String> now = Form.bootOrder(observed.effective().getOrDefault("boot", ""));
    List<String> next = now.stream().map(slot -> successors.getOrDefault(slot, slot)).toList();
    return desired.options().containsKey("boot") || next.equals(now) ? Optional.empty() : Optional.of(next);
  }

  /** What will delete the volumes of disks that are to be detached, foreseen: the entry that each gets is read when it has one. */
  static List<Step> freeing(Vm desired, VmObservation observed, String node, List<Difference> differences) {
    DiskFate fate = new DiskFate(desired, observed);
    List<Step> steps = new ArrayList<>();
    int entry = 0;
    for (Difference difference : differences) {
      if (difference.kind() == Kind.DETACH && fate.deletes(difference)) {
        while (observed.effective().containsKey("unused" + entry)) {
          entry++;
        }
        String volume = Drive.parse(difference.from()).volume();
        steps.add(free(desired, node, volume, "unused" + entry, Optional.empty()));
        entry++;
      }
    }
    return steps;
  }

  /**
   * The next volume to delete once everything else is done: one that an approved step names, that was in a slot when the change was
   * planned, and that the VM now has as an unused disk and nowhere else.
   */
  public static Optional<Step> nextFree(Vm desired, VmObservation observed, String node, Change approved, Set<String> done) {
    for (Step step : approved.steps()) {
      if (step.key().startsWith(FREE) && !done.contains(step.key())) {
        String volume = step.key().substring(FREE.length());
        Optional<String> entry = entry(volume, desired.ref().vmid(), observed);
        if (entry.isPresent()) {
          return Optional.of(free(desired, node, volume, entry.get(), Optional.of(observed.digest())));
        }
      }
    }
    return Optional.empty();
  }

  /** Volumes that were to be deleted and that the running VM holds on to until its next power cycle. */
  public static List<String> keptUntilPowerCycle(VmObservation observed, Change approved) {
    return approved.steps().stream()
        .filter(step -> step.key().startsWith(FREE))
        .map(step -> step.key().substring(FREE.length()))
        .filter(volume -> Volumes.slots(volume, observed.current()).findAny().isPresent())
        .toList();
  }

  private static Optional<String> entry(String volume, int vmid, VmObservation observed) {
    boolean isInSlot =
        Volumes.slots(volume, observed.effective()).findAny().isPresent()
            || Volumes.slots(volume, observed.current()).findAny().isPresent();
    return isInSlot || !Volumes.isOwnedBy(volume, vmid) ? Optional.empty() : Volumes.unusedEntry(volume, observed.current());
  }

  private static Step free(Vm desired, String node, String volume, String entry, Optional<String> digest) {
    PveRequest request =
        PveRequest.post("/nodes/" + node + "/qemu/" + desired.ref().vmid() + "/config").with("delete", entry);
    return new Step(
        FREE + volume,
        "Delete volume " + volume,
        digest.map(read -> request.with("digest", read)).orElse(request),
        Impact.DESTRUCTIVE,
        digest.isEmpty());
  }
}
