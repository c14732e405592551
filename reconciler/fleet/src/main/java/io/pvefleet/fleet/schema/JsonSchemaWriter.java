package io.pvefleet.fleet.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes shapes as JSON Schema, draft-07, because that is what the YAML servers of editors read. Pure; the same shape gives
 * the same bytes. The schema accepts what {@link ShapeChecker} accepts.
 */
public final class JsonSchemaWriter {

  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
  private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Structs that occur more than once are written once; the name of a definition is the key that it first stood under. */
  private final Map<Shape.Struct, Integer> occurrences = new HashMap<>();

  private final Map<Shape.Struct, String> definitionNames = new HashMap<>();
  private final ObjectNode definitions = JSON.objectNode();

  private JsonSchemaWriter() {}

  /**
   * The schema of a kind's documents.
   *
   * @param document shape of the whole document, from apiVersion to spec, as {@code DocumentShape.of} or {@code Kinds} gives it
   */
  public static String document(String kind, Shape.Struct document) {
    return new JsonSchemaWriter().write(kind, document);
  }

  /**
   * A schema for files that hold documents of several kinds: each document is checked against the schema of its kind, which
   * lies beside it as {@link #fileName}.
   */
  public static String anyDocument(Collection<String> kinds) {
    ObjectNode root = root("pvefleet document", "A document of any kind; the schema of its kind decides.");
    root.put("type", "object");
    ObjectNode kind = JSON.objectNode().put("description", "What the document describes.");
    kinds.forEach(kind.withArray("enum")::add);
    root.putObject("properties").set("kind", kind);
    root.putArray("required").add("apiVersion").add("kind");
    ArrayNode choices = root.putArray("allOf");
    for (String one : kinds) {
      ObjectNode choice = choices.addObject();
      ObjectNode condition = choice.putObject("if");
      condition.putObject("properties").putObject("kind").put("const", one);
      condition.putArray("required").add("kind");
      choice.putObject("then").put("$ref", fileName(one));
    }
    return text(root);
  }

  /** The name of a kind's schema in {@code schemas/v1/}. */
  public static String fileName(String kind) {
    return kind.toLowerCase(java.util.Locale.ROOT) + ".json";
  }

  private String write(String kind, Shape.Struct document) {
    count(document);
    ObjectNode root = root("pvefleet " + kind, document.description());
    struct(document, root);
    if (!definitions.isEmpty()) {
      ObjectNode sorted = root.putObject("definitions");
      for (String name : new TreeSet<>(definitions.propertyNames())) {
        sorted.set(name, definitions.get(name));
      }
    }
    return text(root);
  }

  private static ObjectNode root(String title, String description) {
    return JSON.objectNode().put("$schema", DRAFT).put("title", title).put("description", description);
  }

  private static String text(ObjectNode root) {
    return MAPPER.writeValueAsString(root).replace("\r\n", "\n") + "\n";
  }

  private void count(Shape shape) {
    switch (shape) {
      case Shape.Struct struct -> {
        if (occurrences.merge(struct, 1, Integer::sum) == 1) {
          struct.fields().forEach(field -> count(field.shape()));
        }
      }
      case Shape.Dictionary dictionary -> count(dictionary.value());
      case Shape.Array array -> count(array.item());
      case Shape.Either either -> either.shapes().forEach(this::count);
      case Shape.Text _, Shape.Words _, Shape.SecretReference _, Shape.Whole _, Shape.Decimal _, Shape.Flag _ -> { }
    }
  }

  private ObjectNode schema(String key, Shape shape) {
    ObjectNode node = JSON.objectNode();
    if (shape instanceof Shape.Struct struct && occurrences.getOrDefault(struct, 0) > 1) {
      return node.put("$ref", "#/definitions/" + define(key, struct));
    }
    node.put("description", shape.description());
    switch (shape) {
      case Shape.Struct struct -> struct(struct, node);
      case Shape.Dictionary dictionary -> {
        node.put("type", "object");
        node.putObject("patternProperties").set(anchored(dictionary.keyPattern()),
            nullable(schema(key, dictionary.value()), dictionary.nullableValues()));
        node.put("additionalProperties", false);
      }
      case Shape.Array array -> array(key, array, node);
      case Shape.Text text -> text(text, node);
      case Shape.Words words when words.words().size() == 1 -> node.put("const", words.words().getFirst());
      case Shape.Words words -> words.words().forEach(node.withArray("enum")::add);
      case Shape.SecretReference _ -> node.put("type", "string").put("pattern", anchored(Shape.SecretReference.PATTERN));
      case Shape.Whole whole -> node.put("type", "integer").put("minimum", whole.min()).put("maximum", whole.max());
      case Shape.Decimal decimal -> node.put("type", "number").put("minimum", decimal.min()).put("maximum", decimal.max());
      case Shape.Flag _ -> node.put("type", "boolean");
      case Shape.Either either -> either.shapes().forEach(one -> node.withArray("anyOf").add(schema(key, one)));
    }
    return node;
  }

  private void struct(Shape.Struct struct, ObjectNode node) {
    node.put("type", "object");
    ObjectNode properties = node.putObject("properties");
    struct.fields().forEach(f -> properties.set(f.name(), nullable(schema(f.name(), f.shape()), f.nullable())));
    List<String> required = struct.fields().stream().filter(Shape.Field::required).map(Shape.Field::name).toList();
    if (!required.isEmpty()) {
      required.forEach(node.putArray("required")::add);
    }
    node.put("additionalProperties", struct.isOpen());
  }

  private void array(String key, Shape.Array array, ObjectNode node) {
    node.put("type", "array").set("items", schema(key, array.item()));
    if (array.minItems() > 0) {
      node.put("minItems", array.minItems());
    }
    if (array.uniqueItems()) {
      node.put("uniqueItems", true);
    }
  }

  private static void text(Shape.Text text, ObjectNode node) {
    node.put("type", "string");
    text.pattern().ifPresent(pattern -> node.put("pattern", anchored(pattern)));
    node.put("minLength", text.minLength()).put("maxLength", text.maxLength());
    if (!text.examples().isEmpty()) {
      text.examples().forEach(node.putArray("examples")::add);
    }
  }

  private String define(String key, Shape.Struct struct) {
    return Optional.ofNullable(definitionNames.get(struct)).orElseGet(() -> {
      String name = key;
      for (int n = 2; definitionNames.containsValue(name); n++) {
        name = key + n;
      }
      definitionNames.put(struct, name);
      ObjectNode node = JSON.objectNode().put("description", struct.description());
      struct(struct, node);
      definitions.set(name, node);
      return name;
    });
  }

  private static ObjectNode nullable(ObjectNode schema, boolean nullable) {
    if (!nullable) {
      return schema;
    }
    if (schema.has("type")) {
      String type = schema.get("type").asString();
      schema.set("type", JSON.arrayNode().add(type).add("null"));
      return schema;
    }
    if (schema.has("enum")) {
      schema.withArray("enum").addNull();
      return schema;
    }
    ObjectNode either = JSON.objectNode();
    if (schema.has("description")) {
      either.set("description", schema.get("description"));
    }
    either.putArray("anyOf").add(schema).addObject().put("type", "null");
    return either;
  }

  private static String anchored(String pattern) {
    return "^(?:" + pattern + ")$";
  }
}
