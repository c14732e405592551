package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.schema.Shape;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON that mostly fits a shape, and now and then does not in one place. */
final class ShapeGenerator {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Texts that fit one pattern or another, and some that fit none. */
  private static final List<String> TEXTS =
      List.of(
          "pos-01",
          "scsi0",
          "net0",
          "ide2",
          "local-lvm",
          "4GiB",
          "512MiB",
          "0GiB",
          "4GB",
          "30s",
          "5m",
          "host",
          "+aes",
          "-pcid",
          "vmbr0",
          "BC:24:11:00:20:00",
          "01:24:11:00:20:00",
          "10.0.0.1",
          "10.0.0.1/24",
          "fd00::1",
          "fd00::1/64",
          "dhcp",
          "auto",
          "env:TOKEN",
          "local:iso/a.iso",
          "local:snippets/u.yaml",
          "none",
          "q35",
          "pc-q35-9.0+pve1",
          "ssh-ed25519 AAAA ops",
          "/memory",
          "a,b",
          "x y",
          "관리자",
          "20-30",
          "20");

  private final Random random;

  ShapeGenerator(Random random) {
    this.random = random;
  }

  /** A whole document: a mapping at least. */
  ObjectNode document(Shape.Struct shape) {
    return struct(shape);
  }

  private JsonNode value(Shape shape) {
    if (random.nextInt(400) == 0) {
      return anything();
    }
    return switch (shape) {
      case Shape.Struct struct -> struct(struct);
      case Shape.Dictionary dictionary -> dictionary(dictionary);
      case Shape.Array array -> array(array);
      case Shape.Text text -> JSON.stringNode(text(text));
      case Shape.Words words ->
          JSON.stringNode(words.words().get(random.nextInt(words.words().size())));
      case Shape.SecretReference _ ->
          JSON.stringNode(random.nextInt(40) == 0 ? "hunter2" : "env:TOKEN");
      case Shape.Whole whole -> JSON.numberNode(number(whole.min(), whole.max()));
      case Shape.Decimal decimal ->
          random.nextBoolean()
              ? JSON.numberNode(number((long) decimal.min(), (long) decimal.max()))
              : JSON.numberNode(random.nextInt(500) + 0.5);
      case Shape.Flag _ -> JSON.booleanNode(random.nextBoolean());
      case Shape.Either either ->
          value(either.shapes().get(random.nextInt(either.shapes().size())));
    };
  }

  private long number(long min, long max) {
    return switch (random.nextInt(60)) {
      case 0 -> max + 1;
      case 1 -> min - 1;
      case 2 -> max;
      default -> min + random.nextLong(Math.max(1, Math.min(max - min, 1_000)));
    };
  }

  /** An example or a text that fits; sometimes one that does not. */
  private String text(Shape.Text text) {
    List<String> fitting = TEXTS.stream().filter(t -> text.pattern().isEmpty() || t.matches(text.pattern().get())).toList();
    List<String> good = fitting.isEmpty() ? text.examples() : fitting;
    return good.isEmpty() || random.nextInt(60) == 0
        ? TEXTS.get(random.nextInt(TEXTS.size()))
        : good.get(random.nextInt(good.size()));
  }

  private ObjectNode struct(Shape.Struct struct) {
    ObjectNode node = JSON.objectNode();
    for (Shape.Field field : struct.fields()) {
      if (field.required() ? random.nextInt(200) > 0 : random.nextInt(3) == 0) {
        boolean isNull = field.nullable() ? random.nextInt(6) == 0 : random.nextInt(300) == 0;
        node.set(field.name(), isNull ? JSON.nullNode() : value(field.shape()));
      }
    }
    if (random.nextInt(200) == 0) {
      node.put("surprise", 1);
    }
    return node;
  }

  private ObjectNode dictionary(Shape.Dictionary dictionary) {
    ObjectNode node = JSON.objectNode();
    List<String> keys = TEXTS.stream().filter(t -> t.matches(dictionary.keyPattern())).toList();
    for (int i = 0; i < 2 && !keys.isEmpty(); i++) {
      boolean isNull = dictionary.nullableValues() && random.nextInt(5) == 0;
      node.set(keys.get(random.nextInt(keys.size())), isNull ? JSON.nullNode() : value(dictionary.value()));
    }
    if (random.nextInt(60) == 0) {
      node.set("no such key!", value(dictionary.value()));
    }
    return node;
  }

  private ArrayNode array(Shape.Array array) {
    ArrayNode node = JSON.arrayNode();
    int size = random.nextInt(40) == 0 ? 0 : Math.max(1, array.minItems());
    for (int i = 0; i < size; i++) {
      node.add(value(array.item()));
    }
    if (random.nextInt(60) == 0 && size > 0) {
      node.add(node.get(0));
    }
    return node;
  }

  private JsonNode anything() {
    return switch (random.nextInt(6)) {
      case 0 -> JSON.stringNode("text");
      case 1 -> JSON.numberNode(7);
      case 2 -> JSON.booleanNode(true);
      case 3 -> JSON.arrayNode().add("a");
      case 4 -> JSON.objectNode().put("a", 1);
      default -> JSON.nullNode();
    };
  }
}
