package io.pvefleet.pve.http;

import io.pvefleet.pve.wire.PveResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads answers of PVE 7, 8 and 9. The error text stands in the reason phrase (first line only), since pve-http-server 5.2.0
 * also, in full, in {@code message}; errors from outside a handler have an empty or plain-text body.
 */
final class AnswerReader {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Below this a replaced text could be a harmless word, and no token or ticket is that short. */
  private static final int MIN_SECRET = 4;

  private AnswerReader() {}

  /**
   * The answer; empty where a success has a body without {@code data}, hence not Proxmox's, which sends {@code null} at least.
   *
   * @param secrets texts to mask wherever the host repeats them in an error
   */
  static Optional<PveResponse> read(int status, String reason, byte[] body, List<String> secrets) {
    Optional<JsonNode> json = parse(body).filter(JsonNode::isObject);
    boolean isSuccess = status >= 200 && status < 300;
    if (isSuccess) {
      return json.filter(j -> j.has("data")).map(j -> new PveResponse(status, reason, data(j), Map.of(), ""));
    }
    Map<String, String> errors = new LinkedHashMap<>();
    json.map(j -> j.path("errors"))
        .ifPresent(node -> node.forEachEntry((key, text) -> errors.put(key, mask(text(text), secrets))));
    String message = json.map(j -> text(j.path("message")).strip()).filter(m -> !m.isEmpty()).orElse(reason.strip());
    JsonNode data = json.map(AnswerReader::data).orElseGet(AnswerReader::none);
    return Optional.of(new PveResponse(status, mask(reason, secrets), data, errors, mask(message, secrets)));
  }

  private static String mask(String text, List<String> secrets) {
    String masked = text;
    for (String secret : secrets) {
      if (secret.length() >= MIN_SECRET) {
        masked = masked.replace(secret, "***").replace(FormEncoding.encode(secret), "***");
      }
    }
    return masked;
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.asString() : node.isMissingNode() || node.isNull() ? "" : node.toString();
  }

  private static JsonNode data(JsonNode json) {
    return json.path("data").isMissingNode() ? none() : json.path("data");
  }

  private static JsonNode none() {
    return JsonNodeFactory.instance.nullNode();
  }

  private static Optional<JsonNode> parse(byte[] body) {
    if (body.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(new String(body, StandardCharsets.UTF_8)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
