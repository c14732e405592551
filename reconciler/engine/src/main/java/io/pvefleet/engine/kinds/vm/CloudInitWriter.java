package io.pvefleet.engine.kinds.vm;

import java.util.List;
import java.util.SequencedMap;

/** Writes what {@link CloudInitParser} reads. */
final class CloudInitWriter {

  private CloudInitWriter() {}

  /** Whether the option is one of cloud-init's. */
  static boolean write(String option, String value, Leaves leaves) {
    switch (option) {
      case "ciuser" -> leaves.word(value, "cloudInit", "user");
      case "cipassword" -> leaves.note("cloudInit.password",
          "a password is set on the host and cannot be read: left out. To manage it, declare a reference such as env:NAME.");
      case "sshkeys" -> leaves.words(Form.sshKeys(value), "cloudInit", "sshKeys");
      case "nameserver" -> leaves.words(Form.words(value), "cloudInit", "nameservers");
      case "searchdomain" -> leaves.word(value.strip(), "cloudInit", "searchDomain");
      case "citype" -> leaves.word(value, "cloudInit", "type");
      case "ciupgrade" -> leaves.flag(value, "cloudInit", "upgrade");
      case "cicustom" -> HardwareWriter.properties(option, value)
          .forEach((part, file) -> leaves.word(file, "cloudInit", "custom", part));
      default -> {
        if (!Options.family(option).equals("ipconfig")) {
          return false;
        }
        address("net" + option.substring("ipconfig".length()), HardwareWriter.properties(option, value), leaves);
      }
    }
    return true;
  }

  private static void address(String card, SequencedMap<String, String> properties, Leaves leaves) {
    if (properties.size() == 1 && properties.containsKey("ip")) {
      leaves.word(properties.getOrDefault("ip", ""), "cloudInit", "ip", card);
      return;
    }
    List.of("ip", "gw", "ip6", "gw6").forEach(name ->
        HardwareWriter.take(properties, name, value -> leaves.word(value, "cloudInit", "ip", card, field(name))));
    properties.keySet().forEach(name -> leaves.note("cloudInit.ip." + card, name + " has no field: left out."));
  }

  private static String field(String property) {
    return switch (property) {
      case "ip" -> "address";
      case "gw" -> "gateway";
      case "ip6" -> "address6";
      default -> "gateway6";
    };
  }
}
