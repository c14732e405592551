package io.pvefleet.pve.simulator.world.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.Reference;
import io.pvefleet.pve.simulator.world.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema that the simulator carries is what the API says of itself. With the system property {@code schema.write} it is
 * written anew from there.
 */
class ApiSchemaTest {

  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Set<String> KEPT =
      Set.of(
          "type", "optional", "format", "minimum", "maximum", "minLength", "maxLength", "enum", "pattern", "requires",
          "default_key", "alias", "keyAlias");

  @Test
  void everySimulatedCallTakesTheParametersOfTheRealOne() throws IOException {
    Map<String, JsonNode> real = real();
    ObjectNode trimmed = JsonNodeFactory.instance.objectNode();
    for (String key : Api.simulated()) {
      assertThat(real).as("a simulated call that the API does not have").containsKey(key);
      trimmed.set(key, trim(real.get(key)));
    }
    if (System.getProperty("schema.write") != null) {
      Files.writeString(resource(), JSON.writeValueAsString(trimmed) + "\n");
    }
    JsonNode carried = JSON.readTree(Files.readString(resource()));
    assertThat(carried.propertyNames()).containsExactlyElementsOf(Api.simulated());
    for (String key : Api.simulated()) {
      assertThat(carried.get(key)).as(key).isEqualTo(trimmed.get(key));
    }
    System.out.println("schema: " + Api.simulated().size() + " simulated calls of " + real.size() + " agree in all parameters");
  }

  @Test
  void everySimulatedCallIsInTheSchema() {
    assertThat(ApiSchema.PVE_9_2.endpoints().keySet()).containsExactlyElementsOf(Api.simulated());
  }

  private static Map<String, JsonNode> real() throws IOException {
    Map<String, JsonNode> calls = new TreeMap<>();
    collect(JSON.readTree(Files.readString(Reference.file("pve-api-schema.json"))), calls);
    return calls;
  }

  private static void collect(JsonNode nodes, Map<String, JsonNode> calls) {
    for (JsonNode node : nodes) {
      node.path("info").properties().forEach(e -> calls.put(e.getKey() + " " + node.get("path").asString(), e.getValue()));
      collect(node.path("children"), calls);
    }
  }

  private static ObjectNode trim(JsonNode call) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    if (call.path("protected").asInt(0) == 1) {
      kept.put("protected", 1);
    }
    if (call.has("proxyto")) {
      kept.set("proxyto", call.get("proxyto"));
    }
    if (call.path("permissions").has("check")) {
      kept.set("check", call.get("permissions").get("check"));
    }
    ObjectNode parameters = kept.putObject("parameters");
    for (String name : sorted(call.path("parameters").path("properties"))) {
      parameters.set(name, property(call.get("parameters").get("properties").get(name)));
    }
    return kept;
  }

  private static ObjectNode property(JsonNode property) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String name : sorted(property)) {
      JsonNode value = property.get(name);
      if (name.equals("format") && value.isObject()) {
        ObjectNode format = kept.putObject("format");
        sorted(value).forEach(sub -> format.set(sub, property(value.get(sub))));
      } else if (KEPT.contains(name)) {
        kept.set(name, value);
      }
    }
    return kept;
  }

  private static List<String> sorted(JsonNode object) {
    return object.propertyNames().stream().sorted().toList();
  }

  private static Path resource() {
    return Reference.module().resolve("src/main/resources/io/pvefleet/pve/simulator/world/schema/api-schema.json");
  }
}
