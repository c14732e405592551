package io.pvefleet.app.web.query;

import io.pvefleet.app.view.DriftGroup;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostQuery;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.view.Power;
import io.pvefleet.app.view.Trouble;
import io.pvefleet.app.view.VmQuery;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.plan.VmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads queries from an address. Pages and API understand exactly the same. */
public final class Queries {
  private Queries() {}

  public static VmQuery vms(Map<String, String> given) {
    List<String> states = new ArrayList<>(Stream.of(VmState.values()).map(VmState::word).toList());
    states.add(VmQuery.ATTENTION);
    states.add(VmQuery.DIFFERING);
    Params params = new Params(given);
    VmQuery query =
        new VmQuery(
            params.text("q"),
            params.text("host"),
            params.text("site"),
            params.word("role", VmRow.ROLES),
            params.word("state", states),
            params.word("power", Stream.of(Power.values()).map(Power::word).toList()),
            params.text("tag"),
            params.labels(),
            params.word("group", List.of(VmQuery.BY_SITE)),
            params.sort(VmQuery.SORTS),
            params.number("page", 1),
            params.size(Page.DEFAULT_SIZE));
    params.check();
    return query;
  }

  public static HostQuery hosts(Map<String, String> given) {
    List<String> hostStates = new ArrayList<>(Stream.of(HostState.values()).map(HostState::word).toList());
    hostStates.add(HostQuery.ATTENTION);
    hostStates.add(HostQuery.SILENT);
    Params params = new Params(given);
    HostQuery query =
        new HostQuery(
            params.text("q"),
            params.text("site"),
            params.word("state", hostStates),
            params.word("trouble", Stream.of(Trouble.values()).map(Trouble::word).toList()),
            params.text("version"),
            params.sort(HostQuery.SORTS),
            params.number("page", 1),
            params.size(Page.DEFAULT_SIZE));
    params.check();
    return query;
  }

  /** One text alone. */
  public static String text(Map<String, String> given, String name) {
    Params params = new Params(given);
    String text = params.text(name);
    params.check();
    return text;
  }

  /** @throws NoSuchThing if the fleet has no such host */
  public static HostRow host(FleetView view, String host) {
    return view.host(host).orElseThrow(() -> new NoSuchThing("host " + host));
  }

  /** The VMs of which the differences are asked for: there {@code group} names a difference and not a way to show a list. */
  public static VmQuery differing(Map<String, String> given) {
    Map<String, String> ofVms = new TreeMap<>(given);
    ofVms.remove("group");
    return vms(ofVms);
  }

  /** What differs on the VMs that are asked for, of one attribute or in one way where that is asked for. */
  public static List<DriftGroup> drift(FleetView view, Map<String, String> given) {
    VmQuery query = differing(given);
    Params params = new Params(given);
    String attribute = params.text("attribute");
    String group = params.text("group");
    params.check();
    return view.drift(query).stream()
        .filter(g -> attribute.isEmpty() || g.path().equals(attribute))
        .filter(g -> group.isEmpty() || g.id().equals(group))
        .toList();
  }

  /** @throws NoSuchThing if the fleet has no such VM, or that is no number of one */
  public static VmRow vm(FleetView view, String host, String vmid) {
    try {
      return view.vm(host, Integer.parseInt(vmid)).orElseThrow(() -> new NoSuchThing("VM " + host + "/" + vmid));
    } catch (NumberFormatException e) {
      throw new NoSuchThing("VM " + host + "/" + vmid);
    }
  }
}
