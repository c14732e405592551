package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Vm.DesiredPower;
import io.pvefleet.engine.kinds.vm.Wanted.DiskSource;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The requests that bring a VM to what is declared, in order. Only the first step is exact in every byte: the others are made
 * again from what is read after the one before, and those that depend on it are marked as predicted. No request carries an empty
 * value, which Proxmox would store as a blank. Pure.
 */
public final class VmSteps {

  private VmSteps() {}

  /** Makes the VM from nothing: one create with everything, then sizes of imported disks, then power. */
  public static List<Step> create(Vm desired, String node) {
    PveRequest request =
        PveRequest.post("/nodes/" + node + "/qemu").with("vmid", Integer.toString(desired.ref().vmid()));
    Set<String> made = new java.util.HashSet<>();
    List<Step> later = new ArrayList<>();
    for (Map.Entry<String, Wanted> e : desired.options().entrySet()) {
      String option = e.getKey();
      Optional<Value> value =
          e.getValue() instanceof Wanted.BootOrder order ? bootOf(order, desired) : Creation.value(option, e.getValue());
      if (Smbios.isForLater(option, e.getValue())) {
        later.add(smbios(desired, node, e.getValue()));
      } else if (value.isPresent() && !RootOnly.holds(option, e.getValue())) {
        request = request.with(option, value.get());
        made.add(option);
      }
    }
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step("create", "Create VM " + desired.ref().vmid() + " " + desired.ref().name(), request, Impact.LIVE, false));
    desired
        .options()
        .forEach(
            (slot, wanted) -> {
              if (wanted instanceof Wanted.Disk disk
                  && disk.source() instanceof DiskSource.Import
                  && disk.size().isPresent()
                  && made.contains(slot)) {
                long mebibytes = disk.size().get().mebibytes();
                steps.add(
                    new Step(
                        "resize " + slot,
                        "Grow " + slot + " to " + Sizes.ofMebibytes(mebibytes),
                        resize(node, desired.ref().vmid(), slot, mebibytes),
                        Impact.LIVE,
                        true));
              }
            });
    steps.addAll(later);
    if (desired.power() == DesiredPower.RUNNING) {
      steps.add(start(node, desired.ref().vmid()));
    }
    return steps;
  }

  /** A request of its own: a new VM that is given such texts gets no uuid, and would have no identity. */
  private static Step smbios(Vm desired, String node, Wanted wanted) {
    Difference difference = Difference.set(Smbios.OPTION, "", wanted, "", "");
    List<Difference> each = wanted instanceof Wanted.Properties(var path, var place, var properties)
        ? properties.keySet().stream().map(difference::of).toList()
        : List.of(difference);
    Map<String, String> made = Map.of(Smbios.OPTION, "uuid=NEW-UUID");
    PveRequest request = ConfigChange.of(desired, made, each).request(node, desired.ref().vmid(), Optional.empty());
    return new Step("config", "Set " + Smbios.OPTION, request, Impact.LIVE, true);
  }

  /** Create accepts an order that names missing devices and leaves the VM with it; so only what this request makes is named. */
  private static Optional<Value> bootOf(Wanted.BootOrder order, Vm desired) {
    List<String> slots =
        order.slots().stream()
            .filter(
                slot ->
                    desired.options().containsKey(slot)
                        && !RootOnly.holds(slot, desired.options().getOrDefault(slot, order))
                        && Creation.value(slot, desired.options().getOrDefault(slot, order))
                            .isPresent())
            .toList();
    return slots.isEmpty() ? Optional.empty() : Optional.of(new Value.Text(Creation.boot(slots)));
  }

  /**
   * Makes the VM by cloning its template, then the rounds that follow.
   *
   * @param template the template as observed; empty where it was not read, which makes the prediction coarser
   * @throws IllegalArgumentException where the VM has no source
   */
  public static List<Step> clone(Vm desired, String node, Optional<VmObservation> template) {
    Vm.Template source = desired.source().orElseThrow(() -> new IllegalArgumentException(desired.ref() + " is no clone"));
    CloneRequest clone = CloneRequest.of(desired, source, template);
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            "clone",
            "Clone template " + source.vmid() + " as " + desired.ref().vmid() + " " + desired.ref().name(),
            clone.request(node),
            Impact.LIVE,
            false));
    VmObservation expected = clone.expected();
    List<Difference> todo = doable(desired, expected, VmDiffer.diff(desired, expected));
    steps.addAll(new UpdateSteps(desired, expected, node, todo, UpdateSteps.Foresight.EXPECTED).steps());
    return steps;
  }

  /** As {@link #update(Vm, VmObservation, VmDiff, String, PowerCycle)}, where the VM may not be restarted. */
  public static List<Step> update(Vm desired, VmObservation observed, VmDiff diff, String node) {
    return update(desired, observed, diff, node, PowerCycle.FORBIDDEN);
  }

  /**
   * Brings an existing VM into line: options, boot order, sizes, power, and where that is allowed a restart for what waits for one.
   * What needs the VM to be off makes the whole of it wait for that: nothing is done where it runs and may not be restarted. Only
   * attributes that are in the diff get a step, so that a narrowed diff does less; those that are impossible get none.
   */
  public static List<Step> update(Vm desired, VmObservation observed, VmDiff diff, String node, PowerCycle cycle) {
    List<Difference> todo = new ArrayList<>(doable(desired, observed, diff));
    boolean needsOff = todo.stream().anyMatch(d -> d.kind() != Difference.Kind.STOP && Impacts.of(d, observed) == Impact.OFFLINE);
    if (needsOff && desired.power() != DesiredPower.STOPPED) {
      return cycle instanceof PowerCycle.Allowed allowed && observed.power() == Power.RUNNING
          ? whileOff(desired, observed, todo, node, allowed)
          : List.of();
    }
    List<Difference> pool = todo.stream().filter(d -> d.kind() == Difference.Kind.POOL).toList();
    List<Difference> others = todo.stream().filter(d -> d.kind() != Difference.Kind.POOL).toList();
    List<Step> steps = new ArrayList<>(new UpdateSteps(desired, observed, node, others, UpdateSteps.Foresight.READ).steps());
    boolean waits = !diff.waiting().isEmpty() || diff.attributes().stream().anyMatch(a -> a.impact() == Impact.RESTART);
    if (waits && cycle instanceof PowerCycle.Allowed allowed && desired.power() != DesiredPower.STOPPED) {
      steps.addAll(restart(desired, observed, node, allowed));
      // What is on its way out already leaves its slot by this very restart.
      VmDiffer.leaving(desired, observed).stream().filter(d -> !todo.contains(d)).forEach(todo::add);
    }
    steps.addAll(VolumeSteps.freeing(desired, observed, node, todo));
    // Last: rights that come from a pool come and go with it, and whoever goes down must be able to come up.
    steps.addAll(new UpdateSteps(desired, observed, node, pool, UpdateSteps.Foresight.READ).steps());
    return steps;
  }

  /** Down, all of the changes, up again: with them what only waited for a power cycle comes into force as well. */
  private static List<Step> whileOff(
      Vm desired, VmObservation observed, List<Difference> todo, String node, PowerCycle.Allowed cycle) {
    List<Step> steps = new ArrayList<>(List.of(before(cycle, shutdown(desired, node))));
    List<Difference> pool = todo.stream().filter(d -> d.kind() == Difference.Kind.POOL).toList();
    List<Difference> others = todo.stream().filter(d -> d.kind() != Difference.Kind.POOL).toList();
    steps.addAll(new UpdateSteps(desired, observed.off(), node, others, UpdateSteps.Foresight.EXPECTED).steps());
    steps.add(start(node, desired.ref().vmid()));
    steps.addAll(VolumeSteps.freeing(desired, observed, node, todo));
    steps.addAll(new UpdateSteps(desired, observed.off(), node, pool, UpdateSteps.Foresight.EXPECTED).steps());
    return steps;
  }

  private static Step before(PowerCycle.Allowed cycle, Step step) {
    return new Step(step.key(), step.title(), step.request(), step.impact(), step.predicted(), cycle.notAfter());
  }

  /** Marks the VM as managed: its tags stay as the host wrote them, case and order included, with one more behind them. */
  public static Step adopt(Vm desired, VmObservation observed, String node) {
    String tags = observed.effective().getOrDefault("tags", "").strip();
    PveRequest request = PveRequest.post("/nodes/" + node + "/qemu/" + desired.ref().vmid() + "/config")
        .with("tags", (tags.isEmpty() ? "" : tags + ";") + Vm.OWNERSHIP_TAG)
        .with("digest", observed.digest());
    return new Step("adopt", "Add the tag " + Vm.OWNERSHIP_TAG, request, Impact.LIVE, false);
  }

  private static List<Difference> doable(Vm desired, VmObservation observed, VmDiff diff) {
    Set<String> paths =
        diff.attributes().stream()
            .filter(a -> a.impact() != Impact.IMPOSSIBLE)
            .map(AttributeChange::path)
            .collect(Collectors.toSet());
    return VmDiffer.differences(desired, observed).stream()
        .filter(d -> paths.contains(d.path()) && Impacts.of(d, observed) != Impact.IMPOSSIBLE)
        .toList();
  }

  /**
   * Brings pending changes of a running VM into force. One that is paused or hibernated is somebody's work and is left so; one that
   * is stopped needs no restart. Without force the host itself starts the guest again, so that a connection lost half-way leaves no
   * VM down.
   */
  private static List<Step> restart(Vm desired, VmObservation observed, String node, PowerCycle.Allowed cycle) {
    int vmid = desired.ref().vmid();
    if (observed.power() != Power.RUNNING) {
      return List.of();
    }
    if (desired.restart().force()) {
      return List.of(before(cycle, shutdown(desired, node)), start(node, vmid));
    }
    PveRequest reboot = PveRequest.post(status(node, vmid) + "/reboot").with("timeout", seconds(desired));
    return List.of(before(cycle,
        new Step("reboot", "Restart, which brings what waits into force", reboot, Impact.OFFLINE, false)));
  }

  /** Graceful, through the guest agent or ACPI; a hard stop after the timeout only where the document says so. */
  static Step shutdown(Vm desired, String node) {
    PveRequest request = PveRequest.post(status(node, desired.ref().vmid()) + "/shutdown").with("timeout", seconds(desired));
    return desired.restart().force()
        ? new Step(
            "shutdown",
            "Shut down, and switch off after " + seconds(desired) + " s",
            request.with("forceStop", "1"),
            Impact.OFFLINE,
            false)
        : new Step("shutdown", "Shut down", request, Impact.OFFLINE, false);
  }

  /** Starts a VM. */
  public static Step start(String node, int vmid) {
    return new Step("start", "Start", PveRequest.post(status(node, vmid) + "/start"), Impact.LIVE, false);
  }

  static String status(String node, int vmid) {
    return "/nodes/" + node + "/qemu/" + vmid + "/status";
  }

  /** To an absolute size: repeating it is harmless, unlike growing by a difference. */
  static PveRequest resize(String node, int vmid, String slot, long mebibytes) {
    return PveRequest.put("/nodes/" + node + "/qemu/" + vmid + "/resize")
        .with("disk", slot)
        .with("size", Sizes.forResize(mebibytes));
  }

  private static String seconds(Vm desired) {
    return Long.toString(desired.restart().timeout().toSeconds());
  }
}
