package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.schema.VmSchema;
import io.pvefleet.fleet.schema.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Specs of a VM by chance, by the kind's own shape, so that a new field is generated from the day it exists. Values come from
 * {@link SpecValues} where a shape alone would give what no host takes. Disks are made by {@link DiskGenerator}.
 */
final class SpecGenerator {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Random random;

  SpecGenerator(Random random) {
    this.random = random;
  }

  ObjectNode spec() {
    ObjectNode spec = JSON.objectNode();
    for (Shape.Field field : VmSchema.SPEC.fields()) {
      if (field.name().equals("vmid")) {
        spec.put("vmid", 102);
      } else if (field.name().equals("disks")) {
        spec.set("disks", new DiskGenerator(random, this).disks());
      } else {
        field(spec, field, field.name());
      }
    }
    return spec;
  }

  /** Perhaps this field. */
  void field(ObjectNode into, Shape.Field field, String path) {
    if (field.required() || random.nextInt(100) < (path.equals("cloudInit") ? 75 : 40)) {
      into.set(field.name(), field.nullable() && random.nextInt(8) == 0 ? JSON.nullNode() : value(field.shape(), path));
    }
  }

  private JsonNode value(Shape shape, String path) {
    List<JsonNode> known = SpecValues.of(path);
    if (!known.isEmpty() && !(shape instanceof Shape.Array)) {
      return known.get(random.nextInt(known.size()));
    }
    return switch (shape) {
      case Shape.Struct struct -> struct(struct, path);
      case Shape.Dictionary dictionary -> dictionary(dictionary, path);
      case Shape.Array array -> array(array, path);
      case Shape.Text text -> JSON.stringNode(text.examples().get(random.nextInt(text.examples().size())));
      case Shape.Words words -> JSON.stringNode(words.words().get(random.nextInt(words.words().size())));
      case Shape.SecretReference ignored -> JSON.stringNode("env:SECRET");
      case Shape.Whole whole -> JSON.numberNode(whole.min() + random.nextLong(Math.min(whole.max() - whole.min() + 1, 8)));
      case Shape.Decimal decimal -> JSON.numberNode((long) decimal.min() + random.nextInt(4));
      case Shape.Flag ignored -> JSON.booleanNode(random.nextBoolean());
      case Shape.Either either -> {
        int branch = random.nextInt(either.shapes().size());
        yield value(either.shapes().get(branch), path + "|" + branch);
      }
    };
  }

  ObjectNode struct(Shape.Struct struct, String path) {
    ObjectNode node = JSON.objectNode();
    struct.fields().forEach(field -> field(node, field, path + "." + field.name()));
    return node;
  }

  private ObjectNode dictionary(Shape.Dictionary dictionary, String path) {
    ObjectNode node = JSON.objectNode();
    List<String> keys = new ArrayList<>(SpecValues.keys(path));
    Collections.shuffle(keys, random);
    int most = path.equals("pve") ? 6 : 2;
    for (String key : keys.subList(0, Math.min(keys.size(), 1 + random.nextInt(most)))) {
      boolean isNull = dictionary.nullableValues() && random.nextInt(8) == 0;
      String at = SpecValues.of(path + "." + key).isEmpty() ? path + ".*" : path + "." + key;
      node.set(key, isNull ? JSON.nullNode() : value(dictionary.value(), at));
    }
    return node;
  }

  private ArrayNode array(Shape.Array array, String path) {
    List<JsonNode> items = new ArrayList<>(SpecValues.of(path));
    ArrayNode node = JSON.arrayNode();
    if (items.isEmpty()) {
      node.add(value(array.item(), path + "[]"));
      return node;
    }
    Collections.shuffle(items, random);
    int least = Math.max(array.minItems(), random.nextInt(8) == 0 ? 0 : 1);
    items.subList(0, Math.min(items.size(), least + random.nextInt(2))).forEach(node::add);
    return node;
  }
}
