package io.pvefleet.pve.simulator.world.schema;

import io.pvefleet.pve.simulator.world.qemu.Formats;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Checks the parameters of a call as strictly as the host, in its words. Source: pve-common {@code JSONSchema.pm},
 * {@code check_object} and {@code check_prop}; texts seen on 9.2.
 */
public final class ParameterCheck {

  /** What the check made of the parameters: values as text, or what is wrong by parameter. */
  public record Checked(SequencedMap<String, String> values, SortedMap<String, String> errors) {}

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern BOOLEAN = Pattern.compile("[01]");
  private static final String UNKNOWN = "property is not defined in schema and the schema does not allow additional properties";

  private ParameterCheck() {}

  /** Checks all parameters, those of the path among them. */
  public static Checked check(Endpoint endpoint, Map<String, Sent> params) {
    SortedMap<String, String> errors = new TreeMap<>();
    SequencedMap<String, String> values = new LinkedHashMap<>();
    params.forEach((name, sent) -> {
      Parameter parameter = endpoint.parameters().get(name);
      if (parameter == null) {
        errors.put(name, UNKNOWN);
        return;
      }
      if (sent instanceof Sent.Undefined) {
        return; // Perl's undef passes the schema; the handler dies of it
      }
      Optional<String> text = text(parameter, sent);
      Optional<String> error =
          text.isEmpty() ? Optional.of(typeError(parameter, sent)) : fault(name, parameter, text.get());
      error.ifPresent(e -> errors.put(name, e));
      text.filter(t -> error.isEmpty()).ifPresent(t -> values.put(name, t));
      if (!parameter.requires().isEmpty() && !params.containsKey(parameter.requires())) {
        errors.put(parameter.requires(), "missing property required by '" + name + "'");
      }
    });
    endpoint.parameters().forEach((name, parameter) -> {
      if (!parameter.optional() && !params.containsKey(name)) {
        errors.put(name, "property is missing and it is not optional");
      }
    });
    return new Checked(Collections.unmodifiableSequencedMap(values), Collections.unmodifiableSortedMap(errors));
  }

  /** A list format takes an array as if joined with commas; nothing else takes one. */
  private static Optional<String> text(Parameter parameter, Sent sent) {
    return switch (sent) {
      case Sent.Scalar scalar -> Optional.of(scalar.text());
      case Sent.Array array when parameter.format().endsWith("-list") -> Optional.of(String.join(",", array.texts()));
      case Sent.Array ignored -> Optional.empty();
      case Sent.Hash ignored -> Optional.empty();
      case Sent.Undefined ignored -> Optional.empty();
    };
  }

  private static String typeError(Parameter parameter, Sent sent) {
    return "type check ('" + parameter.type() + "') failed - got " + (sent instanceof Sent.Array ? "ARRAY" : "HASH");
  }

  private static Optional<String> fault(String name, Parameter parameter, String value) {
    Optional<Pattern> type =
        switch (parameter.type()) {
          case "integer" -> Optional.of(INTEGER);
          case "number" -> Optional.of(NUMBER);
          case "boolean" -> Optional.of(BOOLEAN);
          default -> Optional.empty();
        };
    if (type.isPresent() && !type.get().matcher(value).matches()) {
      return Optional.of("type check ('" + parameter.type() + "') failed - got '" + value + "'");
    }
    Optional<String> format = format(name, parameter, value);
    if (format.isPresent()) {
      return format.map(text -> "invalid format - " + text);
    }
    if (parameter.maxLength() > 0 && value.codePointCount(0, value.length()) > parameter.maxLength()) {
      return Optional.of("value may only be " + parameter.maxLength() + " characters long");
    }
    if (value.length() < parameter.minLength()) {
      return Optional.of("value must be at least " + parameter.minLength() + " characters long");
    }
    if (type.isPresent() && type.get() != BOOLEAN) {
      BigDecimal number = new BigDecimal(value);
      if (parameter.minimum().filter(m -> number.compareTo(m) < 0).isPresent()) {
        return parameter.minimum().map(m -> "value must have a minimum value of " + m);
      }
      if (parameter.maximum().filter(m -> number.compareTo(m) > 0).isPresent()) {
        return parameter.maximum().map(m -> "value must have a maximum value of " + m);
      }
    }
    if (!parameter.values().isEmpty() && !parameter.values().contains(value)) {
      return Optional.of(
          "value '" + value + "' does not have a value in the enumeration '" + String.join(", ", parameter.values()) + "'");
    }
    return parameter.pattern().filter(p -> !p.matcher(value).matches()).map(p -> "value does not match the regex pattern");
  }

  private static Optional<String> format(String name, Parameter parameter, String value) {
    if (parameter.properties().isObject()) {
      return Formats.fault(name, parameter.properties(), value);
    }
    if (parameter.format().isEmpty()) {
      return Optional.empty();
    }
    return PlainFormats.fault(parameter.format(), value).or(() -> Formats.fault(name, parameter.format(), value));
  }
}
