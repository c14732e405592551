package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.vm.schema.VmSchema;
import io.pvefleet.engine.observe.Membership;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.model.DocumentShape;
import io.pvefleet.fleet.model.Envelope;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.schema.ShapeChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * From a VM on a host to the document that declares it as it is: the inverse of the parsers. What is written is parsed and
 * compared with the VM again, and what would warn or be changed is left out with a note, so that a plan made of it is empty. Left
 * out as well is what the host owns (uuid, MAC addresses, volumes' names), what nobody can read (passwords) and power, which is a
 * wish. Pure.
 */
public final class VmWriter {

  /** Made up by the host for every VM, and nobody's wish. */
  private static final Set<String> GENERATED = Set.of("vmgenid");

  private VmWriter() {}

  /** The VM's configuration, with what is pending, as leaves of a spec. */
  public static WrittenVm write(VmObservation vm) {
    Leaves leaves = new Leaves();
    new TreeMap<>(vm.effective()).forEach((option, value) -> option(option, value, vm.effective(), leaves));
    if (vm.pool() instanceof Membership.In(String pool)) {
      leaves.word(pool, "pool");
    }
    WrittenVm written =
        new WrittenVm(vm.vmid(), vm.effective().getOrDefault("name", ""), SpecTree.sorted(leaves.leaves()), leaves.notes());
    return proven(written, vm);
  }

  private static void option(String option, String value, Map<String, String> all, Leaves leaves) {
    boolean isKnown = HardwareWriter.write(option, value, all, leaves)
        || DeviceWriter.write(option, value, leaves)
        || PeripheralWriter.write(option, value, leaves)
        || CloudInitWriter.write(option, value, leaves);
    if (isKnown || Options.of(option).isHostOwned() || GENERATED.contains(option)) {
      return;
    }
    if (RootOnly.holds(option, value)) {
      // Its value may hold a secret, such as the password of a console in args.
      leaves.note(option, "set on the host, and only root@pam itself may change it: left out. See qm config.");
    } else {
      leaves.raw(value, "pve", option);
    }
  }

  /** Without whatever does not come back as it was. Ends, since each round leaves at least one leaf out. */
  private static WrittenVm proven(WrittenVm written, VmObservation vm) {
    List<Finding> findings = findings(written, vm);
    if (findings.isEmpty()) {
      return written;
    }
    WrittenVm less = written;
    for (Finding finding : findings) {
      less = less.without(finding.path(), finding.text());
    }
    boolean isLess = less.leaves().size() < written.leaves().size();
    return proven(isLess ? less : written.without("spec", findings.getFirst().text()), vm);
  }

  private record Finding(String path, String text) {}

  private static List<Finding> findings(WrittenVm written, VmObservation vm) {
    if (written.leaves().isEmpty()) {
      return List.of();
    }
    Diagnostics shape = new Diagnostics();
    ShapeChecker.check(VmSchema.SPEC, written.spec(), "spec", shape);
    if (shape.hasErrors()) {
      return shape.sorted().stream().map(VmWriter::finding).toList();
    }
    Parsed<Vm> parsed = VmParser.parse(document(written));
    if (!parsed.diagnostics().isEmpty()) {
      return parsed.diagnostics().stream().map(VmWriter::finding).toList();
    }
    VmDiff diff = VmDiffer.diff(parsed.parsed().orElseThrow(), vm);
    List<Finding> findings = new ArrayList<>();
    for (AttributeChange attribute : diff.attributes()) {
      if (!attribute.isOwnership() && !attribute.path().equals("metadata.name")) {
        findings.add(new Finding(attribute.path(), "left out, since pvefleet cannot declare it as it is on the host."));
      }
    }
    return findings;
  }

  private static Finding finding(Diagnostic diagnostic) {
    return new Finding(diagnostic.yamlPath(), "left out: " + diagnostic.detail());
  }

  private static ResolvedDocument document(WrittenVm written) {
    Envelope envelope = new Envelope(
        DocumentShape.API_VERSION, VmKind.NAME, written.name().isEmpty() ? "vm" : written.name(), "", Map.of(), written.spec(),
        SpecTree.NOWHERE);
    return new ResolvedDocument(envelope, "host", written.spec(), List.of());
  }
}
