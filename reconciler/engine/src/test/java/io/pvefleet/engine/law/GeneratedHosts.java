package io.pvefleet.engine.law;

import io.pvefleet.engine.Given;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.HostModel;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmSteps;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Identity;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.FaultKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** What one host has become since a commit was applied to it: most guests as they were left, some changed by hand. */
final class GeneratedHosts {

  private static final String NODE = "pve1";

  private GeneratedHosts() {}

  /** The guests of a host after its commit was applied and people were at it. */
  static TreeMap<Integer, VmObservation> lived(DesiredHost applied, Random random) {
    TreeMap<Integer, VmObservation> guests = new TreeMap<>();
    for (Vm vm : applied.vms()) {
      if (random.nextInt(12) > 0) {
        guests.put(vm.ref().vmid(), lived(vm, random));
      }
    }
    return guests;
  }

  private static VmObservation lived(Vm vm, Random random) {
    HostModel model = new HostModel(vm.ref().vmid());
    for (Step step : VmSteps.create(vm, NODE)) {
      if (step.key().equals("create") || step.key().equals("start")) {
        model.send(step.request());
      }
    }
    Map<String, String> config = model.config();
    config.putIfAbsent("smbios1", "uuid=00000000-0000-4000-8000-000000000%03d".formatted(vm.ref().vmid()));
    switch (random.nextInt(8)) {
      case 0 -> config.put("memory", "1111");
      case 1 -> config.put("name", "by-hand");
      case 2 -> config.put("tags", "theirs");
      case 3 -> config.put("scsi7", "l1:vm-" + vm.ref().vmid() + "-disk-77,size=8G");
      case 4 -> config.computeIfPresent("net0", (net, card) -> card.replaceFirst("(virtio|e1000)=[^,]*", "vmxnet3=BC:24:11:FF:FF:FF"));
      default -> { }
    }
    if (random.nextInt(10) == 0) {
      config.put("protection", "1");
    }
    VmObservation seen = model.observed();
    Power power = random.nextInt(5) == 0 ? Power.values()[random.nextInt(Power.values().length)] : seen.power();
    String lock = power == Power.HIBERNATED ? "suspended" : List.of("", "", "", "", "", "", "backup", "snapshot").get(random.nextInt(8));
    boolean waits = power == Power.RUNNING && random.nextInt(6) == 0;
    Map<String, String> current = new TreeMap<>(config);
    if (waits) {
      current.put("memory", "768");
      current.remove("cpu");
    }
    return new VmObservation(vm.ref().vmid(), power, false, lock, current, config, waits ? Set.of("memory", "cpu") : Set.of(), "digest1");
  }

  /** What is read of it for another commit. */
  static HostObservation observed(DesiredHost desired, TreeMap<Integer, VmObservation> guests, Random random) {
    LinkedHashMap<Integer, Observed<VmObservation>> vms = new LinkedHashMap<>();
    TreeMap<Integer, GuestSummary> rows = new TreeMap<>();
    guests.forEach((vmid, guest) -> rows.put(vmid, row(guest)));
    for (Vm vm : desired.vms()) {
      int vmid = vm.ref().vmid();
      VmObservation guest = guests.get(vmid);
      vms.put(vmid, random.nextInt(15) == 0 ? new Observed.Unknown<>("not read")
          : guest == null ? new Observed.Absent<>() : new Observed.Present<>(guest));
    }
    // Those that left Git are read too, as long as it is remembered that they were applied.
    guests.forEach((vmid, guest) -> vms.putIfAbsent(vmid, new Observed.Present<>(guest)));
    Reach reach = random.nextInt(15) == 0
        ? new Reach.NotReached(FaultKind.UNREACHABLE, "away") : new Reach.Reached("9.2.11", NODE);
    return new HostObservation(desired.host().name(), Given.NOON, 3, reach, rows, vms, Map.of(), List.of());
  }

  /** What was applied, and mostly to the VM that is there now. */
  static HostMemory memory(DesiredHost was, TreeMap<Integer, VmObservation> guests, Random random) {
    Map<Integer, Applied> applied = new LinkedHashMap<>();
    was.vms().forEach((Vm vm) -> {
      VmObservation guest = guests.get(vm.ref().vmid());
      boolean isKnown = guest != null && random.nextInt(8) > 0;
      applied.put(vm.ref().vmid(), Applied.of(vm, "before").with(isKnown ? Identity.of(guest) : Identity.NONE));
    });
    return HostMemory.of(applied);
  }

  private static GuestSummary row(VmObservation guest) {
    Set<String> tags = Set.copyOf(Arrays.asList(guest.effective().getOrDefault("tags", "none").split(";")));
    String status = guest.power() == Power.RUNNING || guest.power() == Power.PAUSED ? "running" : "stopped";
    return new GuestSummary(guest.vmid(), "qemu", NODE, guest.effective().getOrDefault("name", ""), status, false, tags, guest.lock());
  }
}
