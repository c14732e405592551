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

  /** A mapping with known keys; any other key is an error with a suggestion. */
  record Struct(String description, List<Field> fields) implements Shape {
    public Struct {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A mapping with free keys that match a pattern, such as {@code scsi0} or a label.
   *
   * @param nullableValues whether {@code null} is accepted as a value and means "must be absent"
   */
  record Dictionary(String description, String keyPattern, Shape value, boolean nullableValues) implements Shape {
    public Dictionary(String description, String keyPattern, Shape value) {
      this(description, keyPattern, value, false);
    }

    /** The keys of this mapping may be {@code null}, a value of its own: the thing must be absent on the host. */
    public static Dictionary nullable(String description, String keyPattern, Shape value) {
      return new Dictionary(description, keyPattern, value, true);
    }
  }

  /** A sequence. */
  record Array(String description, Shape item, int minItems, boolean uniqueItems) implements Shape {}

  /** Text; a pattern is an ECMA 262 regular expression that must match the whole text. */
  record Text(String description, Optional<String> pattern, int minLength, int maxLength, List<String> examples) implements Shape {
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

  /** The struct with more fields at its end. */
  static Struct extend(Struct struct, List<Field> more) {
    List<Field> all = new ArrayList<>(struct.fields());
    all.addAll(more);
    return new Struct(struct.description(), all);
  }
}
