package io.pvefleet.app.web.api;

import io.pvefleet.app.view.VmRow;
import io.pvefleet.app.web.query.VmSheet;
import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import io.pvefleet.engine.plan.AttributeChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** VMs as JSON. */
final class VmModel {
  private VmModel() {}

  /** @param cpu 0 to 1, of all its cores; null with the figures after it where it does not run or nothing was told */
  record Vm(
      String host, int vmid, String name, String site, String siteName, String role, Map<String, String> labels, List<String> tags,
      String power, String state, String lastState, Optional<Instant> since, Optional<Instant> checkedAt, String detail, String heldWhy,
      Optional<Instant> nextTry, String place, int differences, Optional<Double> cpu, Optional<Long> memoryBytes,
      Optional<Long> memoryTotalBytes, Optional<Long> uptimeSeconds, List<String> macs, List<String> addresses,
      Optional<Instant> addressesAt) {
    static Vm of(VmRow v) {
      Optional<GuestLoad> told = v.load().filter(load -> load.memoryShare().isPresent());
      return new Vm(
          v.ref().host(), v.ref().vmid(), v.ref().name(), v.site(), v.siteName(), v.role(), v.labels(), List.copyOf(v.tags()), v.power(),
          v.state().word(), v.lastState().word(), v.since(), v.checkedAt(), v.detail(), v.heldWhy(), v.nextTry(),
          v.place().map(Object::toString).orElse(""), v.differences(), v.load().map(GuestLoad::cpu).map(UsageModel::share),
          told.map(GuestLoad::memory), told.map(GuestLoad::memoryTotal), v.load().map(load -> load.uptime().toSeconds()),
          v.macs().sorted().toList(), v.addresses(), v.care().addressesAt());
    }
  }

  record VmDetail(
      Vm vm, List<Attribute> attributes, List<Ignored> ignored, List<Step> steps, String acceptAll, Map<String, String> config,
      Optional<CareModel.Who> changedBy, Optional<CareModel.Who> poweredBy) {
    static VmDetail of(VmRow v, VmSheet sheet) {
      return new VmDetail(
          Vm.of(v),
          sheet.open().stream().map(line -> Attribute.of(line, v.isOld())).toList(),
          sheet.lines().stream().filter(line -> line.kind() == VmSheet.Kind.IGNORED).map(Ignored::of).toList(),
          v.change().stream()
              .flatMap(c -> c.steps().stream())
              .map(s -> new Step(s.key(), s.title(), s.impact().word(), s.predicted(), s.request().toString()))
              .toList(),
          v.isOld() ? "" : sheet.acceptAll(), VmSheet.config(v),
          v.changedBy().map(CareModel.Who::of), v.poweredBy().map(CareModel.Who::of));
    }
  }

  /**
   * @param accept YAML for the VM's document that makes Git say what the host has; empty where there is none
   * @param ignore YAML for the VM's document that has it left alone; empty where there is none
   */
  record Attribute(
      String path, String desired, String configured, String running, String impact, String place, String note,
      Optional<Instant> since, String accept, String ignore) {
    /** What was on the host some time ago is nothing to accept now. */
    private static Attribute of(VmSheet.Line line, boolean isOld) {
      AttributeChange a = line.attribute();
      return new Attribute(
          a.path(), a.desired(), a.configured(), a.running(), a.impact().word(), a.place().map(Object::toString).orElse(""), a.note(),
          line.since(), isOld ? "" : line.accept(), isOld ? "" : line.ignore());
    }
  }

  /** @param rule the entry of {@code drift.ignore} that hides it */
  record Ignored(String path, String desired, String configured, String running, String rule, String rulePlace) {
    static Ignored of(VmSheet.Line line) {
      AttributeChange a = line.attribute();
      return new Ignored(
          a.path(), a.desired(), a.configured(), a.running(), line.rule().map(VmSheet.Rule::pointer).orElse(""),
          line.rule().flatMap(VmSheet.Rule::place).map(Object::toString).orElse(""));
    }
  }

  record Step(String key, String title, String impact, boolean predicted, String request) {}
}
