package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.fleet.resolve.FleetLoad;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws of the kind over generated documents: what was applied is in sync, and applying never falls into a trap. */
class VmRoundTripTest {

  private static final long SEED = Long.getLong("pvefleet.seed", 20261122L);

  @Test
  void whatWasCreatedIsInSync() {
    Random random = new Random(SEED);
    for (int i = 0; i < 300; i++) {
      Vm vm = parsed(new VmSpecs(random).spec());
      HostModel host = new HostModel(102);
      List<Step> steps = VmSteps.create(vm, "pve1");
      host.send(steps.getFirst().request());
      converge(vm, host);

      VmDiff diff = VmDiffer.diff(vm, host.observed());
      assertThat(diff.attributes()).as("%s after %s", host.config(), host.log())
          .allMatch(a -> a.impact() == Impact.IMPOSSIBLE && a.note().contains("On the host: qm set 102 --"));
      assertThat(VmSteps.update(vm, host.observed(), diff, "pve1")).isEmpty();
    }
  }

  @Test
  void whatWasChangedIsInSyncButForWhatCannotBe() {
    System.out.println("generated changes from seed " + SEED + " (-Dpvefleet.seed)");
    Random random = new Random(SEED + 1);
    int impossible = 0;
    for (int i = 0; i < 500; i++) {
      HostModel host = new HostModel(102);
      Vm first = parsed(new VmSpecs(random).spec());
      host.send(VmSteps.create(first, "pve1").getFirst().request());
      converge(first, host);

      Vm second = parsed(new VmSpecs(random).spec());
      List<AttributeChange> before = VmDiffer.diff(second, host.observed()).attributes();
      converge(second, host);
      List<AttributeChange> left = VmDiffer.diff(second, host.observed()).attributes();
      assertThat(left).as("%s", host.log()).allMatch(a -> a.impact() == Impact.IMPOSSIBLE);
      assertThat(left.stream().map(AttributeChange::path))
          .as("nothing is impossible that was not said before: %s", host.log())
          .isSubsetOf(before.stream().filter(a -> a.impact() == Impact.IMPOSSIBLE).map(AttributeChange::path).toList());
      impossible += left.isEmpty() ? 0 : 1;
    }
    System.out.println("500 changes of one VM into another, " + impossible + " with something that Proxmox cannot do");
    assertThat(impossible).isBetween(1, 400);
  }

  /** As a run does: look, send the first step, look again, until nothing is left that can be done. */
  private static void converge(Vm vm, HostModel host) {
    for (int round = 0; round < 12; round++) {
      VmDiff diff = VmDiffer.diff(vm, host.observed());
      List<Step> steps = VmSteps.update(vm, host.observed(), diff, "pve1", new PowerCycle.Allowed(Optional.empty()));
      if (steps.isEmpty()) {
        return;
      }
      host.send(steps.getFirst().request());
    }
    throw new AssertionError("no end: " + String.join("\n", host.log()));
  }

  private static Vm parsed(String spec) {
    FleetLoad load =
        Documents.load(
            "{apiVersion: pvefleet/v1, kind: VirtualMachine, metadata: {name: pos-01}, spec: {vmid: 102, "
                + spec
                + "}}");
    Optional<Vm> vm = load.fleet().flatMap(fleet -> VmKind.parse(fleet.guests().getFirst()).parsed());
    return vm.orElseThrow(() -> new AssertionError(load.diagnostics() + "\n" + spec));
  }
}
