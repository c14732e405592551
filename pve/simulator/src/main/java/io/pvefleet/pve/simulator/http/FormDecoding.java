package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.Refusal;
import io.pvefleet.pve.simulator.world.schema.Sent;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parameters out of query, form and JSON, with the quirks of pveproxy's own decoder. */
final class FormDecoding {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private FormDecoding() {}

  /**
   * Pairs are split on {@code &} and on {@code ;}; of a pair only the first two parts around {@code =} count; a name without
   * {@code =} has no value, on which the host dies later.
   */
  static SequencedMap<String, Sent> form(String text) {
    SequencedMap<String, List<String>> pairs = new LinkedHashMap<>();
    SequencedMap<String, Sent> params = new LinkedHashMap<>();
    for (String pair : text.split("[&;]")) {
      String[] parts = pair.split("=", -1);
      if (parts.length >= 2) {
        pairs.computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>()).add(decoded(parts[1]));
      } else if (!pair.isEmpty()) {
        params.put(decoded(pair), new Sent.Undefined());
      }
    }
    pairs.forEach((name, values) -> params.put(name, values.size() == 1 ? Sent.of(values.getFirst()) : new Sent.Array(values)));
    return params;
  }

  /** A JSON object; its booleans become 1 and 0. */
  static SequencedMap<String, Sent> json(byte[] body) {
    SequencedMap<String, Sent> params = new LinkedHashMap<>();
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JacksonException e) {
      throw Refusal.of(500, "malformed JSON string, neither tag, array, object, number, string or atom");
    }
    if (!root.isObject()) {
      // seen of an array: pveproxy trips over it by itself
      throw Refusal.of(500, "Not a HASH reference at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 978.");
    }
    root.properties().forEach(property -> params.put(property.getKey(), sent(property.getValue())));
    return params;
  }

  private static Sent sent(JsonNode node) {
    if (node.isNull()) {
      return new Sent.Undefined();
    }
    if (node.isObject()) {
      return new Sent.Hash();
    }
    if (node.isArray()) {
      List<String> texts = new ArrayList<>();
      node.forEach(element -> texts.add(scalar(element)));
      return new Sent.Array(texts);
    }
    return Sent.of(scalar(node));
  }

  private static String scalar(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue() ? "1" : "0";
    }
    if (node.isNumber()) {
      // Perl prints a number without the zeros behind its point: 256.0 is 256.
      BigDecimal number = node.decimalValue();
      return number.scale() > 0 ? number.stripTrailingZeros().toPlainString() : number.toPlainString();
    }
    return node.isValueNode() ? node.asString() : node.toString();
  }

  /** Percent-decoding that lets broken escapes stand; a plus is a blank. */
  static String decoded(String text) {
    return percentDecoded(text.replace('+', ' '));
  }

  static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
      if (low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
