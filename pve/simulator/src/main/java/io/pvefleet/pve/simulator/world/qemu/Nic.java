package io.pvefleet.pve.simulator.world.qemu;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** One network device, parsed. Source: qemu-server {@code Network.pm}, {@code parse_net} and {@code print_net}. */
record Nic(Map<String, String> properties) {

  /** Reads a device; one without MAC gets a new one, each time it is read so. */
  static Nic parse(String option, String text, RandomGenerator random) {
    Map<String, String> values = new LinkedHashMap<>(PropertyFormat.named("net").orElseThrow().parse(option, text));
    values.computeIfAbsent("macaddr", k -> newMac(random));
    return new Nic(values);
  }

  /** {@code MODEL=MAC} first, the rest by name. */
  String text() {
    StringBuilder text = new StringBuilder(properties.get("model")).append('=').append(properties.get("macaddr"));
    new TreeMap<>(properties).forEach((k, v) -> {
      if (!k.equals("model") && !k.equals("macaddr")) {
        text.append(',').append(k).append('=').append(v);
      }
    });
    return text.toString();
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(properties.get(key));
  }

  Nic withNewMac(RandomGenerator random) {
    Map<String, String> values = new LinkedHashMap<>(properties);
    values.put("macaddr", newMac(random));
    return new Nic(values);
  }

  static String newMac(RandomGenerator random) {
    return String.format(Locale.ROOT, "BC:24:11:%02X:%02X:%02X", random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  static String newUuid(RandomGenerator random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
