package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.Wanted;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the VM under a vmid is the one that was applied or adopted there. A vmid is reused: somebody deletes a VM and makes another,
 * or restores the backup of a third one over it, and whatever Git says was never meant for that one.
 */
final class Recognition {

  /** A warning is a sentence, not a list. */
  private static final int NAMED = 4;

  private Recognition() {}

  /** What was recorded and what is there, for a VM that is another one; empty for the same, and where nothing is recorded. */
  static Optional<String> anotherVm(Vm vm, VmObservation found, Applied applied) {
    Identity recorded = applied.identity();
    Identity now = Identity.of(found);
    if (recorded.isNone() || isSame(vm, found, recorded)) {
      return Optional.empty();
    }
    return Optional.of(
        ("VM %d on the host is another VM than the one that was applied: recorded is %s, there is %s. If it is meant to be this one now, "
            + "run `pvefleet approve %s/%d`. If not, choose another vmid in Git, or bring the recorded VM back.")
            .formatted(vm.ref().vmid(), text(recorded), text(now), vm.ref().host(), vm.ref().vmid()));
  }

  /** Managed VMs that have no uuid, in one sentence for people. */
  static Optional<String> withoutUuid(List<Vm> declared, HostObservation observed) {
    List<String> vms = new ArrayList<>();
    for (Vm vm : declared.stream().sorted(Comparator.comparing(Vm::ref)).toList()) {
      Observed<VmObservation> read = observed.vms().get(vm.ref().vmid());
      if (read instanceof Observed.Present<VmObservation>(VmObservation found) && VmDiffer.isOwned(found)
          && Identity.uuid(found.current()).isEmpty() && Identity.uuid(found.effective()).isEmpty()) {
        vms.add(vm.ref().vmid() + " " + vm.ref().name());
      }
    }
    return vms.isEmpty()
        ? Optional.empty()
        : Optional.of("Without a uuid in smbios1, and so told from another VM under its vmid by name and tag alone: %s.".formatted(
            vms.size() > NAMED ? String.join(", ", vms.subList(0, NAMED)) + " and %d more".formatted(vms.size() - NAMED)
                : String.join(", ", vms)));
  }

  private static boolean isSame(Vm vm, VmObservation found, Identity recorded) {
    String running = Identity.uuid(found.current());
    String configured = Identity.uuid(found.effective());
    boolean isEitherKnown = !running.isEmpty() || !configured.isEmpty();
    if (!recorded.uuid().isEmpty() && isEitherKnown) {
      String declared = declared(vm);
      return recorded.uuid().equals(running)
          || recorded.uuid().equals(configured)
          // What Git itself names is no stranger, even where the note of it was lost.
          || !declared.isEmpty() && (declared.equals(running) || declared.equals(configured));
    }
    String name = found.effective().getOrDefault("name", "");
    return name.equals(recorded.name()) || name.equals(vm.ref().name());
  }

  private static String declared(Vm vm) {
    return switch (vm.options().get("smbios1")) {
      case Wanted.Value(var path, var place, String text) -> Identity.uuid(Map.of("smbios1", text));
      case Wanted.Properties(var path, var place, var properties) ->
          Optional.ofNullable(properties.get("uuid")).flatMap(Wanted.Property::value).orElse("").toLowerCase(Locale.ROOT);
      case null, default -> "";
    };
  }

  private static String text(Identity identity) {
    String name = identity.name().isEmpty() ? "no name" : "\"" + identity.name() + "\"";
    return name + (identity.uuid().isEmpty() ? " without a uuid" : " with uuid " + identity.uuid());
  }
}
