package io.pvefleet.pve.simulator.world.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.LinkedHashMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A property string's schema: reads values as strictly as the host does, with its words for what is wrong. Source: pve-common
 * {@code JSONSchema.pm}, {@code parse_property_string} and {@code check_object}.
 */
final class PropertyFormat {

  /** One sub-property. */
  private record Property(
      String type, boolean optional, @Nullable String alias, @Nullable String keyAlias, List<String> values,
      @Nullable BigDecimal minimum, @Nullable BigDecimal maximum, @Nullable Pattern pattern, @Nullable String format,
      int maxLength, @Nullable String requires) {}

  private static final Map<String, PropertyFormat> NAMED = load();
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final SequencedMap<String, Property> properties = new LinkedHashMap<>();
  private @Nullable String defaultKey;

  private PropertyFormat() {}

  static PropertyFormat of(JsonNode schema) {
    PropertyFormat format = new PropertyFormat();
    schema.properties().forEach(e -> {
      format.properties.put(e.getKey(), property(e.getValue()));
      if (isTrue(e.getValue().path("default_key"))) {
        format.defaultKey = e.getKey();
      }
    });
    return format;
  }

  /** A format by the name of its option without number ({@code net}) or by its own ({@code pve-qm-boot}). */
  static Optional<PropertyFormat> named(String name) {
    return Optional.ofNullable(NAMED.get(name));
  }

  /** What is wrong with a value; empty where nothing is. */
  Optional<String> fault(String option, String value) {
    try {
      parse(option, value);
      return Optional.empty();
    } catch (Die e) {
      return Optional.of(e.text());
    }
  }

  /** The properties of a value, aliases resolved, booleans as 1 and 0; {@link Die} carries the host's text. */
  SequencedMap<String, String> parse(String option, String value) {
    SequencedMap<String, String> found = new LinkedHashMap<>();
    for (String part : value.split(",")) {
      if (part.isBlank()) {
        continue;
      }
      int eq = part.indexOf('=');
      if (eq > 0 && eq < part.length() - 1) {
        put(found, part.substring(0, eq), part.substring(eq + 1));
      } else if (eq < 0) {
        String key = defaultKey;
        if (key == null) {
          throw Die.of("value without key, but schema does not define a default key\n");
        }
        if (found.containsKey(key)) {
          throw Die.of("duplicate key in comma-separated list property: " + key + "\n");
        }
        found.put(key, normal(properties.get(key), part));
      } else {
        throw Die.of("missing key in comma-separated list property\n");
      }
    }
    SortedMap<String, String> errors = check(option, found);
    if (!errors.isEmpty()) {
      StringBuilder text = new StringBuilder("format error\n");
      errors.forEach((key, error) -> text.append(key).append(": ").append(error).append('\n'));
      throw Die.of(text.toString());
    }
    return found;
  }

  /** The host's own print of a parsed value: the default key bare and first, the rest by name. */
  String print(Map<String, String> values) {
    List<String> parts = new ArrayList<>();
    String key = defaultKey;
    if (key != null && values.containsKey(key)) {
      parts.add(String.valueOf(values.get(key)));
    }
    new TreeMap<>(values).forEach((k, v) -> {
      if (!k.equals(key)) {
        parts.add(k + "=" + v);
      }
    });
    return String.join(",", parts);
  }

  private void put(SequencedMap<String, String> found, String key, String value) {
    if (found.containsKey(key)) {
      throw Die.of("duplicate key in comma-separated list property: " + key + "\n");
    }
    Property schema = properties.get(key);
    String target = key;
    if (schema != null && schema.alias() != null) {
      target = schema.alias();
      String keyAlias = schema.keyAlias();
      if (keyAlias != null) {
        if (found.containsKey(keyAlias)) {
          throw Die.of("key alias '" + keyAlias + "' is already defined\n");
        }
        found.put(keyAlias, key);
      }
      if (found.containsKey(target)) {
        throw Die.of("key '" + target + "' is already defined (via alias)\n");
      }
      schema = properties.get(target);
    }
    found.put(target, normal(schema, value));
  }

