package io.pvefleet.fleet.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.pvefleet.fleet.model.Quantity;
import io.pvefleet.fleet.resolve.Kinds;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What editors say and what the program says is the same: valid documents and mutations of them, from printed seeds. */
class SchemaAgreementTest {

  private static final Place HERE = new Place("g.yaml", 1, 1);
  private static final int ROUNDS = 1_500;

  /** Every case of a shape in one. */
  private static final Shape.Struct DISK = new Shape.Struct("A disk.", List.of(
      Shape.Field.required("storage", Shape.Text.of("Storage.")),
      Shape.Field.nullable("size", Quantity.shape("Size.", "64GiB", "1TiB"))));
  private static final Shape.Struct EVERYTHING = new Shape.Struct("Everything.", List.of(
      Shape.Field.required("vmid", new Shape.Whole("Number.", 100, 999)),
      Shape.Field.nullable("power", Shape.Words.of("Power.", "running", "stopped")),
      Shape.Field.optional("only", Shape.Words.of("One word.", "word")),
      Shape.Field.nullable("cpu", new Shape.Decimal("Share.", 0, 1.5)),
      Shape.Field.nullable("agent", new Shape.Either("Agent.", List.of(new Shape.Flag("On."),
          new Shape.Struct("Options.", List.of(Shape.Field.required("type", Shape.Words.of("Type.", "virtio", "isa"))))))),
      Shape.Field.optional("raw", Shape.Dictionary.nullable("Raw.", "[a-z]+[0-9]*",
          new Shape.Either("Anything.", List.of(Shape.Text.of("Text."), new Shape.Whole("Number.", -5, 5), new Shape.Flag("Flag."))))),
      Shape.Field.optional("disks", Shape.Dictionary.nullable("Disks.", "scsi[0-9]", DISK)),
      Shape.Field.nullable("first", DISK),
      Shape.Field.optional("tags", new Shape.Array("Tags.", new Shape.Text("Tag.", Optional.of("[a-z]+"), 2, 5, List.of("till")), 1, true)),
      Shape.Field.optional("secret", new Shape.SecretReference("Secret.")),
      Shape.Field.optional("labels", new Shape.Dictionary("Labels.", "[a-z]+", Shape.Text.of("Label.")))));

  @Test
  void schemaAndCheckerAgreeOnEveryShape() {
    agree("Everything", EVERYTHING, 1);
    agree("EverythingRelaxed", Shape.withNothingRequired(EVERYTHING), 2);
  }

  @Test
  void schemaAndCheckerAgreeOnOurKinds() {
    Map<String, Shape.Struct> documents = new TreeMap<>(new Kinds(List.of()).documents());
    long seed = 10;
    for (Map.Entry<String, Shape.Struct> kind : documents.entrySet()) {
      agree(kind.getKey(), kind.getValue(), seed++);
    }
  }

  private static void agree(String kind, Shape.Struct shape, long seed) {
    Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(JsonSchemaWriter.document(kind, shape), InputFormat.JSON);
    Random random = new Random(seed);
    int valid = 0;
    int invalid = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Node node = new ShapeSamples(random).valid(shape);
      assertThat(ShapeChecker.check(shape, node, "")).as("%s, seed %d, round %d: %s", kind, seed, round, json(node)).isEmpty();
      for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
        boolean byChecker = ShapeChecker.check(shape, node, "").isEmpty();
        boolean bySchema = schema.validate(json(node)).isEmpty();
        assertThat(byChecker).as("%s, seed %d, round %d: checker %s, schema %s, %s", kind, seed, round,
            ShapeChecker.check(shape, node, ""), schema.validate(json(node)), json(node)).isEqualTo(bySchema);
        valid += byChecker ? 1 : 0;
        invalid += byChecker ? 0 : 1;
        node = new ShapeSamples(random).mutated(node);
      }
    }
    assertThat(valid).as("%s: valid documents", kind).isGreaterThan(ROUNDS);
    assertThat(invalid).as("%s: invalid documents", kind).isGreaterThan(ROUNDS / 4);
  }

  static JsonNode json(Node node) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (node) {
      case Node.Mapping mapping -> {
        ObjectNode object = json.objectNode();
        mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
        yield object;
      }
      case Node.Sequence sequence -> {
        ArrayNode array = json.arrayNode();
        sequence.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case Node.Scalar scalar -> switch (scalar.type()) {
        case STRING -> json.stringNode(scalar.text());
        case INTEGER -> json.numberNode(new java.math.BigInteger(scalar.text()));
        case NUMBER -> json.numberNode(Double.parseDouble(scalar.text()));
        case BOOLEAN -> json.booleanNode(Boolean.parseBoolean(scalar.text()));
        case NULL -> json.nullNode();
      };
    };
  }

  static Node.Scalar scalar(Node.ScalarType type, String text) {
    return new Node.Scalar(HERE, type, text);
  }

  static Node.Mapping mapping(List<Node.Entry> entries) {
    return new Node.Mapping(HERE, new ArrayList<>(entries));
  }

  static Node.Entry entry(String key, Node value) {
    return new Node.Entry(key, HERE, value);
  }

  static Node.Sequence sequence(List<Node> items) {
    return new Node.Sequence(HERE, items);
  }
}
