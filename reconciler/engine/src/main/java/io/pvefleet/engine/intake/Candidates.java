package io.pvefleet.engine.intake;

import io.pvefleet.engine.intake.IntakeResult.LeftOut;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmWriter;
import io.pvefleet.engine.kinds.vm.WrittenVm;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.fleet.model.DocumentShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which guests of a host get a document, and why the others get none. */
final class Candidates {

  private static final Set<String> BEING_MADE = Set.of("create", "clone", "import");

  private final List<WrittenVm> vms = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private Candidates() {}

  static Candidates of(HostSource source) {
    Candidates candidates = new Candidates();
    HostObservation observed = source.observed();
    Map<String, Integer> names = new HashMap<>();
    source.desired().vms().forEach(vm -> names.put(vm.ref().name(), vm.ref().vmid()));
    for (GuestSummary guest : HostSource.strangers(source.desired(), observed)) {
      Optional<String> obstacle = obstacle(guest);
      if (obstacle.isPresent()) {
        candidates.leftOut.add(leftOut(guest, obstacle.get()));
        continue;
      }
      switch (observed.vms().get(guest.vmid())) {
        case null -> candidates.leftOut.add(leftOut(guest, "was not read"));
        case Observed.Absent<VmObservation>() -> candidates.leftOut.add(leftOut(guest, "went away while it was being read"));
        case Observed.Unknown<VmObservation>(String why) -> candidates.leftOut.add(leftOut(guest, why));
        case Observed.Present<VmObservation>(VmObservation vm) -> candidates.add(guest, vm, names);
      }
    }
    return candidates;
  }

  List<WrittenVm> vms() {
    return List.copyOf(vms);
  }

  List<LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  private static Optional<String> obstacle(GuestSummary guest) {
    if (!guest.type().equals("qemu")) {
      return Optional.of("pvefleet manages VMs and no containers");
    }
    return guest.template() ? Optional.of("a template is made by hand; documents name it in source.template") : Optional.empty();
  }

  private void add(GuestSummary guest, VmObservation vm, Map<String, Integer> names) {
    String name = vm.effective().getOrDefault("name", "");
    Optional<String> obstacle = obstacle(vm, name, Optional.ofNullable(names.get(name)));
    if (obstacle.isPresent()) {
      leftOut.add(leftOut(guest, obstacle.get()));
    } else {
      names.put(name, vm.vmid());
      vms.add(VmWriter.write(vm));
    }
  }

  /** A VM is adopted under its own name and no other, so that one without a name of its own cannot be. */
  private static Optional<String> obstacle(VmObservation vm, String name, Optional<Integer> namesake) {
    if (VmDiffer.isOwned(vm)) {
      return Optional.of("has the tag " + Vm.OWNERSHIP_TAG
          + " already: another repository declares it, or did; take the tag off to import it");
    }
    if (vm.template()) {
      return Optional.of("a template is made by hand; documents name it in source.template");
    }
    if (BEING_MADE.contains(vm.lock())) {
      return Optional.of("is being made (lock: " + vm.lock() + "); import again when that has ended");
    }
    if (name.isEmpty()) {
      return Optional.of("has no name, and is adopted by one: give it a name on the host (Options, Name) and import again");
    }
    if (name.length() > 128 || !name.matches(DocumentShape.NAME_PATTERN)) {
      return Optional.of("its name is no DNS name: rename it on the host (Options, Name) and import again");
    }
    return namesake.map(first -> "has the same name as VM " + first + ": rename one of them on the host and import again");
  }

  private static LeftOut leftOut(GuestSummary guest, String reason) {
    String kind = !guest.type().equals("qemu") ? "container" : guest.template() ? "template" : "VM";
    return new LeftOut(guest.vmid(), guest.name(), kind, reason);
  }
}
