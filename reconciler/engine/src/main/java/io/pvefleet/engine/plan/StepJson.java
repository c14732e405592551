package io.pvefleet.engine.plan;

import io.pvefleet.pve.wire.PveRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Steps and requests as JSON, for plans and journals alike. A secret stays the reference that it is; its text is not known here.
 *
 * <pre>{@code
 * {"key": "config", "title": "...", "impact": "restart", "predicted": false, "request":
 *   {"method": "POST", "path": "/nodes/pve1/qemu/102/config", "params": [{"name": "memory", "value": "4096"},
 *     {"name": "cipassword", "secret": "env:OPS_PASSWORD"}]}}
 * }</pre>
 */
public final class StepJson {

  private StepJson() {}

  public static ObjectNode write(Step step) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("key", step.key());
    node.put("title", step.title());
    node.put("impact", step.impact().word());
    node.put("predicted", step.predicted());
    step.notAfter().ifPresent(limit -> node.put("notAfter", limit.toString()));
    node.set("request", write(step.request()));
    return node;
  }

  public static Step step(JsonNode node) {
    return new Step(
        node.path("key").asString(), node.path("title").asString(), request(node.path("request")),
        impact(node.path("impact").asString()), node.path("predicted").booleanValue(),
        node.has("notAfter") ? Optional.of(Instant.parse(node.path("notAfter").asString())) : Optional.empty());
  }

  public static ObjectNode write(PveRequest request) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("method", request.method().name());
    node.put("path", request.path());
    ArrayNode params = node.putArray("params");
    for (PveRequest.Param param : request.params()) {
      ObjectNode one = params.addObject().put("name", param.name());
      switch (param.value()) {
        case PveRequest.Value.Text(String text) -> one.put("value", text);
        case PveRequest.Value.Secret(String reference) -> one.put("secret", reference);
      }
    }
    return node;
  }

  public static PveRequest request(JsonNode node) {
    List<PveRequest.Param> params = new ArrayList<>();
    for (JsonNode param : node.path("params")) {
      PveRequest.Value value = param.has("secret")
          ? new PveRequest.Value.Secret(param.path("secret").asString())
          : new PveRequest.Value.Text(param.path("value").asString());
      params.add(new PveRequest.Param(param.path("name").asString(), value));
    }
    return new PveRequest(PveRequest.Method.valueOf(node.path("method").asString()), node.path("path").asString(), params);
  }

  /** The impact that a word stands for. */
  public static Impact impact(String word) {
    for (Impact impact : Impact.values()) {
      if (impact.word().equals(word)) {
        return impact;
      }
    }
    throw new IllegalArgumentException("no impact is called " + word);
  }
}
