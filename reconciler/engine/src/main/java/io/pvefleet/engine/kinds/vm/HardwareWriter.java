package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Grammar.Properties;
import io.pvefleet.fleet.model.Durations;
import io.pvefleet.fleet.model.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Writes what {@link VmParser} and {@link HardwareParser} read. */
final class HardwareWriter {

  private HardwareWriter() {}

  /** Whether the option is one of these. */
  static boolean write(String option, String value, Map<String, String> all, Leaves leaves) {
    switch (option) {
      case "name" -> {
        // The document's own name.
      }
      case "description" -> leaves.word(Form.prose(value), "description");
      case "tags" -> tags(value, leaves);
      case "protection" -> leaves.flag(value, "protection");
      case "ostype" -> leaves.word(value, "os");
      case "bios" -> leaves.word(value, "bios");
      case "scsihw" -> leaves.word(value, "scsiController");
      case "cores", "sockets", "vcpus" -> leaves.whole(value, "cpu", option);
      case "cpuunits" -> leaves.whole(value, "cpu", "units");
      case "cpulimit" -> leaves.number(value, "cpu", "limit");
      case "numa" -> leaves.flag(value, "cpu", "numa");
      case "cpu" -> cpu(value, leaves);
      case "machine" -> machine(value, all, leaves);
      case "memory" -> memory(value, all, leaves);
      case "balloon" -> amount(value, leaves, "balloon");
      case "shares" -> leaves.whole(value, "memory", "shares");
      case "boot" -> leaves.words(Form.bootOrder(value), "boot", "order");
      case "onboot" -> leaves.flag(value, "boot", "onBoot");
      case "startup" -> startup(value, leaves);
      case "agent" -> agent(value, leaves);
      default -> {
        return false;
      }
    }
    return true;
  }

  static SequencedMap<String, String> properties(String option, String value) {
    return Options.of(option).grammar() instanceof Properties grammar
        ? new LinkedHashMap<>(grammar.explicit(value))
        : new LinkedHashMap<>();
  }

  private static void tags(String value, Leaves leaves) {
    List<String> tags = Form.tags(value).stream().filter(tag -> !tag.equals(Vm.OWNERSHIP_TAG)).toList();
    if (!tags.isEmpty()) {
      leaves.words(tags, "tags");
    }
  }

  private static void cpu(String value, Leaves leaves) {
    SequencedMap<String, String> properties = properties("cpu", value);
    take(properties, "cputype", text -> leaves.word(text, "cpu", "type"));
    take(properties, "flags", text -> leaves.words(List.of(text.split(";")), "cpu", "flags"));
    leaves.rest(properties, "cpu");
  }

  /** For Windows, Proxmox itself writes the version; a document that named it would stand in the way of the next one. */
  private static void machine(String value, Map<String, String> all, Leaves leaves) {
    SequencedMap<String, String> properties = properties("machine", value);
    boolean isWindows = all.getOrDefault("ostype", "").startsWith("w");
    String type = properties.getOrDefault("type", "");
    boolean isPinned = isWindows && type.matches("pc-(i440fx|q35)-[0-9].*");
    String shown = !isPinned ? type : type.startsWith("pc-q35-") ? "q35" : "";
    properties.remove("type");
    if (properties.isEmpty() && !shown.isEmpty()) {
      leaves.word(shown, "machine");
      return;
    }
    if (!shown.isEmpty()) {
      leaves.word(shown, "machine", "type");
    }
    take(properties, "viommu", text -> leaves.word(text, "machine", "viommu"));
    leaves.rest(properties, "machine");
  }

  private static void memory(String value, Map<String, String> all, Leaves leaves) {
    String size = properties("memory", value).getOrDefault("current", value);
    if (all.containsKey("shares")) {
      amount(size, leaves, "memory", "size");
    } else {
      amount(size, leaves, "memory");
    }
  }

  /** MiB as Proxmox counts memory; 0 takes a balloon away. */
  static void amount(String mebibytes, Leaves leaves, String... path) {
    String digits = Form.number(mebibytes);
    if (digits.equals("0")) {
      leaves.whole(digits, path);
    } else {
      leaves.word(digits.matches("[0-9]{1,9}") ? Quantity.ofMiB(Long.parseLong(digits)).toString() : mebibytes, path);
    }
  }

  private static void startup(String value, Leaves leaves) {
    SequencedMap<String, String> properties = properties("startup", value);
    take(properties, "order", text -> leaves.whole(text, "boot", "startup", "order"));
    take(properties, "up", text -> leaves.word(seconds(text), "boot", "startup", "up"));
    take(properties, "down", text -> leaves.word(seconds(text), "boot", "startup", "down"));
  }

  static String seconds(String text) {
    return text.matches("[0-9]{1,7}") ? Durations.format(Duration.ofSeconds(Long.parseLong(text))) : text;
  }

  private static void agent(String value, Leaves leaves) {
    SequencedMap<String, String> properties = properties("agent", value);
    if (properties.size() == 1 && properties.containsKey("enabled")) {
      leaves.flag(properties.getOrDefault("enabled", ""), "agent");
      return;
    }
    take(properties, "enabled", text -> leaves.flag(text, "agent", "enabled"));
    take(properties, "type", text -> leaves.word(text, "agent", "type"));
    take(properties, "fstrim_cloned_disks", text -> leaves.flag(text, "agent", "trim"));
    take(properties, "freeze-fs", text -> leaves.flag(text, "agent", "freeze"));
    properties.keySet().forEach(name -> leaves.note("agent", name + " has no field: left out."));
  }

  /** Hands a property over and removes it. */
  static void take(Map<String, String> properties, String name, java.util.function.Consumer<String> write) {
    String value = properties.remove(name);
    if (value != null) {
      write.accept(value);
    }
  }
}
