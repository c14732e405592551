package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.Checkout;
import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.git.WorktreeSource;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every VM of the example repository can be made. */
class ExampleRepositoryTest {

  @Test
  void everyVmOfTheExampleHasStepsThatMakeIt() {
    FileTree tree = WorktreeSource.read(Checkout.root().resolve("fleet-repo-example"));
    FleetLoad load = new FleetLoader(List.of(new VmKind())).load(tree);

    assertThat(load.diagnostics()).isEmpty();
    List<Vm> vms = load.fleet().orElseThrow().guests().stream().map(VmKind::parse).map(Parsed::parsed).map(Optional::orElseThrow).toList();
    assertThat(vms).hasSize(12);
    for (Vm vm : vms) {
      List<Step> steps = vm.source().isPresent() ? VmSteps.clone(vm, "pve1", Optional.empty()) : VmSteps.create(vm, "pve1");
      assertThat(steps.getLast().key()).as("%s", vm.ref()).isEqualTo("start");
    }
  }
}
