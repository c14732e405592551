package io.pvefleet.fleet.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.Checkout;
import io.pvefleet.fleet.resolve.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The committed schemas are those of the shapes. After a change of a shape, run this test with
 * {@code -Dpvefleet.schemas=write} and review what it wrote. The schemas of guests are held by a test of the engine.
 */
class SchemaFilesTest {

  private static final List<String> ALL =
      List.of("Fleet", "Site", "Host", "Profile", "AccessPolicy", "Window", "Tombstone", "VirtualMachine");

  @Test
  void committedSchemasAreThoseOfTheShapes() throws IOException {
    Map<String, String> schemas = new TreeMap<>();
    Kinds kinds = new Kinds(List.of());
    for (String kind : List.of("Fleet", "Site", "Host", "AccessPolicy", "Window", "Tombstone")) {
      schemas.put(JsonSchemaWriter.fileName(kind), JsonSchemaWriter.document(kind, kinds.documents().get(kind)));
    }
    schemas.put("document.json", JsonSchemaWriter.anyDocument(ALL));

    for (String folder : List.of("schemas/v1", "fleet-repo-example/schemas/v1")) {
      for (Map.Entry<String, String> schema : schemas.entrySet()) {
        Path file = Checkout.root().resolve(folder).resolve(schema.getKey());
        if ("write".equals(System.getProperty("pvefleet.schemas"))) {
          Files.createDirectories(file.getParent());
          Files.writeString(file, schema.getValue());
        }
        assertThat(file).exists().content().as("%s; -Dpvefleet.schemas=write writes it", file).isEqualTo(schema.getValue());
      }
    }
  }

  @Test
  void everySchemaOfTheExampleIsTheCommittedOne() throws IOException {
    try (var files = Files.list(Checkout.root().resolve("schemas/v1"))) {
      for (Path file : files.sorted().toList()) {
        assertThat(Checkout.root().resolve("fleet-repo-example/schemas/v1").resolve(file.getFileName()))
            .hasSameTextualContentAs(file);
      }
    }
  }
}
