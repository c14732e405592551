package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.Reconciler;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.policy.Judgement;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.engine.policy.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The lane of each host, and the fleet as policy judges what is known of all of them together. Thread safe. */
final class Lanes {
  private final ConcurrentMap<String, HostLane> lanes = new ConcurrentHashMap<>();
  private final Reconciler reconciler;
  private volatile Set<String> reachedBefore = Set.of();

  Lanes(Reconciler reconciler) {
    this.reconciler = reconciler;
  }

  Optional<HostLane> of(String host) {
    return Optional.ofNullable(lanes.get(host));
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  int count() {
    return lanes.size();
  }

  /** These hosts have a lane from now on, the others none. */
  void keep(Set<String> names) {
    names.forEach(name -> lanes.computeIfAbsent(name, _ -> new HostLane()));
    // One at work stays until the next commit: were the host declared again meanwhile, it would have two.
    lanes.entrySet().removeIf(lane -> !names.contains(lane.getKey()) && !lane.getValue().passes.isRunning());
  }

  /** Which hosts answer is what the next interval's silence is measured against, unless the network is suspect. */
  void closeRound(EngineFleet fleet) {
    if (judge(fleet).holds().isEmpty()) {
      reachedBefore = reached();
    }
  }

  Set<String> reached() {
    Set<String> names = new TreeSet<>();
    lanes.forEach((name, lane) -> lane.wasReached().filter(reached -> reached).ifPresent(_ -> names.add(name)));
    return names;
  }

  /** What the fleet's policy makes of the last plans of all hosts together. */
  Judgement judge(EngineFleet fleet) {
    List<Weight> weights = new ArrayList<>();
    // Hosts whose last look was for another commit: what this one wants of them is not known yet.
    Set<String> unseen = new TreeSet<>();
    for (DesiredHost host : fleet.hosts()) {
      Optional<HostLane.Known> known = of(host.host().name()).flatMap(HostLane::known);
      known.ifPresent(look -> weights.add(look.weight()));
      if (known.filter(look -> look.revision().equals(fleet.fleet().revision())).isEmpty()) {
        unseen.add(host.host().name());
      }
    }
    return Policy.weigh(fleet, weights, reconciler.memory(fleet, reachedBefore, unseen));
  }
}
