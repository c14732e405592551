package io.pvefleet.pve.simulator.world.qemu;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The value formats of the Proxmox API: what the parameter check asks for every {@code format} of the schema.
 *
 * <p>Answers are the text that follows {@code invalid format - } in {@code errors}, with its closing newline where the host has
 * one. Source: pve-common {@code PVE/JSONSchema.pm}, {@code check_format}.
 */
public final class Formats {

  private Formats() {}

  /** What is wrong with a value under a format that the schema names; empty where nothing is, or where the name is unknown. */
  public static Optional<String> fault(String option, String format, String value) {
    return NamedFormats.fault(option, format, value);
  }

  /**
   * What is wrong with a property string under a format that the schema spells out as an object of sub-properties.
   *
   * @param option prefix of sub-keys in the text, for example {@code net1}
   */
  public static Optional<String> fault(String option, JsonNode format, String value) {
    return PropertyFormat.of(format).fault(option, value);
  }
}
