package io.pvefleet.vnc.web;

import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.ConsoleRequest;
import io.pvefleet.vnc.session.Display;
import io.pvefleet.vnc.session.Refusal;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of {@code POST /api/vnc/connect}, read strictly. */
final class ConnectBody {

  /** Five short fields take 200 bytes. */
  static final int MAX_BYTES = 4096;

  /** Proxmox's own range. */
  private static final int MIN_VMID = 100;
  private static final int MAX_VMID = 999_999_999;

  private static final List<String> FIELDS = List.of("host", "vmid", "viewOnly", "takeOver", "display");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ConnectBody() {}

  /** @throws ConsoleRefused naming the field that is wrong */
  static ConsoleRequest read(byte[] body) {
    JsonNode json = json(body);
    for (String field : json.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw unknown(field);
      }
    }
    String host = json.path("host").asString("");
    if (!json.path("host").isString() || host.isEmpty() || host.length() > 253) {
      throw wrong("host", "the name of a host");
    }
    JsonNode vmid = json.path("vmid");
    if (!vmid.isIntegralNumber() || !vmid.canConvertToInt() || vmid.asInt() < MIN_VMID || vmid.asInt() > MAX_VMID) {
      throw wrong("vmid", MIN_VMID + " - " + MAX_VMID);
    }
    Verb mode = isTrue(json, "viewOnly") ? Verb.VIEW : Verb.CONSOLE;
    return new ConsoleRequest(host, vmid.asInt(), mode, display(json.path("display")), isTrue(json, "takeOver"));
  }

  private static JsonNode json(byte[] body) {
    if (body.length > MAX_BYTES) {
      throw new ConsoleRefused(Refusal.MALFORMED, "size", Integer.toString(MAX_BYTES));
    }
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // Where exactly helps nobody who reads the documentation; what came is not repeated.
    }
    throw new ConsoleRefused(Refusal.MALFORMED, "json");
  }

  private static boolean isTrue(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw wrong(field, "true, false");
    }
    return value.asBoolean(false);
  }

  private static Optional<Display> display(JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    Optional<Display> display = Display.of(value.asString(""));
    if (display.isEmpty()) {
      throw wrong("display", "screen, terminal");
    }
    return display;
  }

  private static ConsoleRefused unknown(String field) {
    String shown = field.length() <= 40 ? field : field.substring(0, 40) + "...";
    return DidYouMean.closest(field, FIELDS)
        .map(meant -> new ConsoleRefused(Refusal.MALFORMED, "fieldMeant", shown, meant))
        .orElseGet(() -> new ConsoleRefused(Refusal.MALFORMED, "field", shown, String.join(", ", FIELDS)));
  }

  private static ConsoleRefused wrong(String field, String allowed) {
    return new ConsoleRefused(Refusal.MALFORMED, "value", field, allowed);
  }
}
