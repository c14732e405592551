package io.pvefleet.engine.kinds.vm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Writes what {@link PeripheralParser} reads. */
final class PeripheralWriter {

  private static final Set<String> FLAGS = Set.of("usb3", "pcie", "rombar", "primaryGpu");
  private static final Set<String> WHOLES = Set.of("maxBytes", "periodMillis");

  private PeripheralWriter() {}

  /** Whether the option is one of these. What only root may set is left to the caller. */
  static boolean write(String option, String value, Leaves leaves) {
    if (RootOnly.holds(option, value)) {
      return false;
    }
    Optional<String> flag = yaml(PeripheralParser.FLAGS, option);
    Optional<String> word = yaml(PeripheralParser.WORDS, option);
    if (flag.isPresent()) {
      leaves.flag(value, flag.get());
      return true;
    }
    if (word.isPresent()) {
      leaves.word(value, word.get());
      return true;
    }
    boolean isNumbered = !Options.family(option).equals(option);
    return switch (Options.family(option)) {
      case "vga" -> either(option, value, "type", vga(), leaves, "vga");
      case "audio" -> either(option, value, "", PeripheralParser.AUDIO, leaves, "audio");
      case "watchdog" -> either(option, value, "model", PeripheralParser.WATCHDOG, leaves, "watchdog");
      case "rng" -> either(option, value, "source", PeripheralParser.RNG, leaves, "rng");
      case "serial" -> put(leaves, value, "serial", option);
      case "usb" -> usb(option, value, leaves);
      case "hostpci" -> either(option, value, "", PeripheralParser.PCI, leaves, "pci", option);
      case "numa" -> isNumbered && numa(option, value, leaves);
      case "hotplug" -> hotplug(value, leaves);
      case "smbios" -> smbios(value, leaves);
      default -> false;
    };
  }

  private static Optional<String> yaml(Map<String, String> names, String option) {
    return names.entrySet().stream().filter(name -> name.getValue().equals(option)).map(Map.Entry::getKey).findFirst();
  }

  private static SequencedMap<String, String> vga() {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    List.of("type", "memory", "clipboard").forEach(name -> names.put(name, name));
    return names;
  }

  private static boolean put(Leaves leaves, String value, String... path) {
    leaves.word(value, path);
    return true;
  }

  private static boolean usb(String slot, String value, Leaves leaves) {
    SequencedMap<String, String> properties = HardwareWriter.properties(slot, value);
    return properties.size() == 1 && properties.getOrDefault("host", "").equals("spice")
        ? put(leaves, "spice", "usb", slot)
        : either(slot, value, "", PeripheralParser.USB, leaves, "usb", slot);
  }

  /** One word where it says all, else a mapping; a property without a field goes below {@code pve}, where there is one. */
  private static boolean either(
      String option, String value, String main, SequencedMap<String, String> names, Leaves leaves, String... at) {
    SequencedMap<String, String> properties = HardwareWriter.properties(option, value);
    if (properties.size() == 1 && properties.containsKey(main)) {
      leaves.word(properties.getOrDefault(main, ""), at);
      return true;
    }
    names.forEach((yaml, pve) -> HardwareWriter.take(properties, pve, text -> field(leaves, yaml, text, below(at, yaml))));
    leaves.rest(properties, at);
    return true;
  }

  private static void field(Leaves leaves, String name, String text, String... path) {
    if (FLAGS.contains(name)) {
      leaves.flag(text, path);
    } else if (WHOLES.contains(name)) {
      leaves.whole(text, path);
    } else if (name.equals("memory")) {
      HardwareWriter.amount(text, leaves, path);
    } else {
      leaves.word(text, path);
    }
  }

  private static boolean numa(String slot, String value, Leaves leaves) {
    SequencedMap<String, String> properties = HardwareWriter.properties(slot, value);
    HardwareWriter.take(properties, "memory", text -> HardwareWriter.amount(text, leaves, "numa", slot, "memory"));
    PeripheralParser.NUMA.forEach((yaml, pve) ->
        HardwareWriter.take(properties, pve, text -> leaves.word(text, "numa", slot, yaml)));
    leaves.rest(properties, "numa", slot);
    return true;
  }

  private static boolean hotplug(String value, Leaves leaves) {
    leaves.words(List.copyOf(Form.hotplug(value)), "hotplug");
    return true;
  }

  /** The uuid is the VM's own. */
  private static boolean smbios(String value, Leaves leaves) {
    Smbios.parse(value).forEach((name, text) -> {
      if (!name.equals("uuid")) {
        leaves.word(text, "smbios", name);
      }
    });
    return true;
  }

  private static String[] below(String[] path, String key) {
    String[] all = java.util.Arrays.copyOf(path, path.length + 1);
    all[path.length] = key;
    return all;
  }
}
