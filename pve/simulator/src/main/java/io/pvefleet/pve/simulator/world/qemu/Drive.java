package io.pvefleet.pve.simulator.world.qemu;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.LinkedHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One drive option, parsed. Source: qemu-server {@code Drive.pm}, {@code parse_drive} and {@code print_drive}. */
record Drive(String slot, Map<String, String> properties) {

  private static final Pattern CLOUDINIT = Pattern.compile(".*[:/](?:vm-\\d+-)?cloudinit(?:\\.(?:raw|qcow2|vmdk))?");
  private static final Pattern NEW = Pattern.compile("(?:([^/:\\s]+):)?(\\d+(?:\\.\\d+)?)");
  private static final String[] BPS = {"bps", "bps_rd", "bps_wr"};
  private static final String[][] REQUIRES = {
    {"mbps_max", "mbps"}, {"mbps_rd_max", "mbps_rd"}, {"mbps_wr_max", "mbps_wr"},
    {"iops_max", "iops"}, {"iops_rd_max", "iops_rd"}, {"iops_wr_max", "iops_wr"},
    {"bps_max_length", "mbps_max"}, {"bps_rd_max_length", "mbps_rd_max"},
    {"bps_wr_max_length", "mbps_wr_max"}, {"iops_max_length", "iops_max"}, {"iops_rd_max_length", "iops_rd_max"},
    {"iops_wr_max_length", "iops_wr_max"}
  };
  private static final String[][] EXCLUDES = {{"mbps_rd", "mbps"}, {"mbps_wr", "mbps"}, {"iops_rd", "iops"}, {"iops_wr", "iops"}};

  Drive {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** A request for a new volume. */
  record Allocation(Optional<String> storage, String gibibytes) {}

  /** Reads a drive; empty where the host says {@code unable to parse drive options}. */
  static Optional<Drive> parse(String slot, String text) {
    SequencedMap<String, String> values;
    try {
      values = format(slot).parse(slot, text);
    } catch (Die e) {
      return Optional.empty();
    }
    for (String key : BPS) {
      if (values.remove(key) != null) {
        if (values.containsKey("m" + key)) {
          return Optional.empty();
        }
        // The host divides the fact that a value was there, 1, and not the value.
        values.put("m" + key, BigDecimal.ONE.divide(BigDecimal.valueOf(1L << 20), 3, RoundingMode.HALF_UP).toPlainString());
      }
    }
    for (String[] pair : REQUIRES) {
      if (isSet(values, pair[0]) && !isSet(values, pair[1])) {
        return Optional.empty();
      }
    }
    for (String[] pair : EXCLUDES) {
      if (isSet(values, pair[0]) && isSet(values, pair[1])) {
        return Optional.empty();
      }
    }
    boolean unfit = isSet(values, "snapshot") || values.containsKey("format") || slot.startsWith("virtio");
    if ("cdrom".equals(values.get("media")) && unfit) {
      return Optional.empty();
    }
    String size = values.get("size");
    if (size != null) {
      values.put("size", Sizes.format(Sizes.parse(size)));
    }
    return Optional.of(new Drive(slot, values));
  }

  /** Reads a drive that was checked before. */
  static Drive of(String slot, String text) {
    return parse(slot, text).orElseThrow(() -> Die.of("unable to parse drive '" + slot + "'"));
  }

  private static boolean isSet(Map<String, String> values, String key) {
    String value = values.get(key);
    return value != null && !value.isEmpty() && !value.equals("0");
  }

  static PropertyFormat format(String slot) {
    String bus = slot.replaceAll("\\d+$", "");
    return PropertyFormat.named(bus.equals("ide") ? "pve-qm-ide" : bus).orElseThrow();
  }

  String text() {
    return format(slot).print(properties);
  }

  String file() {
    return properties.getOrDefault("file", "");
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(properties.get(key));
  }

  boolean isCdrom() {
    return "cdrom".equals(properties.get("media"));
  }

  boolean isCloudinit() {
    return CLOUDINIT.matcher(file()).matches();
  }

  /** A CD drive that is not the cloud-init one. */
  boolean isPlainCdrom() {
    return isCdrom() && !isCloudinit();
  }

  boolean isEmptyCdrom() {
    return file().equals("none") || file().equals("cdrom");
  }

  Optional<Allocation> allocation() {
    Matcher m = NEW.matcher(file());
    return m.matches() ? Optional.of(new Allocation(Optional.ofNullable(m.group(1)), m.group(2))) : Optional.empty();
  }

  /** Size in bytes as the option tells it; 0 where it tells none. */
  long size() {
    return get("size").map(Sizes::parse).orElse(0L);
  }

  Drive with(String key, String value) {
    Map<String, String> next = new LinkedHashMap<>(properties);
    next.put(key, value);
    return new Drive(slot, next);
  }

  Drive without(String key) {
    Map<String, String> next = new LinkedHashMap<>(properties);
    next.remove(key);
    return new Drive(slot, next);
  }
}
