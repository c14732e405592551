package io.pvefleet.bench;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.engine.observe.GuestSummary;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A fleet of any size, and what its hosts would show if all but the last VM of each were in sync. */
final class GeneratedFleet {

  private static final String FLEET = """
      apiVersion: pvefleet/v1
      kind: Fleet
      metadata: {name: bench}
      spec: {}
      ---
      apiVersion: pvefleet/v1
      kind: Profile
      metadata: {name: till}
      spec:
        power: running
        cpu: {cores: 2, type: x86-64-v2-AES}
        memory: 4GiB
        agent: true
        tags: [till, pilot]
        boot: {order: [scsi0, net0], onBoot: true}
      """;

  private static final String SITE = """
      apiVersion: pvefleet/v1
      kind: Site
      metadata: {name: %1$s}
      spec: {timeZone: Asia/Seoul}
      ---
      apiVersion: pvefleet/v1
      kind: Host
      metadata: {name: %1$s}
      spec: {endpoint: "https://100.64.0.1:8006", node: pve1, tokenRef: "env:TOKEN"}
      """;

  private static final String VM = """
      ---
      apiVersion: pvefleet/v1
      kind: VirtualMachine
      metadata: {name: pos-%1$d}
      spec:
        vmid: %1$d
        profiles: [till]
        description: Counter %1$d
        disks:
          scsi0: {storage: local-lvm, size: 64GiB, discard: true}
          scsi1: {storage: local-lvm, size: 8GiB}
        networks:
          net0: {bridge: vmbr0, vlan: 20}
        pve: {rng0: source=/dev/urandom}
      """;

  private GeneratedFleet() {}

  static EngineFleet of(int hosts, int vmsPerHost) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("fleet.yaml", FLEET.getBytes(StandardCharsets.UTF_8));
    for (int h = 1; h <= hosts; h++) {
      String site = "site-%04d".formatted(h);
      files.put("sites/" + site + "/site.yaml", SITE.formatted(site).getBytes(StandardCharsets.UTF_8));
      StringBuilder vms = new StringBuilder();
      for (int v = 0; v < vmsPerHost; v++) {
        vms.append(VM.formatted(100 + v));
      }
      files.put("sites/" + site + "/vms.yaml", vms.toString().getBytes(StandardCharsets.UTF_8));
    }
    FleetLoad load = new FleetLoader(List.of(new VmKind())).load(new FileTree("bench", files));
    Parsed<EngineFleet> fleet =
        Kinds.parse(load.fleet().orElseThrow(() -> new IllegalStateException(load.diagnostics().toString())));
    return fleet.parsed().orElseThrow(() -> new IllegalStateException(fleet.diagnostics().toString()));
  }

  static HostObservation observed(DesiredHost host) {
    SortedMap<Integer, GuestSummary> guests = new TreeMap<>();
    SortedMap<Integer, Observed<VmObservation>> vms = new TreeMap<>();
    for (Vm vm : host.vms()) {
      int vmid = vm.ref().vmid();
      boolean isLast = vm.equals(host.vms().getLast());
      Map<String, String> config = config(vm, isLast ? "2048" : "4096");
      guests.put(vmid, new GuestSummary(vmid, "qemu", "pve1", vm.ref().name(), "running", false, Set.of("pvefleet"), ""));
      vms.put(vmid, new Observed.Present<>(new VmObservation(vmid, Power.RUNNING, false, "", config, config, Set.of(), "d1")));
    }
    return new HostObservation(host.host().name(), Instant.EPOCH, 13, new Reach.Reached("9.2", "pve1"), guests, vms,
        Map.of("local-lvm", "images,rootdir"), List.of());
  }

  /** As Proxmox prints it: generated values added, property strings sorted, tags joined. */
  private static Map<String, String> config(Vm vm, String memory) {
    int vmid = vm.ref().vmid();
    Map<String, String> config = new TreeMap<>();
    config.put("name", vm.ref().name());
    config.put("cores", "2");
    config.put("cpu", "x86-64-v2-AES");
    config.put("memory", memory);
    config.put("agent", "1");
    config.put("tags", "pilot;pvefleet;till");
    config.put("boot", "order=scsi0;net0");
    config.put("onboot", "1");
    config.put("description", "Counter " + vmid);
    config.put("scsi0", "local-lvm:vm-" + vmid + "-disk-0,discard=on,size=64G");
    config.put("scsi1", "local-lvm:vm-" + vmid + "-disk-1,size=8G");
    config.put("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=20");
    config.put("rng0", "source=/dev/urandom");
    config.put("smbios1", "uuid=22222222-0000-4000-8000-000000002000");
    config.put("vmgenid", "11111111-0000-4000-8000-000000002000");
    config.put("meta", "creation-qemu=10.0.2,ctime=1795322953");
    return config;
  }
}
