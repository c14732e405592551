package io.pvefleet.engine.kinds;

import io.pvefleet.engine.kind.Kind;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.engine.kinds.vm.VmReader;
import io.pvefleet.engine.kinds.vm.VmSteps;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import java.util.List;
import java.util.Map;

/** VirtualMachine's answers to the five questions. */
final class VmRegistration {

  static final Kind<Vm, VmObservation> KIND = new Kind<>(
      new VmKind(), VmKind::parse, new VmReads(), (vm, observed) -> VmDiffer.diff(vm, observed).attributes(), new VmStepper());

  private VmRegistration() {}

  private record VmReads() implements Kind.Reader<Vm, VmObservation> {
    @Override
    public List<PveRequest> reads(String node, Vm desired) {
      return VmReader.reads(node, desired);
    }

    @Override
    public Observed<VmObservation> observation(String node, Vm desired, Map<PveRequest, Answer> answers) {
      return VmReader.observation(node, desired, answers);
    }
  }

  private record VmStepper() implements Kind.Stepper<Vm, VmObservation> {
    @Override
    public List<Step> create(Vm desired, String node) {
      return VmSteps.create(desired, node);
    }

    @Override
    public List<Step> update(Vm desired, VmObservation observed, String node) {
      return VmSteps.update(desired, observed, VmDiffer.diff(desired, observed), node);
    }
  }
}