  private static String normal(@Nullable Property schema, String value) {
    return schema != null && schema.type().equals("boolean") ? ConfigText.flag(value).orElse(value) : value;
  }

  private SortedMap<String, String> check(String option, Map<String, String> values) {
    SortedMap<String, String> errors = new TreeMap<>();
    values.forEach((key, value) -> {
      Property schema = properties.get(key);
      if (schema == null || schema.alias() != null) {
        errors.put(option + "." + key, "property is not defined in schema and the schema does not allow additional properties");
        return;
      }
      fault(option + "." + key, schema, value).ifPresent(error -> errors.put(option + "." + key, error));
      String needed = schema.requires();
      if (needed != null && !values.containsKey(needed)) {
        errors.put(option + "." + needed, "missing property required by '" + option + "." + key + "'");
      }
    });
    properties.forEach((key, schema) -> {
      if (schema.alias() == null && !schema.optional() && !values.containsKey(key)) {
        errors.put(option + "." + key, "property is missing and it is not optional");
      }
    });
    return errors;
  }

  private static Optional<String> fault(String path, Property schema, String value) {
    switch (schema.type()) {
      case "integer", "number" -> {
        boolean fits = (schema.type().equals("integer") ? INTEGER : NUMBER).matcher(value).matches();
        if (!fits) {
          return Optional.of("type check ('" + schema.type() + "') failed - got '" + value + "'");
        }
        BigDecimal number = new BigDecimal(value);
        if (schema.minimum() != null && number.compareTo(schema.minimum()) < 0) {
          return Optional.of("value must have a minimum value of " + schema.minimum());
        }
        if (schema.maximum() != null && number.compareTo(schema.maximum()) > 0) {
          return Optional.of("value must have a maximum value of " + schema.maximum());
        }
      }
      case "boolean" -> {
        if (!value.equals("1") && !value.equals("0")) {
          return Optional.of("type check ('boolean') failed - got '" + value + "'");
        }
      }
      default -> {
        String format = schema.format();
        if (format != null) {
          Optional<String> error = NamedFormats.fault(path, format, value);
          if (error.isPresent()) {
            return error.map(text -> "invalid format - " + text);
          }
        }
        if (schema.maxLength() > 0 && value.length() > schema.maxLength()) {
          return Optional.of("value may only be " + schema.maxLength() + " characters long");
        }
        if (schema.pattern() != null && !schema.pattern().matcher(value).matches()) {
          return Optional.of("value does not match the regex pattern");
        }
      }
    }
    if (!schema.values().isEmpty() && !schema.values().contains(value)) {
      return Optional.of(
          "value '" + value + "' does not have a value in the enumeration '" + String.join(", ", schema.values()) + "'");
    }
    return Optional.empty();
  }

  private static Property property(JsonNode node) {
    List<String> values = new ArrayList<>();
    node.path("enum").forEach(v -> values.add(v.asString()));
    String pattern = text(node, "pattern");
    return new Property(
        node.path("type").asString(""), isTrue(node.path("optional")), text(node, "alias"), text(node, "keyAlias"),
        Collections.unmodifiableList(values), number(node, "minimum"), number(node, "maximum"),
        pattern == null ? null : Pattern.compile(pattern.replace("(?^:", "(?:").replace("{,", "{0,")), text(node, "format"),
        node.path("maxLength").asInt(0), text(node, "requires"));
  }

  private static boolean isTrue(JsonNode node) {
    return node.isBoolean() ? node.asBoolean() : node.asString("0").equals("1");
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.has(name) ? node.get(name).asString() : null;
  }

  private static @Nullable BigDecimal number(JsonNode node, String name) {
    return node.has(name) ? new BigDecimal(node.get(name).asString()) : null;
  }

  private static Map<String, PropertyFormat> load() {
    try (InputStream in = PropertyFormat.class.getResourceAsStream("formats.json")) {
      if (in == null) {
        throw new IllegalStateException("formats.json is not beside its class");
      }
      Map<String, PropertyFormat> formats = new TreeMap<>();
      JsonMapper.builder().build().readTree(in).properties().forEach(e -> formats.put(e.getKey(), of(e.getValue())));
      return formats;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
