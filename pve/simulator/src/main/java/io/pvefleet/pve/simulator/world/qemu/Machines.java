package io.pvefleet.pve.simulator.world.qemu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Machine types and their pins. Source: qemu-server {@code Machine.pm}. */
final class Machines {

  private static final Set<String> WINDOWS = Set.of("wxp", "w2k", "w2k3", "w2k8", "wvista", "win7", "win8", "win10", "win11");

  private Machines() {}

  static boolean isWindows(String ostype) {
    return WINDOWS.contains(ostype);
  }

  static void check(String machine) {
    Map<String, String> parsed = parse(machine);
    String type = parsed.getOrDefault("type", "pc");
    if ("intel".equals(parsed.get("viommu")) && !type.contains("q35")) {
      throw Die.of("to use Intel vIOMMU please set the machine type to q35");
    }
  }

  /** The machine option with a version where it had none, as Windows guests get it. */
  static String pinned(String machine, String version) {
    Map<String, String> parsed = new LinkedHashMap<>(parse(machine));
    String type = parsed.getOrDefault("type", "pc");
    String base = switch (type) {
      case "pc" -> "pc-i440fx-";
      case "q35" -> "pc-q35-";
      default -> "";
    };
    if (base.isEmpty()) {
      return machine;
    }
    parsed.put("type", base + version + "+pve1");
    return PropertyFormat.named("machine").orElseThrow().print(parsed);
  }

  private static Map<String, String> parse(String machine) {
    return PropertyFormat.named("machine").orElseThrow().parse("machine", machine);
  }
}
