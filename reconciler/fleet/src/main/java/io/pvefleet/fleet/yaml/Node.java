package io.pvefleet.fleet.yaml;

import java.util.List;
import java.util.Optional;

/** A node of a YAML document (1.2 core schema), with the place where its text begins. Immutable. */
public sealed interface Node {

  Place place();

  /** A mapping in the order of its text; keys are unique. */
  record Mapping(Place place, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    public Optional<Node> get(String key) {
      return entry(key).map(Entry::value);
    }

    public Optional<Entry> entry(String key) {
      for (Entry entry : entries) {
        if (entry.key().equals(key)) {
          return Optional.of(entry);
        }
      }
      return Optional.empty();
    }

    /** The text of a scalar that is a string; empty where the key is missing or its value is anything else. */
    public Optional<String> string(String key) {
      return get(key).filter(value -> value instanceof Scalar scalar && scalar.type() == ScalarType.STRING)
          .map(value -> ((Scalar) value).text());
    }
  }

  /** One key of a mapping with its value; the key has a place of its own. */
  record Entry(String key, Place keyPlace, Node value) {}

  /** A sequence. */
  record Sequence(Place place, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A scalar.
   *
   * @param text the value as text: without quotes; whole numbers in decimal, other numbers as written; {@code true} or
   *     {@code false}; empty for null
   */
  record Scalar(Place place, ScalarType type, String text) implements Node {
    public boolean isNull() {
      return type == ScalarType.NULL;
    }
  }

  /** What the YAML 1.2 core schema makes of a scalar: {@code no} and {@code 2026-01-01} are strings. */
  enum ScalarType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    NULL
  }
}
