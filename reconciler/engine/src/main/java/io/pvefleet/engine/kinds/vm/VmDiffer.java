package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.kinds.vm.Vm.DesiredPower;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what is declared with what is observed, on parsed values; what is not declared takes no part. Pure.
 */
public final class VmDiffer {

  private static final String POWER_PATH = "spec.power";

  private VmDiffer() {}

  /**
   * Every declared attribute that differs. Power is one of them, as {@code spec.power}; the ownership tag is one without a
   * place, which {@code drift.ignore} cannot hide. What cannot be done through the API has impact {@link Impact#IMPOSSIBLE}
   * with the reason in its note.
   */
  public static VmDiff diff(Vm desired, VmObservation observed) {
    List<AttributeChange> attributes = new ArrayList<>();
    List<AttributeChange> ignored = new ArrayList<>();
    List<Difference> differences = differences(desired, observed);
    Set<String> cold = cold(differences, observed);
    RunningValues running = RunningValues.of(desired, observed);
    // What is ignored is drift; a fresh clone, not marked yet, has not drifted but is unfinished.
    boolean isFreshClone = desired.source().isPresent() && !isOwned(observed);
    for (Difference difference : differences) {
      AttributeChange change = change(difference, cold, observed, running);
      if (difference.kind() != Kind.OWN && !isFreshClone && isIgnored(change.path(), desired.drift().ignore())) {
        ignored.add(change);
      } else {
        attributes.add(change);
      }
    }
    return new VmDiff(attributes, waiting(desired, observed, differences, running), ignored);
  }

  /** What differs between declared and effective, ignored or not. */
  static List<Difference> differences(Vm desired, VmObservation observed) {
    List<Difference> all = new ArrayList<>(power(desired, observed).stream().toList());
    DiskFate fate = new DiskFate(desired, observed);
    Comparison.of(desired.options(), observed.effective()).stream().map(fate::told).forEach(all::add);
    Pools.difference(desired, observed).ifPresent(all::add);
    return all;
  }

  /** Disks that were taken out and that the running VM holds on to until its next power cycle. */
  static List<Difference> leaving(Vm desired, VmObservation observed) {
    return Comparison.of(desired.options(), observed.current()).stream()
        .filter(d -> d.kind() == Kind.DETACH && observed.pendingKeys().contains(d.option()))
        .filter(d -> !observed.effective().containsKey(d.option()) && !isIgnored(d.path(), desired.drift().ignore()))
        .toList();
  }

  /** Every declared attribute, as a new VM gets it. */
  public static List<AttributeChange> creation(Vm desired) {
    VmObservation nothing =
        new VmObservation(desired.ref().vmid(), Power.STOPPED, false, "", Map.of(), Map.of(), Set.of(), "none");
    RunningValues running = RunningValues.of(desired, nothing);
    List<AttributeChange> all = new ArrayList<>();
    if (desired.power() == DesiredPower.RUNNING) {
      all.add(new AttributeChange(POWER_PATH, Optional.of(desired.place()), "running", "", "", Impact.LIVE, ""));
    }
    for (Map.Entry<String, Wanted> e : desired.options().entrySet()) {
      // Against an empty configuration a wish for PVE's own default would be no difference; in a new VM it is declared too.
      List<Difference> some = RootOnly.marked(e.getKey(), e.getValue(), Optional.empty(), Creation.declared(e.getKey(), e.getValue()));
      some.forEach(difference -> all.add(change(difference, Set.of(), nothing, running)));
    }
    return all;
  }

  /** Whether the VM carries the ownership tag. */
  public static boolean isOwned(VmObservation observed) {
    return Form.tags(observed.effective().getOrDefault("tags", "")).contains(Vm.OWNERSHIP_TAG);
  }

  private static AttributeChange change(
      Difference difference, Set<String> cold, VmObservation observed, RunningValues running) {
    Impact own = Impacts.of(difference, observed);
    Impact impact = own == Impact.LIVE && cold.contains(difference.option()) ? Impact.RESTART : own;
    return new AttributeChange(
        difference.path(),
        difference.place(),
        difference.to(),
        difference.from(),
        running.of(difference),
        impact,
        Impacts.note(difference, impact, observed));
  }

  /** Drives and cards of which one changed property waits, so that the others wait with it. A size is changed by a call of its own. */
  private static Set<String> cold(List<Difference> differences, VmObservation observed) {
    return differences.stream()
        .filter(d -> Drive.isSlot(d.option()) || Options.family(d.option()).equals("net"))
        .filter(d -> d.kind() == Kind.SET && Impacts.of(d, observed) == Impact.RESTART)
        .map(Difference::option)
        .collect(Collectors.toSet());
  }

  private static Optional<Difference> power(Vm desired, VmObservation observed) {
    return switch (desired.power()) {
      case UNMANAGED -> Optional.empty();
      case RUNNING ->
          switch (observed.power()) {
            case RUNNING -> Optional.empty();
            case PAUSED -> Optional.of(power(desired, observed, "running", Kind.RESUME));
            case STOPPED, HIBERNATED -> {
              Difference start = power(desired, observed, "running", Kind.START);
              yield Optional.of(
                  observed.template()
                      ? start.impossible(
                          "VM " + observed.vmid() + " is a template, and a template cannot run.")
                      : start);
            }
          };
      case STOPPED ->
          switch (observed.power()) {
            case STOPPED, HIBERNATED -> Optional.empty();
            case RUNNING -> Optional.of(power(desired, observed, "stopped", Kind.STOP));
            case PAUSED -> {
              Difference stop = power(desired, observed, "stopped", Kind.STOP);
              yield Optional.of(
                  desired.restart().force()
                      ? stop
                      : stop.impossible(
                          "A paused VM cannot shut down. Resume it, or set spec.restart.force to switch it off."));
            }
          };
    };
  }

  private static Difference power(Vm desired, VmObservation observed, String to, Kind kind) {
    String from = observed.power().name().toLowerCase(Locale.ROOT);
    return new Difference("power", "", POWER_PATH, Optional.of(desired.place()), from, to, kind, "");
  }

  /** Declared is effective, but the running process does not have it yet. */
  private static List<AttributeChange> waiting(
      Vm desired, VmObservation observed, List<Difference> differences, RunningValues running) {
    Set<String> differing = new HashSet<>(differences.stream().map(Difference::path).toList());
    List<AttributeChange> waiting = new ArrayList<>();
    for (Difference d : running.differences()) {
      boolean isWaiting = observed.pendingKeys().contains(d.option()) && !differing.contains(d.path());
      if (isWaiting
          && !(desired.options().get(d.option()) instanceof Wanted.Secret)
          && !isIgnored(d.path(), desired.drift().ignore())) {
        waiting.add(
            new AttributeChange(
                d.path(),
                d.place(),
                d.to(),
                d.to(),
                d.from(),
                Impact.RESTART,
                "Written; in force after the next power cycle."));
      }
    }
    return waiting;
  }

  /** Whether a pointer below spec names the path or something above it. */
  private static boolean isIgnored(String path, List<String> pointers) {
    String pointer = "/" + path.replace('.', '/');
    return pointers.stream()
        .map(ignored -> ignored.startsWith("/spec/") || ignored.startsWith("/metadata/") ? ignored : "/spec" + ignored)
        .anyMatch(ignored -> pointer.equals(ignored) || pointer.startsWith(ignored + "/"));
  }
}
