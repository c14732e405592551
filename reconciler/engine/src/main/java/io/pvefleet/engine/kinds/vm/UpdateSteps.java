package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.kinds.vm.Wanted.DiskSource;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.pve.wire.PveRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Orders the requests that remove some differences of an existing VM. The digest that was read guards the first request that
 * changes the configuration; what follows has another digest by then, and is made again from what is read then.
 */
final class UpdateSteps {

  private final Vm desired;
  private final VmObservation observed;
  private final String node;
  private final List<Difference> todo;
  private final List<Step> steps = new ArrayList<>();
  private boolean isExact;

  UpdateSteps(Vm desired, VmObservation observed, String node, List<Difference> todo, Foresight foresight) {
    this.desired = desired;
    this.observed = observed;
    this.node = node;
    this.todo = List.copyOf(todo);
    this.isExact = foresight == Foresight.READ;
  }

  /** Whether the observation was read from the host, or is what is expected to be there by then. */
  enum Foresight {
    READ,
    EXPECTED
  }

  List<Step> steps() {
    boolean isHibernated = observed.power() == Power.HIBERNATED;
    if (isHibernated) {
      // A hibernated VM refuses every change of its configuration until it has been resumed.
      power(Kind.START);
    }
    boolean stopsFirst = any(d -> d.kind() == Kind.STOP) && any(d -> d.kind() != Kind.STOP && Impacts.of(d, observed) == Impact.OFFLINE);
    if (stopsFirst) {
      power(Kind.STOP);
      isExact = false;
    }
    boolean isLifted = liftProtection();
    List<Difference> late = new ArrayList<>(todo.stream().filter(this::isLate).toList());
    // A value that waits for a power cycle names the volume and the size that were there when it was written, and would bring them
    // back: what makes them others comes before. Nothing waits of a VM that is off.
    boolean isOff = observed.power() == Power.STOPPED;
    move();
    if (!isOff) {
      grow(Kind.GROW);
    }
    config(
        "config",
        todo.stream()
            .filter(
                d ->
                    isConfig(d)
                        && !late.contains(d)
                        && !(isLifted && d.option().equals("protection")))
            .toList());
    // Its own request after the devices exist: a refused boot order leaves other options of the same request behind as pending.
    config("cloud-init drive", late.stream().filter(d -> !d.option().equals("boot")).toList());
    config("boot", late.stream().filter(d -> d.option().equals("boot")).toList());
    if (isOff) {
      grow(Kind.GROW);
    }
    grow(Kind.ADD);
    if (!isHibernated) {
      power(Kind.START);
    }
    power(Kind.RESUME);
    if (!stopsFirst) {
      power(Kind.STOP);
    }
    // Last: rights that come from a pool come and go with it.
    todo.stream().filter(d -> d.kind() == Kind.POOL).map(d -> Pools.step(d, vmid())).forEach(steps::add);
    return List.copyOf(steps);
  }

  /** Proxmox looks at the protection that is set when the request begins, so lifting it takes a request before. */
  private boolean liftProtection() {
    boolean removesDrive =
        any(d -> (d.kind() == Kind.DETACH || d.kind() == Kind.REHANG && d.to().isEmpty()) && Drive.isSlot(d.option()));
    List<Difference> protection = todo.stream().filter(d -> d.option().equals("protection")).toList();
    if (removesDrive && "1".equals(observed.effective().get("protection"))) {
      config("protection", protection);
      return true;
    }
    return false;
  }

  /** A second cloud-init drive is refused as long as the first is there, even where the same request deletes it. */
  private boolean isLate(Difference difference) {
    boolean isCloudInit = desired.options().get(difference.option()) instanceof Wanted.CloudInitDrive;
    return difference.option().equals("boot")
        || isCloudInit
            && difference.kind() == Kind.ADD
            && any(
                d ->
                    d.kind() == Kind.DETACH
                        && Drive.isSlot(d.option())
                        && Drive.parse(d.from()).isCloudInit());
  }

  private static boolean isConfig(Difference difference) {
    return switch (difference.kind()) {
      case SET, UNSET, ADD, DETACH, REHANG, MEDIUM, OWN -> true;
      case MOVE, GROW, POOL, START, RESUME, STOP, ROOT, IMPOSSIBLE -> false;
    };
  }

  private boolean any(Predicate<Difference> condition) {
    return todo.stream().anyMatch(condition);
  }

  private void config(String key, List<Difference> differences) {
    ConfigChange change =
        ConfigChange.of(desired, observed.effective(), differences)
            .bootingFrom(VolumeSteps.bootOrder(desired, observed, differences));
    if (change.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>(change.set().keySet());
    change.delete().forEach(name -> names.add("no " + name));
    add(key, "Set " + String.join(", ", names), change.request(node, vmid(), digest()), worst(differences));
  }

  private void move() {
    for (Difference difference : todo) {
      if (difference.kind() == Kind.MOVE) {
        Step move = VolumeSteps.move(desired, observed, node, difference);
        add(
            move.key(),
            move.title(),
            digest().map(digest -> move.request().with("digest", digest)).orElse(move.request()),
            move.impact());
      }
    }
  }

  private Impact worst(List<Difference> differences) {
    return differences.stream().map(d -> Impacts.of(d, observed)).max(Comparator.naturalOrder()).orElse(Impact.LIVE);
  }

  /** Disks that are there, or those that were imported by this change: a copy has the size of its image. */
  private void grow(Kind kind) {
    for (Difference difference : todo) {
      if (difference.kind() == kind
          && desired.options().get(difference.option()) instanceof Wanted.Disk disk
          && (kind == Kind.GROW || isImported(difference, disk))
          && disk.size().isPresent()) {
        long mebibytes = disk.size().get().mebibytes();
        PveRequest request = VmSteps.resize(node, vmid(), difference.option(), mebibytes);
        add(
            "resize " + difference.option(),
            "Grow " + difference.option() + " to " + Sizes.ofMebibytes(mebibytes),
            digest().map(digest -> request.with("digest", digest)).orElse(request),
            Impact.LIVE);
      }
    }
  }

  /** What waits for a power cycle cannot be resized before. */
  private boolean isImported(Difference difference, Wanted.Disk disk) {
    return disk.source() instanceof DiskSource.Import
        && (Impacts.of(difference, observed) == Impact.LIVE || steps.stream().anyMatch(step -> step.key().equals("shutdown")));
  }

  private Optional<String> digest() {
    return isExact ? Optional.of(observed.digest()) : Optional.empty();
  }

  private void add(String key, String title, PveRequest request, Impact impact) {
    steps.add(new Step(key, title, request, impact, !isExact));
    isExact = false;
  }

  private void power(Kind kind) {
    if (!any(d -> d.kind() == kind)) {
      return;
    }
    switch (kind) {
      case START -> steps.add(VmSteps.start(node, vmid()));
      case RESUME ->
          steps.add(new Step("resume", "Resume", PveRequest.post(VmSteps.status(node, vmid()) + "/resume"), Impact.LIVE, false));
      case STOP -> steps.add(VmSteps.shutdown(desired, node));
      case SET, UNSET, ADD, DETACH, REHANG, MOVE, MEDIUM, GROW, OWN, POOL, ROOT, IMPOSSIBLE ->
          throw new IllegalArgumentException(kind + " is no power");
    }
  }

  private int vmid() {
    return desired.ref().vmid();
  }
}
