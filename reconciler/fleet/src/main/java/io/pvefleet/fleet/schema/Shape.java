package io.pvefleet.fleet.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a YAML value may look like, once: the JSON Schema of a kind is generated from its shape and its documents are
 * checked against the same shape, so that the two cannot disagree. Immutable.
 */
public sealed interface Shape {

  /** One sentence for editors, {@code explain} and the schema's {@code description}. */
  String description();

  /**
   * A mapping with known keys; any other key is an error with a suggestion.
   *
   * @param isOpen whether any other key with any value is accepted: for readers that need a part of a document only. No kind
   *     whose schema is published is open.
   */
  record Struct(String description, List<Field> fields, boolean isOpen) implements Shape {
    public Struct {
      fields = List.copyOf(fields);
    }

    /** A mapping that has no other keys than these. */
    public Struct(String description, List<Field> fields) {
      this(description, fields, false);
    }

    /** A mapping of which only these keys are looked at. */
    public static Struct open(String description, List<Field> fields) {
      return new Struct(description, fields, true);
    }
  }

  /**
   * A mapping with free keys that match a pattern as a whole, such as {@code scsi0} or a label.
   *
   * @param nullableValues whether {@code null} is accepted as a value and means "must be absent"
   */
  record Dictionary(String description, String keyPattern, Shape value, boolean nullableValues) implements Shape {
    /** A dictionary whose values are never {@code null}. */
    public Dictionary(String description, String keyPattern, Shape value) {
      this(description, keyPattern, value, false);
    }

    /** A dictionary in which {@code null} as a value means "must be absent": {@code net1: null}. */
    public static Dictionary nullable(String description, String keyPattern, Shape value) {
      return new Dictionary(description, keyPattern, value, true);
    }
  }

  /** A sequence. */
  record Array(String description, Shape item, int minItems, boolean uniqueItems) implements Shape {}

  /** Text; a pattern is an ECMA 262 regular expression that must match the whole text. */
  record Text(String description, Optional<String> pattern, int minLength, int maxLength, List<String> examples)
      implements Shape {
    public Text {
      examples = List.copyOf(examples);
    }

    public static Text of(String description) {
      return new Text(description, Optional.empty(), 1, 8192, List.of());
    }

    public static Text matching(String description, String pattern, String... examples) {
      return new Text(description, Optional.of(pattern), 1, 8192, List.of(examples));
    }
  }

  /** One of a few words. */
  record Words(String description, List<String> words) implements Shape {
    public Words {
      words = List.copyOf(words);
    }

    public static Words of(String description, String... words) {
      return new Words(description, List.of(words));
    }
  }

  /** A whole number in a range, both ends included. */
  record Whole(String description, long min, long max) implements Shape {}

  /** A reference to a secret, {@code env:NAME} or {@code file:/path}; what else stands there is never repeated in a message. */
  record SecretReference(String description) implements Shape {
    /** As an ECMA 262 expression for the whole text. */
    public static final String PATTERN = "env:[A-Za-z_][A-Za-z0-9_]*|file:/[^\\r\\n]+";
  }

  /** A number in a range, both ends included. */
  record Decimal(String description, double min, double max) implements Shape {}

  /** true or false. */
  record Flag(String description) implements Shape {}

  /** Any one of several shapes, told apart by the YAML type of the value: a flag or a mapping, a number or a text. */
  record Either(String description, List<Shape> shapes) implements Shape {
    public Either {
      shapes = List.copyOf(shapes);
    }
  }

  /**
   * A key of a {@link Struct}.
   *
   * @param nullable whether {@code null} is accepted and means "must be absent"
   */
  record Field(String name, Shape shape, boolean required, boolean nullable) {
    public static Field required(String name, Shape shape) {
      return new Field(name, shape, true, false);
    }

    public static Field optional(String name, Shape shape) {
      return new Field(name, shape, false, false);
    }

    /** Optional, and {@code null} is a value of its own: the option must be absent on the host. */
    public static Field nullable(String name, Shape shape) {
      return new Field(name, shape, false, true);
    }
  }

  /** The struct with nothing required, at any depth: what a document may leave to its profiles. */
  static Struct withNothingRequired(Struct struct) {
    return (Struct) relaxed(struct);
  }

  private static Shape relaxed(Shape shape) {
    return switch (shape) {
      case Struct struct -> new Struct(struct.description(), struct.fields().stream()
          .map(f -> new Field(f.name(), relaxed(f.shape()), false, f.nullable())).toList(), struct.isOpen());
      case Dictionary d -> new Dictionary(d.description(), d.keyPattern(), relaxed(d.value()), d.nullableValues());
      case Array a -> new Array(a.description(), relaxed(a.item()), a.minItems(), a.uniqueItems());
      case Either e -> new Either(e.description(), e.shapes().stream().map(Shape::relaxed).toList());
      case Text _, Words _, SecretReference _, Whole _, Decimal _, Flag _ -> shape;
    };
  }

  /** The struct with more fields at its end. */
  static Struct extend(Struct struct, List<Field> more) {
    List<Field> all = new ArrayList<>(struct.fields());
    all.addAll(more);
    return new Struct(struct.description(), all, struct.isOpen());
  }
}
