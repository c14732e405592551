package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.pvefleet.engine.Checkout;
import io.pvefleet.fleet.resolve.Kinds;
import io.pvefleet.fleet.schema.JsonSchemaWriter;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.schema.ShapeChecker;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed schemas are those of the shapes, and accept what the checker accepts. */
class VmSchemaFileTest {

  private static final Kinds KINDS = new Kinds(List.of(new VmKind()));

  /** After a change of the shape, run with {@code -Dpvefleet.schemas=write} and review what it wrote. */
  @ParameterizedTest
  @ValueSource(strings = {"VirtualMachine", "Profile"})
  void committedSchemaIsThatOfTheShape(String kind) throws IOException {
    String schema = schema(kind);
    for (String folder : List.of("schemas/v1", "fleet-repo-example/schemas/v1")) {
      Path file = Checkout.root().resolve(folder).resolve(JsonSchemaWriter.fileName(kind));
      if ("write".equals(System.getProperty("pvefleet.schemas"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, schema);
      }
      assertThat(file).exists().content().as("%s; -Dpvefleet.schemas=write writes it", file).isEqualTo(schema);
    }
  }

  private static String schema(String kind) {
    return JsonSchemaWriter.document(kind, shape(kind));
  }

  private static Shape.Struct shape(String kind) {
    Shape.Struct shape = KINDS.documents().get(kind);
    assertThat(shape).isNotNull();
    return shape;
  }

  @Test
  void schemaAndCheckerAgreeOnGeneratedDocuments() {
    Shape.Struct shape = shape("VirtualMachine");
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema("VirtualMachine"), InputFormat.JSON);
    long seed = Long.getLong("pvefleet.seed", 20261122L);
    System.out.println("generated documents from seed " + seed + " (-Dpvefleet.seed)");
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 1_500; i++) {
      String json = new ShapeGenerator(random).document(shape).toString();
      boolean bySchema = validator.validate(json, InputFormat.JSON).isEmpty();
      boolean byChecker = ShapeChecker.check(shape, node(json), "").isEmpty();
      assertThat(byChecker).as("document %s: %s", i, json).isEqualTo(bySchema);
      accepted += byChecker ? 1 : 0;
    }
    assertThat(accepted).as("documents that both accept").isBetween(300, 1_300);
  }

  private static Node node(String json) {
    var file = YamlReader.read("generated.yaml", json.getBytes(StandardCharsets.UTF_8));
    assertThat(file.problems()).as(json).isEmpty();
    return file.documents().getFirst();
  }
}
