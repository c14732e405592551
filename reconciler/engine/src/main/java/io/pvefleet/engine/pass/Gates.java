package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.Verdict.Why;
import io.pvefleet.fleet.model.Host;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a change of one VM waits, judged from the VM and its host alone; the limits of a run are policy's. The first gate that is
 * shut gives the reason, gravest and most lasting first.
 */
final class Gates {

  /** Locks of a guest that is still being made; everything about it is provisional. */
  private static final Set<String> BEING_MADE = Set.of("create", "clone", "import");

  private final Host host;
  private final HostObservation observed;
  private final Restarts restarts;

  Gates(Host host, HostObservation observed, Restarts restarts) {
    this.host = host;
    this.observed = observed;
    this.restarts = restarts;
  }

  /** Whether the guest under the declared vmid is something that is not to be compared with the declaration at all. */
  Optional<Verdict.Held> notOurs(Vm vm, VmObservation found) {
    int vmid = vm.ref().vmid();
    if (BEING_MADE.contains(found.lock()) && observed.stuck().contains(vmid)) {
      return held(Why.LOCK,
          ("VM %1$d was left half made: it is locked (%2$s), and no task of the host works on it. Where that stays so for some "
              + "minutes, look at its disks, then remove it on the host (`qm unlock %1$d`, `qm destroy %1$d`); it is made anew.")
              .formatted(vmid, found.lock()));
    }
    if (BEING_MADE.contains(found.lock())) {
      return held(Why.LOCK, "VM %d is being made (lock: %s); it is compared when that has ended.".formatted(vmid, found.lock()));
    }
    String name = found.effective().getOrDefault("name", "");
    if (!VmDiffer.isOwned(found) && !name.equals(vm.ref().name())) {
      return held(Why.CONFLICT,
          ("VM %d on the host is \"%s\" and not managed by pvefleet; Git declares \"%s\" under this vmid. "
              + "Choose another vmid, or give both the same name to adopt it.")
              .formatted(vmid, name, vm.ref().name()));
    }
    return found.template()
        ? held(Why.CONFLICT, "VM %d on the host is a template, which can never run again. Choose another vmid.".formatted(vmid))
        : Optional.empty();
  }

  /** Whether a missing VM may be made. */
  Verdict forCreate(Vm vm, boolean wasApplied) {
    return first(this::paused, this::observeOnly, () -> wasApplied ? reportOnly(vm) : Optional.empty());
  }

  /** Whether a VM that left Git may be removed, given what about it forbids that. */
  Verdict forRemoval(Optional<Verdict.Held> own) {
    return first(this::paused, this::observeOnly, () -> own);
  }

  /** Whether an existing VM may be changed. */
  Verdict forUpdate(Vm vm, VmObservation found, Remaining remaining, boolean gitMoved, Optional<Applied> last) {
    return first(
        this::paused,
        this::observeOnly,
        // What only waits for its restart was written already: that is no drift which could be left as it is.
        () -> gitMoved || remaining.diff().attributes().isEmpty() ? Optional.empty() : reportOnly(vm),
        () -> locked(vm, found, remaining),
        () -> isProtected(vm, remaining, last),
        () -> restarts.offline(vm, found, remaining),
        () -> impossible(remaining));
  }

  private Optional<Verdict.Held> paused() {
    return host.maintenance()
        .filter(maintenance -> maintenance.until().isAfter(observed.at()))
        .flatMap(maintenance -> held(Why.PAUSED, "Host \"%s\" is in maintenance until %s: %s"
            .formatted(host.name(), maintenance.until(), maintenance.reason())));
  }

  private Optional<Verdict.Held> observeOnly() {
    return switch (host.mode()) {
      case ENFORCE -> Optional.empty();
      case OBSERVE -> held(Why.REPORT_ONLY,
          "Host \"%s\" is declared with mode: observe. Set mode: enforce to have its plan applied.".formatted(host.name()));
    };
  }

