package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import java.util.Optional;

/**
 * What becomes of the volumes that a change takes out of their slots or copies away: kept as unused disks of the VM, or deleted
 * where {@code lifecycle.disks: delete} says so and nothing speaks against it. Every difference is told its fate in words.
 */
record DiskFate(Vm desired, VmObservation observed) {

  /** The difference with its fate in the note, or impossible where the fate could not be kept to. */
  Difference told(Difference difference) {
    return switch (difference.kind()) {
      case DETACH -> Comparison.holdsData(difference.option(), difference.from()) ? detached(difference) : difference;
      case MOVE -> moved(difference);
      case ADD -> Drive.isSlot(difference.option()) ? added(difference) : difference;
      case GROW -> grown(difference);
      case SET, UNSET, REHANG, MEDIUM, OWN, POOL, ROOT, START, RESUME, STOP, IMPOSSIBLE -> difference;
    };
  }

  private Difference detached(Difference difference) {
    String volume = Drive.parse(difference.from()).volume();
    return difference.noted(
        deletes(difference)
            ? "The disk is detached, and then its volume %s is deleted: its data is lost.".formatted(volume)
            : "The disk is detached; its volume %s stays on the storage as an unused disk of the VM%s."
                .formatted(volume, whyKept(volume)));
  }

  private Difference moved(Difference difference) {
    String option = difference.option();
    if (observed.pendingKeys().contains(option)) {
      // What waits names the old volume, and the next power cycle would put that one back into the slot.
      return difference.impossible(
          "A change of %s waits for a power cycle and names the volume that is there now. Restart the VM; then it can be moved."
              .formatted(option));
    }
    String volume = Drive.parse(observed.effective().getOrDefault(option, "")).volume();
    String copied = "Volume %s is copied to %s".formatted(volume, difference.to());
    String way = observed.power() == Power.STOPPED || Impacts.movesOffline(difference, observed) ? "" : " while the guest runs";
    return difference.noted(
        deletes(difference)
            ? "%s%s, and deleted when the copy is complete.".formatted(copied, way)
            : "%s%s; the old volume stays as an unused disk of the VM%s."
                .formatted(copied, way, whyKept(volume)));
  }

  /** Proxmox resizes what the process has, and a value that waits would bring the old size back. */
  private Difference grown(Difference difference) {
    return observed.pendingKeys().contains(difference.option())
        ? difference.impossible(
            "A change of %s waits for a power cycle. Restart the VM; then the disk can grow.".formatted(difference.option()))
        : difference;
  }

  /** A slot whose disk leaves it at the next power cycle only is not empty yet. */
  private Difference added(Difference difference) {
    String still = observed.current().getOrDefault(difference.option(), "");
    if (still.isEmpty() || !Comparison.holdsData(difference.option(), still)) {
      return difference;
    }
    String volume = Drive.parse(still).volume();
    boolean isTakenBack =
        desired.options().get(difference.option()) instanceof Wanted.Disk disk
            && disk.source() instanceof Wanted.DiskSource.Volume(String wanted)
            && wanted.equals(volume);
    return isTakenBack
        ? difference.noted("The removal of volume %s, which waits for a power cycle, is taken back.".formatted(volume))
        : difference.impossible(
            ("Volume %s leaves the slot at the next power cycle; restart the VM, then this disk can be made. To keep the old one, "
                    + "declare source: {volume: \"%s\"}.")
                .formatted(volume, volume));
  }

  /** Whether the volume that the difference leaves behind is to be deleted. */
  boolean deletes(Difference difference) {
    return switch (difference.kind()) {
      case DETACH ->
          Comparison.holdsData(difference.option(), difference.from())
              && isAsked()
              && obstacle(Drive.parse(difference.from()).volume()).isEmpty();
      case MOVE -> {
        Drive drive = Drive.parse(observed.effective().getOrDefault(difference.option(), ""));
        // Proxmox writes a cloud-init drive anew whenever it wants one: there is nothing to keep.
        yield (drive.isCloudInit() || isAsked()) && obstacle(drive.volume()).isEmpty();
      }
      case SET, UNSET, ADD, REHANG, MEDIUM, GROW, OWN, POOL, ROOT, START, RESUME, STOP, IMPOSSIBLE -> false;
    };
  }

  private boolean isAsked() {
    return desired.lifecycle().disks() == Vm.Lifecycle.Disks.DELETE;
  }

  private String whyKept(String volume) {
    return isAsked() ? obstacle(volume).map(why -> ", because " + why).orElse("") : "";
  }

  /** What speaks against the deletion of a volume. */
  private Optional<String> obstacle(String volume) {
    if (!Volumes.isOwnedBy(volume, desired.ref().vmid())) {
      return Optional.of("it does not carry the VM's own number");
    }
    if (desired.lifecycle().protect()) {
      return Optional.of("lifecycle.protect is set");
    }
    if (isProtected()) {
      return Optional.of("the VM's protection is on");
    }
    return observed.effective().containsKey("parent")
        ? Optional.of("the VM has a snapshot, which may need it")
        : Optional.empty();
  }

  /** Protection as it will be: what is declared of it, else what the host has. */
  private boolean isProtected() {
    Wanted protection = desired.options().get("protection");
    if (protection instanceof Wanted.Value(var path, var place, String text)) {
      return text.equals("1");
    }
    return !(protection instanceof Wanted.Absent) && "1".equals(observed.effective().get("protection"));
  }
}
