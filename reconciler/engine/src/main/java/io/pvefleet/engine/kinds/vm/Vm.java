package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.fleet.yaml.Place;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A VM as declared, profiles merged, checked and free of contradictions. Holds only what is declared: an option that is not
 * in {@link #options} is not managed. Immutable.
 *
 * @param place where the document stands
 * @param source the template that a missing VM is cloned from; empty where it is made from nothing
 * @param options wanted options by the name that Proxmox gives them ({@code memory}, {@code net0}), in the order of the
 *     schema; always has {@code name} and {@code tags}
 * @param specHash equal for two documents that want the same of the host, wherever they stand; SHA-256 in hex
 */
public record Vm(
    VmRef ref,
    Place place,
    Map<String, String> labels,
    DesiredPower power,
    Optional<Template> source,
    SequencedMap<String, Wanted> options,
    Restart restart,
    Lifecycle lifecycle,
    Drift drift,
    String specHash) {

  /** The tag that marks a VM as managed from Git, on the host for everyone to see. */
  public static final String OWNERSHIP_TAG = "pvefleet";

  public Vm {
    labels = Map.copyOf(labels);
    options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
  }

  /** The same VM, to be left running. */
  public Vm running() {
    return new Vm(ref, place, labels, DesiredPower.RUNNING, source, options, restart, lifecycle, drift, specHash);
  }

  /** The power state that is wanted; unset is unmanaged. */
  public enum DesiredPower {
    RUNNING,
    STOPPED,
    UNMANAGED
  }

  /**
   * The template that a new VM is a clone of.
   *
   * @param full whether the disks are copied whole; empty leaves it to where the disks are wanted: linked where the
   *     template's storage is the declared one, else a full copy
   * @param storage where the cloned disks are wanted; empty for where the template has them
   */
  public record Template(int vmid, Optional<Boolean> full, Optional<String> storage, Place place) {}

  /**
   * Whether and how a guest may be shut down.
   *
   * @param timeout how long a graceful shutdown may take
   * @param force whether a guest that does not shut down in that time is switched off
   */
  public record Restart(Policy policy, Duration timeout, boolean force) {
    public static final Restart DEFAULT = new Restart(Policy.NEVER, Duration.ofMinutes(3), false);

    /** When pending changes may be brought into force by a restart. */
    public enum Policy {
      NEVER,
      WINDOW,
      IMMEDIATE
    }
  }

  /**
   * What protects the VM and what follows its removal from Git.
   *
   * @param protect pvefleet refuses destructive changes and deletion
   * @param disks what becomes of volumes that the VM no longer has a use for
   */
  public record Lifecycle(boolean protect, OnRemove onRemove, Disks disks) {
    public static final Lifecycle DEFAULT = new Lifecycle(false, OnRemove.ORPHAN, Disks.KEEP);

    /** What happens to a VM that is no longer declared. */
    public enum OnRemove {
      ORPHAN,
      STOP,
      DELETE
    }

    /** What happens to the volume of a disk that is no longer declared, and to all of a VM that is deleted. */
    public enum Disks {
      KEEP,
      DELETE
    }
  }

  /**
   * What is done about live changes.
   *
   * @param ignore pointers below {@code spec}, such as {@code /memory}; what lies at or below one is not compared
   */
  public record Drift(Mode mode, List<String> ignore) {
    public static final Drift DEFAULT = new Drift(Mode.ENFORCE, List.of());

    public Drift {
      ignore = List.copyOf(ignore);
    }

    /** Whether live changes are undone or only shown. */
    public enum Mode {
      ENFORCE,
      REPORT
    }
  }
}
