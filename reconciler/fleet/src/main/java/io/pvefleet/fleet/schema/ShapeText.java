package io.pvefleet.fleet.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A shape explained to a person at a terminal. Pure. */
public final class ShapeText {

  /** Text of descriptions is wrapped at the width of a small terminal. */
  private static final int WIDTH = 100;

  private record Found(Shape shape, String flags) {}

  private ShapeText() {}

  /**
   * Describes the field that a path leads to: its type, its meaning, its own fields. A step into a mapping with free keys or
   * into a list takes any word, or may be left out.
   */
  public static Optional<String> describe(String root, Shape shape, List<String> path) {
    Found found = new Found(shape, "");
    for (String step : path) {
      Optional<Found> next = step(found.shape(), step);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      found = next.get();
    }
    StringBuilder out = new StringBuilder();
    out.append(root).append(path.isEmpty() ? "" : "." + String.join(".", path)).append('\n');
    out.append("  ").append(type(found.shape())).append(found.flags()).append('\n');
    wrap(found.shape().description(), "  ", out);
    examples(found.shape(), out);
    fields(found.shape(), out);
    return Optional.of(out.toString());
  }

  private static Optional<Found> step(Shape shape, String step) {
    return switch (shape) {
      case Shape.Struct struct -> struct.fields().stream().filter(f -> f.name().equals(step)).findFirst()
          .map(field -> new Found(field.shape(), flags(field)));
      case Shape.Dictionary dictionary -> {
        Optional<Found> inValue = step(dictionary.value(), step);
        yield inValue.isPresent() || !Patterns.matches(dictionary.keyPattern(), step)
            ? inValue : Optional.of(new Found(dictionary.value(), dictionary.nullableValues() ? ", or null" : ""));
      }
      case Shape.Array array -> step(array.item(), step);
      case Shape.Either either -> either.shapes().stream().flatMap(one -> step(one, step).stream()).findFirst();
      case Shape.Text _, Shape.Words _, Shape.SecretReference _, Shape.Whole _, Shape.Decimal _, Shape.Flag _ -> Optional.empty();
    };
  }

  private static String flags(Shape.Field field) {
    return (field.required() ? ", required" : "") + (field.nullable() ? ", or null: must be absent" : "");
  }

  private static String type(Shape shape) {
    return switch (shape) {
      case Shape.Dictionary dictionary -> "a mapping with keys that match " + dictionary.keyPattern();
      case Shape.Array array -> "a list, each item " + Types.expected(array.item());
      case Shape.Struct _, Shape.Text _, Shape.Words _, Shape.SecretReference _, Shape.Whole _, Shape.Decimal _, Shape.Flag _,
          Shape.Either _ -> Types.expected(shape);
    };
  }

  private static void examples(Shape shape, StringBuilder out) {
    if (shape instanceof Shape.Text text) {
      text.pattern().ifPresent(pattern -> wrap("It must match " + pattern + ".", "  ", out));
      if (!text.examples().isEmpty()) {
        wrap("For example: " + String.join(", ", text.examples()), "  ", out);
      }
    }
  }

  private static void fields(Shape shape, StringBuilder out) {
    List<Shape.Field> fields = new ArrayList<>();
    collect(shape, fields);
    if (fields.isEmpty()) {
      return;
    }
    int width = fields.stream().mapToInt(f -> f.name().length()).max().orElse(0);
    out.append("\n  Fields").append(shape instanceof Shape.Struct ? "" : " of each").append(":\n");
    for (Shape.Field field : fields) {
      out.append("    ").append(field.name()).append(" ".repeat(width - field.name().length())).append("  ")
          .append(type(field.shape())).append(flags(field)).append('\n');
      wrap(field.shape().description(), " ".repeat(width + 6), out);
    }
  }

  private static void collect(Shape shape, List<Shape.Field> fields) {
    switch (shape) {
      case Shape.Struct struct -> fields.addAll(struct.fields());
      case Shape.Dictionary dictionary -> collect(dictionary.value(), fields);
      case Shape.Array array -> collect(array.item(), fields);
      case Shape.Either either -> either.shapes().forEach(one -> collect(one, fields));
      case Shape.Text _, Shape.Words _, Shape.SecretReference _, Shape.Whole _, Shape.Decimal _, Shape.Flag _ -> { }
    }
  }

  private static void wrap(String text, String indent, StringBuilder out) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" ")) {
      if (line.length() + word.length() > WIDTH && line.length() > indent.length()) {
        out.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(indent);
      }
      line.append(word).append(' ');
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
