package io.pvefleet.app.web.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Holds a description of JSON against the types that are really written. */
final class Described {
  private final JsonNode schemas;
  private final List<String> wrong = new ArrayList<>();

  Described(JsonNode schemas) {
    this.schemas = schemas;
  }

  List<String> wrong() {
    return wrong;
  }

  void check(String at, Type type, JsonNode schema) {
    check(at, type, schema, Map.of());
  }

  private void check(String at, Type type, JsonNode given, Map<TypeVariable<?>, Type> bound) {
    JsonNode schema = resolved(given);
    if (type instanceof TypeVariable<?> variable) {
      check(at, bound.getOrDefault(variable, Object.class), schema, bound);
    } else if (type instanceof ParameterizedType generic) {
      generic(at, generic, schema, bound);
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      record(at, plain, schema, bound);
    } else {
      String wanted = word(type);
      expect(at, schema.path("type").asString("").equals(wanted), "is no " + wanted + ": " + schema);
      expect(at, type != Instant.class || schema.path("format").asString("").equals("date-time"), "is no date-time");
    }
  }

  private void generic(String at, ParameterizedType type, JsonNode schema, Map<TypeVariable<?>, Type> bound) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] inner = type.getActualTypeArguments();
    if (raw == Optional.class) {
      JsonNode present = withoutNull(schema);
      expect(at, present != schema, "may be null, which is not said");
      check(at, inner[0], present, bound);
    } else if (raw == ResponseEntity.class) {
      check(at, inner[0], schema, bound);
    } else if (Collection.class.isAssignableFrom(raw)) {
      expect(at, schema.path("type").asString("").equals("array"), "is no array");
      check(at + "[]", inner[0], schema.path("items"), bound);
    } else if (Map.class.isAssignableFrom(raw)) {
      expect(at, schema.path("type").asString("").equals("object"), "is no object");
      check(at + "{}", inner[1], schema.path("additionalProperties"), bound);
    } else {
      Map<TypeVariable<?>, Type> more = new HashMap<>(bound);
      for (int i = 0; i < inner.length; i++) {
        more.put(raw.getTypeParameters()[i], inner[i]);
      }
      record(at, raw, schema, more);
    }
  }

  private void record(String at, Class<?> type, JsonNode schema, Map<TypeVariable<?>, Type> bound) {
    Set<String> names = new TreeSet<>(Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList());
    Set<String> described = new TreeSet<>(schema.path("properties").propertyNames());
    expect(at, described.equals(names), "has " + names + " and not " + described);
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asString()));
    expect(at, required.equals(names), "always has all of its fields, said are " + required);
    for (RecordComponent component : type.getRecordComponents()) {
      check(at + "." + component.getName(), component.getGenericType(), schema.path("properties").path(component.getName()), bound);
    }
  }

  private JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    return reference.isEmpty() ? schema : schemas.path(reference.substring(reference.lastIndexOf('/') + 1));
  }

  /** What is left where null is one of the possibilities; the schema itself where it is none. */
  private JsonNode withoutNull(JsonNode schema) {
    if (schema.path("anyOf").isArray()) {
      List<JsonNode> others = new ArrayList<>();
      schema.path("anyOf").forEach(one -> {
        if (!one.path("type").asString("").equals("null")) {
          others.add(one);
        }
      });
      return others.size() == schema.path("anyOf").size() ? schema : resolved(others.getFirst());
    }
    if (schema.path("type").isArray()) {
      for (JsonNode one : schema.path("type")) {
        if (one.asString().equals("null")) {
          tools.jackson.databind.node.ObjectNode present = (tools.jackson.databind.node.ObjectNode) schema.deepCopy();
          present.put("type", schema.path("type").get(0).asString());
          return present;
        }
      }
    }
    return schema;
  }

  private static String word(Type type) {
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "integer";
    }
    if (type == double.class || type == Double.class) {
      return "number";
    }
    return type == boolean.class || type == Boolean.class ? "boolean" : "string";
  }

  private void expect(String at, boolean isSo, String says) {
    if (!isSo) {
      wrong.add(at + " " + says);
    }
  }
}
