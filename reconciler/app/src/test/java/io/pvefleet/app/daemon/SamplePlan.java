package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.Look;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans of one host, as small as a test of the loop needs them. */
final class SamplePlan {
  static final String HOST = "seoul-001";
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final Reach REACHED = new Reach.Reached("9.1.2", "pve1");
  static final Reach SILENT = new Reach.NotReached(FaultKind.UNREACHABLE, "connect timed out");

  private SamplePlan() {}

  static HostPlan of(Instant at, Reach reach, Change... changes) {
    return new HostPlan(HOST, "seoul", at, reach, List.of(changes), List.of(), List.of());
  }

  static HostLane.Known known(HostPlan plan) {
    HostObservation observation =
        new HostObservation(HOST, plan.observedAt(), 4, plan.reach(), new TreeMap<>(), new TreeMap<>(), Map.of(), List.of());
    return new HostLane.Known(new Look(observation, plan), "abc", Duration.ZERO);
  }

  static Change fine(int vmid) {
    return new Change.Keep(head(vmid, VmState.IN_SYNC, new Verdict.Allowed()), List.of());
  }

  static Change stopped(int vmid) {
    return new Change.Update(head(vmid, VmState.DRIFTED, new Verdict.Allowed()),
        List.of(new AttributeChange("spec.power", Optional.empty(), "running", "stopped", "stopped", Impact.LIVE, "")), List.of());
  }

  static Change held(int vmid, String detail) {
    return new Change.Update(head(vmid, VmState.HELD, new Verdict.Held(Verdict.Why.LOCK, detail)), List.of(), List.of());
  }

  private static Change.Head head(int vmid, VmState state, Verdict verdict) {
    return new Change.Head(
        new VmRef(HOST, vmid, "vm-" + vmid), Optional.empty(), Map.of(), state, Change.Reason.IN_SYNC, "", verdict, "d1");
  }
}
