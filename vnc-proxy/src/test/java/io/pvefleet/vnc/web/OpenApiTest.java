package io.pvefleet.vnc.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.pvefleet.vnc.session.CloseReason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The API's description against what the API answers. */
class OpenApiTest {
  @TempDir private static Path folder;

  @Test
  void answersAreAsDescribed() throws Exception {
    try (TestFleet fleet = TestFleet.small(folder)) {
      Visitor kim = fleet.visitor("kim");
      JsonNode api = kim.get("/api/openapi.json").json();
      assertThat(api.path("openapi").asString()).isEqualTo("3.1.0");

      Visitor.Answer connected = kim.connect(fleet.host(), 101);
      holds(api, "Connected", connected.json());
      Socket socket = kim.open(connected);
      socket.shakeHands();
      socket.seePicture();
      String id = connected.json().path("sessionId").asString();
      holds(api, "Session", kim.get("/api/vnc/sessions/" + id).json());
      holds(api, "Sessions", kim.get("/api/vnc/sessions").json());
      holds(api, "Control", Visitor.JSON.readTree(socket.heard("presence")));
      holds(api, "Problem", kim.connect(fleet.host(), TestFleet.STOPPED).json());
      holds(api, "Problem", fleet.visitor("").connect(fleet.host(), 101).json());
      holds(api, "Problem", kim.connect(fleet.host(), 101, ",\"viewonly\":true").json());
      kim.delete("/api/vnc/sessions/" + id);
      holds(api, "Session", kim.get("/api/vnc/sessions/" + id).json());
      JsonNode rows = kim.get("/api/vnc/audit").json();
      assertThat(rows.path("rows").values()).isNotEmpty();
      holds(api, "AuditRows", rows);

      Set<Integer> described =
          api.path("components").path("schemas").path("CloseCode").path("enum").values().stream()
              .map(JsonNode::asInt)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(described)
          .isEqualTo(Arrays.stream(CloseReason.values()).map(CloseReason::code).collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  private static void holds(JsonNode api, String schema, JsonNode answer) {
    ObjectNode document = Visitor.JSON.createObjectNode();
    document.put("$ref", "#/components/schemas/" + schema);
    document.set("components", api.path("components"));
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document.toString(), InputFormat.JSON)
                .validate(answer.toString(), InputFormat.JSON))
        .as(schema + " " + answer)
        .isEmpty();
  }
}
