package io.pvefleet.pve.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A Proxmox property string such as {@code local:32,discard=on}: {@code key=value} pairs joined by commas, of which at
 * most one is bare and then belongs to the default key. Keeps the order of its text. Immutable. Source: pve-common
 * {@code PVE/JSONSchema.pm}, {@code parse_property_string}.
 */
public final class PropertyString {

  private final SequencedMap<String, String> properties;

  private PropertyString(SequencedMap<String, String> properties) {
    this.properties = Collections.unmodifiableSequencedMap(properties);
  }

  /**
   * Reads a property string. A bare value is filed under {@code defaultKey}; empty parts are skipped, as Proxmox does. A
   * repeated key keeps its last value.
   */
  public static PropertyString parse(String text, String defaultKey) {
    SequencedMap<String, String> map = new LinkedHashMap<>();
    for (String part : text.split(",")) {
      if (part.isBlank()) {
        continue;
      }
      int eq = part.indexOf('=');
      if (eq < 0) {
        map.put(defaultKey, part.strip());
      } else {
        map.put(part.substring(0, eq).strip(), part.substring(eq + 1).strip());
      }
    }
    return new PropertyString(map);
  }

  public static PropertyString of(Map<String, String> properties) {
    return new PropertyString(new LinkedHashMap<>(properties));
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(properties.get(key));
  }

  public SequencedMap<String, String> properties() {
    return properties;
  }

  /** This string with a key set, in its old place where it had one, else at the end. */
  public PropertyString with(String key, String value) {
    SequencedMap<String, String> map = new LinkedHashMap<>(properties);
    map.put(key, value);
    return new PropertyString(map);
  }

  public PropertyString without(String key) {
    SequencedMap<String, String> map = new LinkedHashMap<>(properties);
    map.remove(key);
    return new PropertyString(map);
  }

  /** The text to send, with the default key's value bare. */
  public String text(String defaultKey) {
    return properties.entrySet().stream()
        .map(e -> e.getKey().equals(defaultKey) ? e.getValue() : e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PropertyString that && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return properties.hashCode();
  }

  @Override
  public String toString() {
    return properties.toString();
  }
}
