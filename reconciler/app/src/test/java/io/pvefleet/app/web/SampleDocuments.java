package io.pvefleet.app.web;

import io.pvefleet.app.view.DeclaredHost;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.model.Envelope;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.WeekSpan;
import io.pvefleet.fleet.model.Window;
import io.pvefleet.fleet.resolve.DesiredFleet;
import io.pvefleet.fleet.resolve.FleetLoader;
import io.pvefleet.fleet.resolve.Merge;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.fleet.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The documents behind the sample fleet, and VMs as they are read where they differ from them. */
final class SampleDocuments {
  /** Lines of a document with the one that ends it; {@link SampleFleet} counts on them. */
  static final int LINES = 22;

  static final int POWER = 7;
  static final int MEMORY = 9;
  static final int SIZE = 11;
  static final int SECOND = 12;
  static final int CARD = 14;
  static final int TAGS = 15;
  static final int DESCRIPTION = 16;

  private SampleDocuments() {}

  /** The fleet as Git declares it, with windows of which one is open. */
  static EngineFleet fleet(String revision, FleetSettings settings, List<DeclaredHost> hosts) {
    List<Window> windows = List.of(
        window("night", Map.of(), "Mon-Sat 02:00-05:00"),
        window("sunday", Map.of("role", List.of("kiosk")), "Sun 13:00-16:00"),
        window("weekend", Map.of("role", List.of("server", "backup")), "Sat-Sun 22:00-06:00"));
    List<ResolvedDocument> guests = new ArrayList<>();
    List<DesiredHost> desired = new ArrayList<>();
    for (DeclaredHost host : hosts) {
      List<Node> nodes = YamlReader.read(host.vms().isEmpty() ? "none.yaml" : host.vms().getFirst().place().file(),
          text(host).getBytes(StandardCharsets.UTF_8)).documents();
      List<Vm> vms = new ArrayList<>();
      for (int v = 0; v < nodes.size(); v++) {
        ResolvedDocument document = document(host, (Node.Mapping) nodes.get(v), host.vms().get(v));
        guests.add(document);
        vms.add(VmKind.parse(document).parsed().orElseThrow());
      }
      desired.add(new DesiredHost(host.host(), host.site(), vms, windows));
    }
    return new EngineFleet(
        new DesiredFleet(revision, settings, hosts.stream().map(DeclaredHost::site).toList(),
            hosts.stream().map(DeclaredHost::host).toList(), guests, List.of(), windows),
        desired);
  }

  private static Window window(String name, Map<String, List<String>> labels, String... times) {
    return new Window(name, List.of(), Map.of(), labels, List.of(times).stream().map(WeekSpan::parse).toList(), Optional.empty(),
        new Place("schedules/" + name + ".yaml", 1, 1));
  }

  /** Whether the memory of that VM stands in a profile. */
  static boolean isOfProfile(int h, int v) {
    return v == 2 && h % 24 == 17;
  }

  /** Whether that VM is to get a network card of another model, which takes longer than its window is open today. */
  static boolean isNewCard(int h, int v) {
    return v == 0 && h % 17 == 1;
  }

  /** What the loader finds in a commit with a misspelt key and a profile that is not there. */
  static List<Diagnostic> mistakes() {
    String head = "apiVersion: pvefleet/v1\nkind: ";
    TreeMap<String, String> files = new TreeMap<>();
    files.put("fleet.yaml", head + "Fleet\nmetadata: {name: pharmacies}\n");
    files.put("profiles/windows-pos.yaml", head + "Profile\nmetadata: {name: windows-pos}\nspec: {memory: 4GiB}\n");
    files.put("sites/seoul-003/site.yaml", head + "Site\nmetadata: {name: seoul-003}\n---\n"
        + head + "Host\nmetadata: {name: seoul-003}\nspec: {endpoint: \"https://100.64.0.3:8006\", tokenRef: env:PVE_TOKEN}\n");
    files.put("sites/seoul-003/vms.yaml", "#\n".repeat(6 * LINES) + head + """
        VirtualMachine
        metadata: {name: server-02}
        spec:
          vmid: 108
          profiles: [window-pos]
          cpu: {cores: 4}
          memroy: 8GiB
        """);
    TreeMap<String, byte[]> bytes = new TreeMap<>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return new FleetLoader(Kinds.guestKinds()).load(new FileTree("41d0cc2e77aa11", bytes)).diagnostics();
  }

