package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Grammar.Scalar;
import io.pvefleet.engine.kinds.vm.Wanted.DiskSource;
import io.pvefleet.engine.kinds.vm.Wanted.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Values as a plan shows them: in the units and words of YAML, short, without secrets. */
final class Shown {

  private static final Set<String> IN_MEBIBYTES = Set.of("memory.current", "balloon.", "vga.memory");
  private static final Set<String> FLAGS =
      Set.of(
          "enabled",
          "fstrim_cloned_disks",
          "freeze-fs",
          "backup",
          "replicate",
          "ssd",
          "iothread",
          "ro",
          "firewall",
          "link_down",
          "pre-enrolled-keys",
          "usb3",
          "pcie",
          "rombar",
          "x-vga");

  private Shown() {}

  /** A value of an option, or of one of its properties where {@code property} is not empty. */
  static String value(String option, String property, String text) {
    if (option.equals("cipassword")) {
      return "***";
    }
    if (option.equals("sshkeys")) {
      return sshKeys(Form.sshKeys(text));
    }
    if (IN_MEBIBYTES.contains(option + "." + property) || isNumaNode(option) && property.equals("memory")) {
      return mebibytes(text);
    }
    if (property.equals("discard")) {
      return text.equals("on") ? "true" : "false";
    }
    boolean isFlag =
        property.isEmpty()
            ? Options.of(option).grammar() instanceof Scalar(Form form, var ignored)
                && form == Form.FLAG
            : FLAGS.contains(property);
    return isFlag ? flag(text) : SecretText.masked(text);
  }

  private static boolean isNumaNode(String option) {
    return Options.family(option).equals("numa") && !option.equals("numa");
  }

  static String sshKeys(List<String> keys) {
    return keys.stream().map(Shown::sshKey).collect(Collectors.joining(", "));
  }

  /** Type and comment, or the end of a key without one: what people tell keys apart by. */
  private static String sshKey(String line) {
    String[] parts = line.split("\\s+", 3);
    if (parts.length < 2) {
      return line;
    }
    String key = parts[1];
    return parts[0] + " " + (parts.length == 3 ? parts[2] : "..." + key.substring(Math.max(0, key.length() - 8)));
  }

  /** A drive that is to be made. */
  static String disk(Wanted.Disk disk) {
    List<String> parts = new ArrayList<>();
    disk.storage().flatMap(Property::value).ifPresent(parts::add);
    disk.size().ifPresent(size -> parts.add(Sizes.ofMebibytes(size.mebibytes())));
    switch (disk.source()) {
      case DiskSource.Empty ignored -> {}
      case DiskSource.Template ignored -> parts.add("from the template");
      case DiskSource.Import(String volume) -> parts.add("copy of " + volume);
      case DiskSource.Volume(String volume) -> parts.add(volume);
    }
    parts.addAll(properties(disk.properties()));
    return String.join(", ", parts);
  }

  /** A NIC that is to be made. */
  static String nic(Map<String, Property> properties) {
    return String.join(", ", properties(properties));
  }

  private static List<String> properties(Map<String, Property> properties) {
    return properties.entrySet().stream()
        .filter(e -> e.getValue().value().isPresent())
        .map(e -> e.getKey() + "=" + e.getValue().value().get())
        .toList();
  }

  private static String mebibytes(String text) {
    OptionalLong bytes = Sizes.bytes(text + "M");
    return bytes.isPresent() ? Sizes.ofBytes(bytes.getAsLong()) : text;
  }

  private static String flag(String text) {
    return switch (Form.flag(text)) {
      case "1" -> "true";
      case "0" -> "false";
      default -> text;
    };
  }
}
