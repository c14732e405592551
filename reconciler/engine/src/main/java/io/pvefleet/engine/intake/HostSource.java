package io.pvefleet.engine.intake;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.pass.HostReading;
import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A host as it was read for an import: everything that Git declares on it, and every VM that it does not.
 *
 * @param reading finished; the plan that proves the import is made from these same answers
 */
public record HostSource(DesiredHost desired, HostReading reading, Instant at) {

  /** The same reading, which asks for the undeclared VMs as well; to be called on one that knows the lists. */
  public static HostReading withStrangers(DesiredHost desired, HostReading read, Instant at) {
    HostObservation observed = read.observation(at);
    List<Vm> all = new ArrayList<>(desired.vms());
    strangers(desired, observed).stream()
        .filter(guest -> guest.type().equals("qemu") && !guest.template())
        .forEach(guest -> all.add(stranger(desired, guest)));
    return read.declaring(all);
  }

  /** Guests of the host's own node that Git does not declare, by vmid. */
  static List<GuestSummary> strangers(DesiredHost desired, HostObservation observed) {
    Set<Integer> declared = desired.vms().stream().map(vm -> vm.ref().vmid()).collect(Collectors.toSet());
    return switch (observed.reach()) {
      case Reach.NotReached ignored -> List.of();
      case Reach.Reached(String version, String node) -> observed.guests().values().stream()
          .filter(guest -> guest.node().equals(node) && !declared.contains(guest.vmid()))
          .toList();
    };
  }

  HostObservation observed() {
    return reading.observation(at);
  }

  /** Stands for a VM so that it is read. */
  private static Vm stranger(DesiredHost desired, GuestSummary guest) {
    return new Vm(
        new VmRef(desired.host().name(), guest.vmid(), guest.name()), desired.host().place(), Map.of(), Vm.DesiredPower.UNMANAGED,
        Optional.empty(), new LinkedHashMap<>(), Vm.Restart.DEFAULT, Vm.Lifecycle.DEFAULT, Vm.Drift.DEFAULT, "");
  }
}
