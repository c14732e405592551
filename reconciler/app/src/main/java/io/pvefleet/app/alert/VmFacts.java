package io.pvefleet.app.alert;

import io.pvefleet.app.alert.Standing.Why;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.Urgency;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Alerting.Limit;
import io.pvefleet.fleet.model.Alerting.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is known of one VM, held against its limits. A guest that Git does not know has no limits. Pure.
 *
 * @param fleet what the fleet says of alerts
 * @param isMuted whether its host is in maintenance
 */
record VmFacts(VmRow vm, HostRow host, Alerting fleet, boolean isMuted, Instant now) {

  List<Fact> all() {
    return List.of(
        fact(Rule.VM_CPU, AlertKind.USAGE_CPU, limit -> usage("CPU", load -> OptionalDouble.of(load.cpu()), limit)),
        fact(Rule.VM_MEMORY, AlertKind.USAGE_MEMORY, limit -> usage("Memory", GuestLoad::memoryShare, limit)),
        fact(Rule.DRIFT, AlertKind.DRIFT, this::drift),
        fact(Rule.PENDING_RESTART, AlertKind.PENDING_RESTART, this::pendingRestart),
        fact(Rule.RUN_FAILED, AlertKind.RUN_FAILED, this::runFailed));
  }

  private interface Stands {
    Standing to(Limit limit);
  }

  private Fact fact(Rule rule, AlertKind kind, Stands stands) {
    String role = vm.labels().getOrDefault("role", Alerting.NO_ROLE);
    Limit limit = fleet.limit(rule, host.site().alerting(), Optional.of(role));
    return new Fact(
        new Alert.Key(kind, vm.ref().host(), vm.ref().vmid(), ""), vm.ref().name(), limit, standing(limit, stands));
  }

  private Standing standing(Limit limit, Stands stands) {
    if (!limit.isOn()) {
      return new Standing.Gone(Why.RULE_OFF);
    }
    if (vm.lastState() == VmState.UNMANAGED) {
      return new Standing.Gone(Why.LEFT_GIT);
    }
    return isMuted || vm.isOld() ? new Standing.Unknown() : stands.to(limit);
  }

  private Standing usage(String what, Function<GuestLoad, OptionalDouble> share, Limit limit) {
    if (!host.isFresh() || host.seenAt().isEmpty()) {
      return new Standing.Unknown();
    }
    if (vm.load().isEmpty() && vm.power().equals("stopped")) {
      return new Standing.Well(host.seenAt().get());
    }
    return HostFacts.usage(what, vm.load().map(share).orElse(OptionalDouble.empty()), limit, host.seenAt().get());
  }

  private Standing drift(Limit limit) {
    return switch (vm.state()) {
      case DRIFTED -> differs(limit);
      case HELD -> Urgency.needsPerson(vm) ? differs(limit) : new Standing.Between(now);
      case IN_SYNC, PENDING_RESTART, UNMANAGED -> new Standing.Well(now);
      case OUT_OF_SYNC, MISSING, PROGRESSING, FAILED, NOT_CHECKED -> new Standing.Between(now);
    };
  }

  private Standing differs(Limit limit) {
    List<AttributeChange> attributes = vm.change().map(change -> change.attributes()).orElse(List.of());
    Optional<Instant> since =
        Stream.concat(vm.since().stream(), attributes.stream().flatMap(a -> vm.differsSince(a.path()).stream())).min(Instant::compareTo);
    List<String> paths = attributes.stream().map(AttributeChange::path).toList();
    return since.isEmpty()
        ? new Standing.Unknown()
        : new Standing.Beyond(since, now, at -> AlertText.drift(at, limit, paths));
  }

  private Standing pendingRestart(Limit limit) {
    return switch (vm.state()) {
      case PENDING_RESTART -> vm.since().isEmpty()
          ? new Standing.Unknown()
          : new Standing.Beyond(vm.since(), now, at -> AlertText.pendingRestart(at, limit));
      case IN_SYNC, UNMANAGED -> new Standing.Well(now);
      // Of another difference beside it nothing is said: whether it still waits shows once that is settled.
      case DRIFTED, HELD, OUT_OF_SYNC, MISSING, PROGRESSING, FAILED, NOT_CHECKED -> new Standing.Between(now);
    };
  }

  /** What a failure was is not known after a restart of ours, so that nothing but a VM that is as it should be ends it. */
  private Standing runFailed(Limit limit) {
    return switch (vm.state()) {
      case FAILED -> new Standing.Beyond(
          Optional.of(vm.since().orElse(now)), now, at -> AlertText.runFailed(at, vm.detail()));
      case IN_SYNC, PENDING_RESTART, UNMANAGED -> new Standing.Well(now);
      case DRIFTED, HELD, OUT_OF_SYNC, MISSING, PROGRESSING, NOT_CHECKED -> new Standing.Between(now);
    };
  }
}