  private static ResolvedDocument document(DeclaredHost host, Node.Mapping top, DeclaredHost.DeclaredVm vm) {
    Node.Mapping own = (Node.Mapping) top.get("spec").orElseThrow();
    Envelope envelope = new Envelope("pvefleet/v1", "VirtualMachine", vm.ref().name(), host.site().name(), vm.labels(), own, vm.place());
    boolean isOfProfile = isOfProfile(number(host), vm.ref().vmid() - 101);
    Node.Mapping profile = (Node.Mapping) YamlReader.read("profiles/windows-pos.yaml",
        "#\n#\n#\n#\n#\n#\nmemory: 4GiB\n".getBytes(StandardCharsets.UTF_8)).documents().getFirst();
    return isOfProfile
        ? new ResolvedDocument(envelope, host.host().name(), Merge.merge(profile, own), List.of("windows-pos"))
        : new ResolvedDocument(envelope, host.host().name(), own, List.of());
  }

  private static int number(DeclaredHost host) {
    String name = host.host().name();
    return Integer.parseInt(name.substring(name.length() - 3).replace("-", ""));
  }

  private static String text(DeclaredHost host) {
    int h = number(host);
    StringBuilder text = new StringBuilder();
    for (DeclaredHost.DeclaredVm vm : host.vms()) {
      int v = vm.ref().vmid() - 101;
      text.append("""
          apiVersion: pvefleet/v1
          kind: VirtualMachine
          metadata:
            name: %s
            labels: {role: %s, ring: all}
          spec:
            vmid: %d
            power: running
            cpu: {cores: %d, type: x86-64-v2-AES}
            %s
            disks:
              scsi0: {storage: local-lvm, size: %s}
              %s
            networks:
              net0: {%sbridge: vmbr0, vlan: 20}
            tags: [%s]
            %s
            agent: true
            restart: {policy: %s%s}
            lifecycle: {protect: %s}
            drift: {ignore: [%s]}
          ---
          """.formatted(vm.ref().name(), vm.labels().getOrDefault("role", "other"), vm.ref().vmid(), v % 7 >= 5 ? 4 : 2,
          isOfProfile(h, v) ? "# of the profile windows-pos" : "memory: " + (v % 7 >= 5 ? "8GiB" : "4GiB"),
          v == 3 && h == 10 ? "96GiB" : "64GiB", v == 5 && h % 21 == 2 ? "scsi2: null" : "#",
          isNewCard(h, v) ? "model: virtio, " : "",
          v == 4 && h % 14 == 6 ? "shop, till" : v % 3 == 0 ? "till" : "shop",
          v == 4 && h % 14 == 6 ? "description: Counter 3, second till of the shop" : "#",
          v == 2 ? "never" : "window", isNewCard(h, v) ? ", timeout: 2h" : "", v == 5, v == 2 && h % 12 == 5 ? "/agent" : ""));
    }
    return text.toString();
  }

  /** A VM as the change says that it was read. */
  static VmObservation seen(Change change, Map<String, String> config, boolean isStopped, int h, int v) {
    Map<String, String> effective = new HashMap<>(config);
    effective.put("cpu", "x86-64-v2-AES");
    effective.put("tags", "pvefleet;" + (v == 4 && h % 14 == 6 ? "shop;till" : v % 3 == 0 ? "till" : "shop"));
    effective.put("onboot", "1");
    effective.put("ostype", "win11");
    effective.put("scsihw", "virtio-scsi-single");
    effective.put("ciuser", "ops");
    effective.put("cipassword", "**********");
    effective.put("smbios1", "uuid=7a4d3a21-5c26-480f-bbbc-%012d".formatted(h * 1000 + v));
    if (v == 2 && h % 12 == 5) {
      effective.put("agent", "0");
    }
    change.attributes().stream().filter(a -> !a.configured().equals(a.desired())).forEach(a -> put(effective, a));
    Map<String, String> current = new HashMap<>(effective);
    boolean waits = change.head().state() == VmState.PENDING_RESTART;
    if (waits) {
      current.put("memory", "2048");
    }
    return new VmObservation(
        change.head().vm().vmid(), isStopped ? VmObservation.Power.STOPPED : VmObservation.Power.RUNNING, false, "", current, effective,
        waits ? Set.of("memory") : Set.of(), "8a1f0c");
  }

  private static void put(Map<String, String> config, AttributeChange attribute) {
    switch (attribute.path()) {
      case "spec.memory" -> config.put("memory", "2048");
      case "spec.networks.net0.model" -> config.computeIfPresent("net0", (_, card) -> card.replace("virtio=", "e1000="));
      case "spec.tags" -> config.put("tags", "pvefleet;shop");
      case "spec.disks.scsi2" -> config.put("scsi2", "local-lvm:vm-106-disk-2,size=128G");
      case "spec.disks.scsi0.size" -> config.put("scsi0", "local-lvm:vm-104-disk-0,size=32G");
      default -> {
        // Power is no option, and a description that is not there is none.
      }
    }
  }
}
