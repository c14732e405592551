package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.Driver;
import io.pvefleet.engine.Given;
import io.pvefleet.engine.SimHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.pass.Applied;
import io.pvefleet.engine.pass.HostMemory;
import io.pvefleet.engine.pass.PlanCheck;
import io.pvefleet.engine.pass.Planner;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One simulated host with one declared VM, which is planned and applied document by document. */
final class DiskLab {

  private static final String VM = "/nodes/pve1/qemu/102";

  final SimHost host = new SimHost(7);

  /** What the store remembers. */
  private Map<Integer, Applied> applied = Map.of();

  /** The plan's one change. */
  Change plan(Vm vm) {
    return hostPlan(vm).changes().getFirst();
  }

  HostPlan hostPlan(Vm vm) {
    DesiredHost desired = Given.desired(vm);
    HostObservation observed = host.observe(desired);
    return PlanCheck.checked(Planner.plan(desired, observed, HostMemory.of(applied)), observed);
  }

  /** Plans and carries out. */
  Outcome apply(Vm vm) {
    Outcome outcome = new Driver(host).carryOut(vm, plan(vm));
    applied = Map.of(102, Applied.of(vm, "abc"));
    return outcome;
  }

  Outcome apply(String spec) {
    return apply(Documents.of(spec));
  }

  List<String> steps(Vm vm) {
    return plan(vm).steps().stream().map(Step::key).toList();
  }

  AttributeChange attribute(Vm vm, String path) {
    return plan(vm).attributes().stream().filter(a -> a.path().equals(path)).findFirst().orElseThrow();
  }

  /** What a person does on the host's own pages. */
  void byHand(PveRequest request) {
    Answer answer = host.perform(request);
    if (answer instanceof Answer.Data(var data) && data.isString()) {
      Upid.parse(data.asString()).ifPresent(host::await);
    } else if (answer instanceof Answer.Fault fault) {
      throw new AssertionError(fault.message());
    }
  }

  void config(String... values) {
    PveRequest request = PveRequest.post(VM + "/config");
    for (int i = 0; i < values.length; i += 2) {
      request = request.with(values[i], values[i + 1]);
    }
    byHand(request);
  }

  void power(String verb) {
    byHand(PveRequest.post(VM + "/status/" + verb));
  }

  VmObservation seen() {
    DesiredHost desired = Given.desired(Documents.of("memory: 1GiB"));
    return host.observe(desired).vms().get(102).present().orElseThrow();
  }

  /** An option as it will be. */
  String option(String name) {
    return seen().effective().getOrDefault(name, "");
  }

  /** Whether the storage still has the volume. */
  boolean has(String volume) {
    String storage = volume.substring(0, volume.indexOf(':'));
    Answer content = host.perform(PveRequest.get("/nodes/pve1/storage/" + storage + "/content"));
    return content instanceof Answer.Data(var rows)
        && rows.valueStream().anyMatch(row -> row.path("volid").asString("").equals(volume));
  }

  /** Writes whose path ends so. */
  List<PveRequest> sent(String end) {
    return host.writes().stream().filter(w -> w.path().endsWith(end)).toList();
  }

  Optional<PveRequest> lastMove() {
    return sent("/move_disk").stream().reduce((a, b) -> b);
  }
}
