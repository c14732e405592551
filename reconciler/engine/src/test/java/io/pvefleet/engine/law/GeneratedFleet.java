package io.pvefleet.engine.law;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.EngineFleet;
import io.pvefleet.engine.kinds.Kinds;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.fleet.diagnostic.Diagnostic.Severity;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.resolve.FleetLoad;
import io.pvefleet.fleet.resolve.FleetLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One commit: VMs by host.
 *
 * @param maxDestructivePercent as {@code fleet.yaml} has it: with the default's 5 % so small a fleet would allow nothing
 * @param window the times of the only window; empty where there is none
 * @param hosts the hosts' names with their VMs by vmid
 * @param tombstones by host the vmids whose deletion the commit consents to
 */
record GeneratedFleet(
    int maxDestructivePercent, String window, Map<String, TreeMap<Integer, GeneratedVm>> hosts, Map<String, Set<Integer>> tombstones) {

  /** Around the moment at which the tests read hosts, a Sunday's noon in UTC, which is the fleet's zone. */
  private static final String OPEN = "Sun 11:00-15:00";

  private static final int MOST_HOSTS = 2;
  private static final int MOST_VMS = 3;

  static GeneratedFleet any(Random random) {
    Map<String, TreeMap<Integer, GeneratedVm>> hosts = new TreeMap<>();
    for (int h = 1 + random.nextInt(MOST_HOSTS); h > 0; h--) {
      TreeMap<Integer, GeneratedVm> vms = new TreeMap<>();
      for (int v = 1 + random.nextInt(MOST_VMS); v > 0; v--) {
        vms.put(100 + v, GeneratedVm.any(100 + v, random));
      }
      hosts.put("site-" + h, vms);
    }
    return new GeneratedFleet(random.nextBoolean() ? 100 : 5, List.of("", OPEN, "Sun 02:00-05:00").get(random.nextInt(3)), hosts, Map.of());
  }

  /** The commit after this one: VMs stay, change, go and come; a host goes now and then. */
  GeneratedFleet edited(Random random) {
    Map<String, TreeMap<Integer, GeneratedVm>> next = new TreeMap<>();
    Map<String, Set<Integer>> graves = new TreeMap<>();
    hosts.forEach((host, vms) -> {
      if (random.nextInt(20) == 0 && !next.isEmpty()) {
        return;
      }
      TreeMap<Integer, GeneratedVm> edited = new TreeMap<>();
      for (GeneratedVm vm : vms.values()) {
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3, 4 -> edited.put(vm.vmid(), GeneratedVm.any(vm.vmid(), random));
          case 5 -> { // removed
            if (random.nextBoolean()) {
              graves.computeIfAbsent(host, h -> new TreeSet<>()).add(vm.vmid());
            }
          }
          default -> edited.put(vm.vmid(), vm);
        }
      }
      if (random.nextInt(4) == 0) {
        edited.put(200, GeneratedVm.any(200, random));
        graves.getOrDefault(host, new TreeSet<>()).remove(200);
      }
      next.put(host, edited);
    });
    return new GeneratedFleet(maxDestructivePercent, window, next, graves);
  }

  boolean consentsToDelete(String host, int vmid) {
    return tombstones.getOrDefault(host, Set.of()).contains(vmid);
  }

  boolean isWindowOpen() {
    return window.equals(OPEN);
  }

  /** As the loader makes it from files. */
  EngineFleet loaded() {
    TreeMap<String, byte[]> files = new TreeMap<>();
    file(files, "fleet.yaml",
        "{apiVersion: pvefleet/v1, kind: Fleet, metadata: {name: generated}, spec: {limits: {maxDestructivePercent: %d}}}\n"
            .formatted(maxDestructivePercent));
    if (!window.isEmpty()) {
      file(files, "windows.yaml",
          "{apiVersion: pvefleet/v1, kind: Window, metadata: {name: w}, spec: {times: [\"%s\"]}}\n".formatted(window));
    }
    tombstones.forEach((host, vmids) -> vmids.forEach(vmid -> file(files, "removed/" + host + "-" + vmid + ".yaml",
        "{apiVersion: pvefleet/v1, kind: Tombstone, metadata: {name: %s-%d}, spec: {host: %s, vmid: %d, name: vm-%d, reason: old}}\n"
            .formatted(host, vmid, host, vmid, vmid))));
    List<String> addresses = new ArrayList<>(hosts.keySet());
    hosts.forEach((host, vms) -> {
      StringBuilder text = new StringBuilder("""
          {apiVersion: pvefleet/v1, kind: Site, metadata: {name: %s}}
          ---
          {apiVersion: pvefleet/v1, kind: Host, metadata: {name: %s}, spec: {endpoint: "https://100.64.0.%d:8006", tokenRef: env:T}}
          """.formatted(host, host, 10 + addresses.indexOf(host)));
      int site = 1 + addresses.indexOf(host);
      vms.values().forEach(vm -> text.append(own(vm.yaml(host), site, vm.vmid() - 100)));
      file(files, "sites/" + host + "/all.yaml", text.toString());
    });
    FleetLoad load = new FleetLoader(List.of(new VmKind())).load(new FileTree("worktree", files));
    Optional<Parsed<EngineFleet>> parsed = load.fleet().map(Kinds::parse);
    return parsed.flatMap(Parsed::parsed).orElseThrow(() -> new AssertionError(
        Stream.concat(load.diagnostics().stream(), parsed.stream().flatMap(p -> p.diagnostics().stream()))
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR).toList() + "\n" + hosts));
  }

  /** An address, of either kind, belongs to one VM of the fleet. */
  private static String own(String yaml, int site, int vm) {
    return yaml.replaceAll("10\\.0\\.0\\.([23])/24", "10.%d.%d.$1/24".formatted(site, vm))
        .replaceAll("BC:24:11:AA:(..):(..)\"", "BC:24:%02X:%02X:$1:$2\"".formatted(site, vm));
  }

  private static void file(TreeMap<String, byte[]> files, String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
