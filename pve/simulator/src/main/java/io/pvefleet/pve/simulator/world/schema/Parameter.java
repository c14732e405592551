package io.pvefleet.pve.simulator.world.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One parameter as the schema describes it.
 *
 * @param format name of a format; empty where it has none or spells its sub-properties out
 * @param properties sub-properties of a property string; missing node where it is none
 * @param maxLength 0 where unlimited
 * @param requires other parameter that must be there too; empty where none
 */
public record Parameter(
    String name,
    String type,
    boolean optional,
    String format,
    JsonNode properties,
    Optional<BigDecimal> minimum,
    Optional<BigDecimal> maximum,
    int minLength,
    int maxLength,
    List<String> values,
    Optional<Pattern> pattern,
    String requires) {

  static Parameter of(String name, JsonNode node) {
    List<String> values = new ArrayList<>();
    node.path("enum").forEach(v -> values.add(v.asString()));
    JsonNode format = node.path("format");
    return new Parameter(
        name,
        node.path("type").asString("any"),
        node.path("optional").asInt(0) == 1,
        format.isString() ? format.asString() : "",
        format.isObject() ? format : MissingNode.getInstance(),
        number(node, "minimum"),
        number(node, "maximum"),
        node.path("minLength").asInt(0),
        node.path("maxLength").asInt(0),
        Collections.unmodifiableList(values),
        node.has("pattern") ? Optional.of(perl(node.get("pattern").asString())) : Optional.empty(),
        node.path("requires").asString(""));
  }

  /** Perl's own spelling of a group without modifiers, and of a repetition from zero, are unknown to Java. */
  private static Pattern perl(String pattern) {
    return Pattern.compile(pattern.replace("(?^:", "(?:").replace("{,", "{0,"));
  }

  /** Limits come as numbers and as text. */
  private static Optional<BigDecimal> number(JsonNode node, String name) {
    return node.has(name) ? Optional.of(new BigDecimal(node.get(name).asString())) : Optional.empty();
  }
}
