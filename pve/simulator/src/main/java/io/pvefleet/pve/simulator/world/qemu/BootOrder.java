package io.pvefleet.pve.simulator.world.qemu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code boot} option. */
final class BootOrder {

  private BootOrder() {}

  /** Devices of {@code order=}; none for a legacy or blank value. */
  static List<String> devices(String boot) {
    try {
      return Optional.ofNullable(PropertyFormat.named("pve-qm-boot").orElseThrow().parse("boot", boot).get("order"))
          .map(Lists::split).orElse(List.of());
    } catch (Die e) {
      return List.of();
    }
  }

  static String print(List<String> devices) {
    return devices.isEmpty() ? "" : "order=" + String.join(";", devices);
  }

  /** Disks that the firmware may boot from, as hot-unplug asks. */
  static List<String> bootDisks(Map<String, String> config) {
    String boot = config.get("boot");
    if (boot == null || boot.isBlank() || boot.startsWith("legacy=") || !boot.contains("order=")) {
      return Optional.ofNullable(config.get("bootdisk")).map(List::of).orElse(List.of());
    }
    return devices(boot).stream().filter(Options::isDrive).toList();
  }

  /** What a new machine gets: first disk, first CD, first network device. */
  static String initial(Map<String, String> config) {
    List<String> order = new ArrayList<>();
    first(config, false).ifPresent(order::add);
    first(config, true).ifPresent(order::add);
    config.keySet().stream().filter(Options::isNet).min(Comparator.comparingInt(BootOrder::index)).ifPresent(order::add);
    return print(order);
  }

  private static Optional<String> first(Map<String, String> config, boolean cdrom) {
    List<String> buses = List.of("ide", "scsi", "virtio", "sata");
    return config.entrySet().stream()
        .filter(e -> Options.isDrive(e.getKey()) && buses.contains(bus(e.getKey())))
        .filter(e -> Drive.parse(e.getKey(), e.getValue()).filter(d -> d.isCdrom() == cdrom).isPresent())
        .map(Map.Entry::getKey)
        .min(Comparator.<String>comparingInt(slot -> buses.indexOf(bus(slot))).thenComparingInt(BootOrder::index));
  }

  private static String bus(String slot) {
    return slot.replaceAll("\\d+$", "");
  }

  private static int index(String key) {
    return Integer.parseInt(key.replaceAll("^\\D+", ""));
  }
}