  private Optional<Verdict.Held> reportOnly(Vm vm) {
    return switch (vm.drift().mode()) {
      case ENFORCE -> Optional.empty();
      case REPORT -> held(Why.REPORT_ONLY, "drift.mode: report shows what changed on the host and leaves it so.");
    };
  }

  private Optional<Verdict.Held> locked(Vm vm, VmObservation found, Remaining remaining) {
    // A hibernated VM is locked too, yet starting it is what ends that.
    boolean onlyPower = remaining.diff().attributes().stream().allMatch(a -> a.path().equals("spec.power"));
    if (observed.stuck().contains(found.vmid())) {
      return held(Why.LOCK,
          ("VM %1$d is locked (%2$s), and no task of the host works on it: one died and left the lock behind. Where that stays so for "
              + "some minutes, look at the VM, then run `qm unlock %1$d` on the host; the change follows.")
              .formatted(found.vmid(), found.lock()));
    }
    return switch (found.lock()) {
      case "" -> Optional.empty();
      case "suspended" -> onlyPower
          ? Optional.empty()
          : held(Why.LOCK, "VM %d is hibernated, which forbids changes; resume it first.".formatted(vm.ref().vmid()));
      case "backup" -> held(Why.LOCK, "A backup of VM %d runs; the change follows when it has ended.".formatted(vm.ref().vmid()));
      default -> held(Why.LOCK, "VM %d is locked (%s); the change follows when the lock is gone. If no task runs, see `qm unlock %d`."
          .formatted(vm.ref().vmid(), found.lock(), vm.ref().vmid()));
    };
  }

  private static Optional<Verdict.Held> isProtected(Vm vm, Remaining remaining, Optional<Applied> last) {
    String destructive = String.join(", ", paths(remaining, Impact.DESTRUCTIVE));
    if (destructive.isEmpty()) {
      return Optional.empty();
    }
    if (vm.lifecycle().protect()) {
      return held(Why.PROTECTION,
          "lifecycle.protect forbids losing data: %s. Lift it in a commit of its own first.".formatted(destructive));
    }
    if (last.isEmpty()) {
      return held(Why.PROTECTION,
          ("pvefleet does not know what was last applied to this VM, and so not whether that protects it; %s would lose data. Apply "
              + "a commit without that first.")
              .formatted(destructive));
    }
    return last.get().protect()
        ? held(Why.PROTECTION,
            "The last applied commit protects this VM, and %s would lose data. Apply a commit that only lifts lifecycle.protect first."
                .formatted(destructive))
        : Optional.empty();
  }

  private static Optional<Verdict.Held> impossible(Remaining remaining) {
    List<AttributeChange> attributes = remaining.diff().attributes();
    if (!remaining.steps().isEmpty() || attributes.stream().noneMatch(a -> a.impact() == Impact.IMPOSSIBLE)) {
      return Optional.empty();
    }
    return held(Why.IMPOSSIBLE, attributes.stream()
        .filter(a -> a.impact() == Impact.IMPOSSIBLE)
        .map(a -> a.path() + ": " + (a.note().isEmpty() ? "Proxmox cannot change it on an existing VM." : a.note()))
        .collect(Collectors.joining(" ")));
  }

  /** Declared paths, and titles of steps that no attribute stands for, with that impact. */
  private static List<String> paths(Remaining remaining, Impact impact) {
    List<String> attributes =
        remaining.diff().attributes().stream()
            .filter(a -> a.impact() == impact && !a.path().equals("spec.power"))
            .map(AttributeChange::path)
            .toList();
    return attributes;
  }

  @SafeVarargs
  private static Verdict first(Supplier<Optional<Verdict.Held>>... gates) {
    return Stream.of(gates).flatMap(gate -> gate.get().stream()).findFirst().<Verdict>map(held -> held).orElse(new Verdict.Allowed());
  }

  private static Optional<Verdict.Held> held(Why why, String detail) {
    return Optional.of(new Verdict.Held(why, detail));
  }
}
