package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Disks that a managed VM keeps in no slot: pvefleet says that they are there, and never touches one that it has not just detached. */
final class UnusedDisks {

  private UnusedDisks() {}

  /** A sentence for each managed VM that has any. */
  static List<String> warnings(Collection<Vm> declared, HostObservation observed) {
    return declared.stream().flatMap(vm -> warning(vm, observed).stream()).toList();
  }

  private static Optional<String> warning(Vm vm, HostObservation observed) {
    Observed<VmObservation> seen = observed.vms().get(vm.ref().vmid());
    if (!(seen instanceof Observed.Present<VmObservation>(VmObservation found)) || !VmDiffer.isOwned(found)) {
      return Optional.empty();
    }
    SortedMap<String, String> unused = new TreeMap<>(found.effective());
    unused.keySet().removeIf(option -> !option.matches("unused[0-9]+"));
    return unused.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "VM %d %s keeps %s in no slot: %s. Put it into a slot with source.volume, or delete it on the host (Hardware, Remove)."
                .formatted(vm.ref().vmid(), vm.ref().name(), unused.size() == 1 ? "a disk" : unused.size() + " disks",
                    unused.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", "))));
  }
}
