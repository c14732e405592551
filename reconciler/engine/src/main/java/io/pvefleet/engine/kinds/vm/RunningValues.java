package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the running process has of attributes, beside what its configuration says: the third column. Knows nothing of what is to be
 * done about it.
 */
final class RunningValues {

  private final VmObservation observed;
  private final List<Difference> againstDesired;
  private final Map<String, Difference> byPath = new LinkedHashMap<>();

  private RunningValues(VmObservation observed, List<Difference> againstDesired) {
    this.observed = observed;
    this.againstDesired = againstDesired;
    againstDesired.forEach(difference -> byPath.putIfAbsent(difference.path(), difference));
  }

  static RunningValues of(Vm desired, VmObservation observed) {
    // Nearly no VM waits for anything, and one without a process has no values of its own: neither is compared a second time.
    boolean mayDiffer = !observed.pendingKeys().isEmpty() && observed.power() != Power.STOPPED;
    return new RunningValues(observed, mayDiffer ? Comparison.of(desired.options(), observed.current()) : List.of());
  }

  /** Desired against running. */
  List<Difference> differences() {
    return againstDesired;
  }

  /** The running value of an attribute of which desired and configured differ. */
  String of(Difference configured) {
    String option = configured.option();
    if (!observed.pendingKeys().contains(option) || observed.power() == Power.STOPPED) {
      return configured.from();
    }
    Difference running = byPath.get(configured.path());
    if (running != null) {
      return running.from();
    }
    boolean isElsewhere = againstDesired.stream().anyMatch(difference -> difference.option().equals(option));
    // No difference at all means that the process still has what Git wants; another one, that the device differs as a whole.
    return isElsewhere ? whole(configured) : configured.to();
  }

  private String whole(Difference configured) {
    String current = observed.current().get(configured.option());
    if (current == null) {
      return "";
    }
    return configured.property().isEmpty() ? Comparison.shown(configured.option(), current) : configured.to();
  }
}
