package io.pvefleet.fleet.schema;

import io.pvefleet.fleet.yaml.Node;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** YAML types: which shape accepts which, and what they are called. */
final class Types {

  private Types() {}

  /** Whether the node's YAML type fits; its value may still be wrong. */
  static boolean accepts(Shape shape, Node node) {
    return switch (shape) {
      case Shape.Struct _, Shape.Dictionary _ -> node instanceof Node.Mapping;
      case Shape.Array _ -> node instanceof Node.Sequence;
      case Shape.Text _, Shape.Words _, Shape.SecretReference _ -> isType(node, Node.ScalarType.STRING);
      case Shape.Whole _ -> isType(node, Node.ScalarType.INTEGER);
      case Shape.Decimal _ -> isType(node, Node.ScalarType.INTEGER) || isType(node, Node.ScalarType.NUMBER);
      case Shape.Flag _ -> isType(node, Node.ScalarType.BOOLEAN);
      case Shape.Either either -> either.shapes().stream().anyMatch(one -> accepts(one, node));
    };
  }

  /** What the shape wants, as a noun. */
  static String expected(Shape shape) {
    return switch (shape) {
      case Shape.Struct _, Shape.Dictionary _ -> "a mapping";
      case Shape.Array _ -> "a list";
      case Shape.Text text -> text.examples().isEmpty() ? "text" : "text such as " + text.examples().getFirst();
      case Shape.Words words -> "one of " + String.join(", ", words.words());
      case Shape.SecretReference _ -> "a reference, env:NAME or file:/path";
      case Shape.Whole whole -> whole.max() == Long.MAX_VALUE
          ? "a whole number from " + whole.min()
          : "a whole number from " + whole.min() + " to " + whole.max();
      case Shape.Decimal _ -> "a number";
      case Shape.Flag _ -> "true or false";
      case Shape.Either either -> either.shapes().stream().map(Types::expected).distinct().collect(Collectors.joining(" or "));
    };
  }

  static String name(Node node) {
    return switch (node) {
      case Node.Mapping _ -> "a mapping";
      case Node.Sequence _ -> "a list";
      case Node.Scalar scalar -> switch (scalar.type()) {
        case STRING -> "text";
        case INTEGER -> "a whole number";
        case NUMBER -> "a number";
        case BOOLEAN -> "true or false";
        case NULL -> "null";
      };
    };
  }

  static String remedy(Shape shape, Node node) {
    boolean wantsText = accepts(shape, new Node.Scalar(node.place(), Node.ScalarType.STRING, "x"));
    if (wantsText && node instanceof Node.Scalar scalar && !scalar.isNull()) {
      return "Put it in quotes if the text is meant: \"" + scalar.text() + "\".";
    }
    if (shape instanceof Shape.Flag && node instanceof Node.Scalar) {
      return "Write true or false; YAML 1.2 knows no yes, no, on, off.";
    }
    if (shape instanceof Shape.Array && node instanceof Node.Scalar scalar && !scalar.isNull()) {
      return "Write a list, for example [" + scalar.text() + "].";
    }
    return "Write " + expected(shape) + ".";
  }

  /** The value for a message: quoted where it is text, its type where it is a collection. */
  static String shown(Node node) {
    return switch (node) {
      case Node.Mapping _ -> "The value";
      case Node.Sequence _ -> "The value";
      case Node.Scalar scalar when scalar.isNull() -> "The value";
      case Node.Scalar scalar when scalar.type() == Node.ScalarType.STRING -> "\"" + ScalarChecks.shortened(scalar.text()) + "\"";
      case Node.Scalar scalar -> ScalarChecks.shortened(scalar.text());
    };
  }

  static String text(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.text() : "";
  }

  /** A finite number; empty for {@code .inf} and {@code .nan}. */
  static Optional<BigDecimal> number(Node.Scalar scalar) {
    try {
      return scalar.text().length() > 40 ? Optional.empty() : Optional.of(new BigDecimal(scalar.text()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** The value without places, as JSON Schema compares values. */
  static Object value(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> {
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> values.put(entry.key(), value(entry.value())));
        yield values;
      }
      case Node.Sequence sequence -> sequence.items().stream().map(Types::value).toList();
      case Node.Scalar scalar -> switch (scalar.type()) {
        case INTEGER, NUMBER -> number(scalar).<Object>map(BigDecimal::stripTrailingZeros).orElse(scalar.text());
        case STRING, BOOLEAN, NULL -> List.of(scalar.type(), scalar.text());
      };
    };
  }

  private static boolean isType(Node node, Node.ScalarType type) {
    return node instanceof Node.Scalar scalar && scalar.type() == type;
  }
}
