package io.pvefleet.app.web.api;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds real answers against a description of them, field by field; a field that is not described is one too many. */
final class Promised {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode description;
  private final Map<String, Schema> schemas = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  Promised(JsonNode description) {
    this.description = description;
  }

  /** What does not hold. */
  List<String> broken() {
    return broken;
  }

  void holds(String path, String address, String answer) {
    schemas.computeIfAbsent(path, this::schema).validate(answer, InputFormat.JSON)
        .forEach(error -> broken.add(address + " " + error.getInstanceLocation() + ": " + error.getMessage()));
  }

  private Schema schema(String path) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", closed(description.get("components")));
    whole.set("allOf", JSON.createArrayNode().add(closed(
        description.get("paths").get(path).at("/get/responses/200/content/application~1json/schema"))));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole.toString(), InputFormat.JSON);
  }

  /** The same with nothing allowed that is not named. */
  private static JsonNode closed(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    close(copy);
    return copy;
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("type").asString("").equals("object") && object.has("properties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Promised::close);
  }
}
