package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.run.Outcome;
import io.pvefleet.pve.simulator.world.qemu.SimVolume;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.util.Map;
import java.util.Optional;

/** A simulated host with one VM, on which documents are applied as passes would, and people do things meanwhile. */
final class LawLab {

  private static final String VM = "/nodes/pve1/qemu/102";

  /** A document in, passes until nothing more happens; more than this would be two of them undoing each other. */
  private static final int PASSES = 4;

  final SimHost host;

  /** What the store remembers. */
  private Map<Integer, Applied> applied = Map.of();

  LawLab(long seed) {
    this.host = new SimHost(seed);
    host.add(new SimVolume(DiskGenerator.SPARE, "images", 102, 1L << 30, "raw", Optional.empty()));
    host.addPool("tills");
    host.addPool("lab");
  }

  Change plan(Vm vm) {
    DesiredHost desired = Given.desired(vm);
    HostObservation observed = host.observe(desired);
    return PlanCheck.checked(Planner.plan(desired, observed, HostMemory.of(applied)), observed).changes().getFirst();
  }

  /** Passes until a plan asks for nothing that may happen; that plan. */
  Change converge(Vm vm) {
    for (int pass = 0; pass < PASSES; pass++) {
      Change change = plan(vm);
      if (change instanceof Change.Keep) {
        applied = Map.of(102, Applied.of(vm, "abc"));
      }
      if (change instanceof Change.Keep || change.head().verdict() instanceof Verdict.Held) {
        return change;
      }
      Outcome outcome = new Driver(host).carryOut(vm, change);
      assertThat(outcome).as("%s", change.steps()).isInstanceOfAny(Outcome.Succeeded.class, Outcome.WaitsForRestart.class);
    }
    return plan(vm);
  }

  static boolean isEmpty(Change change) {
    return change instanceof Change.Keep && change.head().state() == VmState.IN_SYNC;
  }

  /** A call by hand; whether the host took it, task and all. */
  boolean by(PveRequest request) {
    return host.perform(request) instanceof Answer.Data(var data)
        && (!data.isString()
            || Upid.parse(data.asString()).map(upid -> host.await(upid) instanceof TaskStatus.Succeeded).orElse(true));
  }

  /** A call by hand whose task goes on. */
  Optional<Upid> begin(PveRequest request) {
    return host.perform(request) instanceof Answer.Data(var data) ? Upid.parse(data.asString("")) : Optional.empty();
  }

  boolean config(String option, String value) {
    return by(PveRequest.post(VM + "/config").with(option, value));
  }

  boolean power(String verb) {
    return by(PveRequest.post(VM + "/status/" + verb));
  }

  VmObservation seen(Vm vm) {
    return host.observe(Given.desired(vm)).vms().get(102).present().orElseThrow();
  }
}
