package io.pvefleet.app.web.live;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.Source;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.plan.AttributeChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a reader would see to differ between two views. A host of which nothing was learned is the same object in both, so that the
 * cost is that of what changed. That time passed is no difference: browsers count ages themselves.
 */
final class FleetDiff {
  private final Set<String> ids = new LinkedHashSet<>();
  private final Set<String> soft = new LinkedHashSet<>();

  private FleetDiff() {}

  static News between(FleetView before, FleetView after) {
    if (before == after) {
      return News.NONE;
    }
    FleetDiff diff = new FleetDiff();
    diff.around(before, after);
    diff.hosts(before, after);
    return News.of(diff.ids, diff.soft);
  }

  private void around(FleetView before, FleetView after) {
    Source was = before.source();
    Source is = after.source();
    if (!was.equals(is)) {
      // That Git answered again is worth an age, not a call.
      boolean same =
          was.inForce().equals(is.inForce()) && was.rejected().equals(is.rejected()) && was.fault().equals(is.fault())
              && was.warnings().equals(is.warnings()) && was.acceptedAt().equals(is.acceptedAt());
      (same ? soft : ids).add("source");
    }
    if (!before.settings().equals(after.settings())) {
      ids.add("source");
    }
    if (!before.holds().equals(after.holds())) {
      ids.add("holds");
    }
    if (!before.storeFault().equals(after.storeFault())) {
      ids.add("store");
    }
  }

  private void hosts(FleetView before, FleetView after) {
    for (HostRow host : after.hosts()) {
      HostRow old = before.host(host.name()).orElse(null);
      if (old == null) {
        comeOrGone(host);
      } else if (old != host) {
        host(old, host);
      }
    }
    if (before.hosts().size() + added(before, after) != after.hosts().size()) {
      before.hosts().stream().filter(host -> after.host(host.name()).isEmpty()).forEach(this::comeOrGone);
    }
  }

  private static long added(FleetView before, FleetView after) {
    return after.hosts().stream().filter(host -> before.host(host.name()).isEmpty()).count();
  }

  private void comeOrGone(HostRow host) {
    ids.add("hosts");
    ids.add("vms");
    ids.add("h-" + host.name());
  }

  private void host(HostRow old, HostRow host) {
    String id = "h-" + host.name();
    if (saysTheSame(old, host)) {
      soft.add(id);
    } else {
      ids.add("hosts");
      ids.add(id);
    }
    Map<Integer, VmRow> known = new HashMap<>();
    old.vms().forEach(vm -> known.put(vm.ref().vmid(), vm));
    for (VmRow vm : host.vms()) {
      VmRow was = known.remove(vm.ref().vmid());
      if (was == null || (was != vm && !saysTheSame(was, vm))) {
        vm(vm);
      }
    }
    known.values().forEach(this::vm);
  }

  private void vm(VmRow vm) {
    ids.add("vms");
    ids.add("v-" + vm.ref().host() + "-" + vm.ref().vmid());
  }

  /** But for when, how long and how busy. */
  private static boolean saysTheSame(HostRow a, HostRow b) {
    return a.state() == b.state()
        && a.contact() == b.contact()
        && a.since().equals(b.since())
        && a.host().equals(b.host())
        && a.site().equals(b.site())
        && a.node().equals(b.node())
        && a.pveVersion().equals(b.pveVersion())
        && a.fault().equals(b.fault())
        && a.faultCode().equals(b.faultCode())
        && a.warnings().equals(b.warnings())
        && a.care().map(HostCare::at).equals(b.care().map(HostCare::at))
        && a.counts().equals(b.counts())
        && a.templates().equals(b.templates());
  }

  private static boolean saysTheSame(VmRow a, VmRow b) {
    return a.ref().equals(b.ref())
        && a.state() == b.state()
        && a.lastState() == b.lastState()
        && a.power().equals(b.power())
        && a.since().equals(b.since())
        && a.detail().equals(b.detail())
        && a.heldWhy().equals(b.heldWhy())
        && a.labels().equals(b.labels())
        && a.tags().equals(b.tags())
        && a.siteName().equals(b.siteName())
        && a.place().equals(b.place())
        && a.nextTry().equals(b.nextTry())
        && a.attributeSince().equals(b.attributeSince())
        && a.config().equals(b.config())
        && a.addresses().equals(b.addresses())
        && Objects.equals(a.changedBy(), b.changedBy())
        && Objects.equals(a.poweredBy(), b.poweredBy())
        && attributes(a).equals(attributes(b));
  }

  private static List<AttributeChange> attributes(VmRow vm) {
    List<AttributeChange> all = new ArrayList<>();
    vm.change().ifPresent(change -> all.addAll(change.attributes()));
    return all;
  }
}
