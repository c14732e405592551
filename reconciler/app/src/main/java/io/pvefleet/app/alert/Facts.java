package io.pvefleet.app.alert;

import io.pvefleet.app.alert.Standing.Why;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.Source;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.policy.Policy;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Alerting.Limit;
import io.pvefleet.fleet.model.Alerting.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything of a view that can be an alert, and what has become of the alerts in force. Pure. */
final class Facts {
  /** A pass or two may be missed; after a longer silence nobody knows what was meanwhile. */
  private static final int GAP_INTERVALS = 3;

  private Facts() {}

  /** The ruling on a view; nothing changes before a commit is known. */
  static Judge.Ruling rule(Judge.Known before, FleetView view) {
    // A fleet without hosts is refused: there are none only while no commit is known.
    return view.hosts().isEmpty()
        ? new Judge.Ruling(before, List.of(), List.of())
        : Judge.rule(before, of(view, before.inForce().keySet()), view.now(),
            view.settings().interval().multipliedBy(GAP_INTERVALS).plus(Duration.ofSeconds(1)));
  }

  static List<Fact> of(FleetView view, Set<Alert.Key> inForce) {
    Alerting fleet = view.settings().alerting();
    boolean networkIsSuspect = view.holds().stream().anyMatch(Policy::suspectsNetwork);
    List<Fact> facts = new ArrayList<>(ofFleet(view, fleet));
    Map<String, HostFacts> hosts = new HashMap<>();
    for (HostRow host : view.hosts()) {
      HostFacts ofHost = new HostFacts(host, fleet, networkIsSuspect, view.now());
      hosts.put(host.name(), ofHost);
      facts.addAll(ofHost.all());
      for (VmRow vm : host.vms()) {
        facts.addAll(new VmFacts(vm, host, fleet, ofHost.isMuted(), view.now()).all());
      }
    }
    Set<Alert.Key> left = new HashSet<>(inForce);
    facts.forEach(fact -> left.remove(fact.key()));
    for (Alert.Key key : left) {
      facts.add(new Fact(key, "", NO_LIMIT, without(key, view, hosts)));
    }
    return facts;
  }

  /** Of a thing that is not there: it is never beyond it. */
  private static final Limit NO_LIMIT = new Limit(true, 0, Duration.ZERO, Alerting.Severity.WARNING);

  private static List<Fact> ofFleet(FleetView view, Alerting fleet) {
    List<Fact> facts = new ArrayList<>();
    Limit held = fleet.limit(Rule.FLEET_HELD);
    facts.add(new Fact(new Alert.Key(AlertKind.FLEET_HELD, "", 0, ""), "", held,
        held.isOn() ? hold(view) : new Standing.Gone(Why.RULE_OFF)));
    Limit rejected = fleet.limit(Rule.COMMIT_REJECTED);
    view.source().rejected().ifPresent(rejection ->
        facts.add(new Fact(new Alert.Key(AlertKind.COMMIT_REJECTED, "", 0, rejection.commit().id()), "", rejected,
            rejected.isOn() ? rejection(rejection, view.now()) : new Standing.Gone(Why.RULE_OFF))));
    return facts;
  }

  private static Standing hold(FleetView view) {
    return view.holds().isEmpty()
        ? new Standing.Well(view.now())
        : new Standing.Beyond(Optional.empty(), view.now(), _ -> String.join(" ", view.holds()));
  }

  private static Standing rejection(Source.Rejection rejection, Instant now) {
    return new Standing.Beyond(Optional.of(rejection.at()), now, _ -> AlertText.commitRejected(
        rejection.commit().shortId(), rejection.commit().author(), rejection.commit().message(), rejection.errors().size()));
  }

  private static Standing without(Alert.Key key, FleetView view, Map<String, HostFacts> hosts) {
    if (key.kind() == AlertKind.COMMIT_REJECTED) {
      return withoutRejection(view);
    }
    HostFacts host = hosts.get(key.host());
    // A declared VM has a row whether its host answers or not.
    return host == null || key.vmid() != 0 ? new Standing.Gone(Why.LEFT_GIT) : host.without(key);
  }

  /** Of another commit, or of none: once Git has told which commits there are, this one is not the newest any more. */
  private static Standing withoutRejection(FleetView view) {
    Source source = view.source();
    if (!view.settings().alerting().limit(Rule.COMMIT_REJECTED).isOn()) {
      return new Standing.Gone(Why.RULE_OFF);
    }
    boolean isTold = source.rejected().isPresent() || (source.polledAt().isPresent() && source.fault().isEmpty());
    return isTold ? new Standing.Well(view.now()) : new Standing.Unknown();
  }
}
