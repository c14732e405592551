package io.pvefleet.fleet.schema;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.yaml.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a node against a shape and reports every difference, not only the first. Pure. A node without an error is accepted
 * by the JSON Schema of the same shape, and the other way round; one thing apart, which JSON cannot tell from a whole
 * number: {@code 4.0} where a whole number is expected is refused here.
 */
public final class ShapeChecker {

  private final Diagnostics diagnostics;

  private ShapeChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * All errors of a node.
   *
   * @param yamlPath path of the node in its document, empty for the document itself
   */
  public static List<Diagnostic> check(Shape shape, Node node, String yamlPath) {
    Diagnostics diagnostics = new Diagnostics();
    check(shape, node, yamlPath, diagnostics);
    return diagnostics.sorted();
  }

  /** Like {@link #check(Shape, Node, String)}, into a collector. */
  public static void check(Shape shape, Node node, String yamlPath, Diagnostics diagnostics) {
    new ShapeChecker(diagnostics).value(shape, node, yamlPath);
  }

  /** Only the required keys that are missing: for a merged document, whose parts were checked where they were written. */
  public static List<Diagnostic> missing(Shape.Struct shape, Node.Mapping node, String yamlPath) {
    Diagnostics diagnostics = new Diagnostics();
    new ShapeChecker(diagnostics).missingBelow(shape, node, yamlPath);
    return diagnostics.sorted();
  }

  private void missingBelow(Shape shape, Node node, String path) {
    switch (shape) {
      case Shape.Struct struct when node instanceof Node.Mapping mapping -> {
        for (Shape.Field field : struct.fields()) {
          Optional<Node> value = mapping.get(field.name());
          if (value.isPresent()) {
            missingBelow(field.shape(), value.get(), YamlPath.key(path, field.name()));
          } else if (field.required()) {
            missing(field, mapping, path);
          }
        }
      }
      case Shape.Dictionary dictionary when node instanceof Node.Mapping mapping ->
          mapping.entries().forEach(entry -> missingBelow(dictionary.value(), entry.value(), YamlPath.key(path, entry.key())));
      case Shape.Array array when node instanceof Node.Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          missingBelow(array.item(), sequence.items().get(i), YamlPath.item(path, i));
        }
      }
      case Shape.Either either -> either.shapes().stream().filter(one -> Types.accepts(one, node))
          .map(one -> {
            Diagnostics found = new Diagnostics();
            new ShapeChecker(found).missingBelow(one, node, path);
            return found.sorted();
          })
          .min((a, b) -> Integer.compare(a.size(), b.size())).ifPresent(diagnostics::addAll);
      // Nothing below it can be required, or the value is null: it takes a thing away and needs nothing.
      case Shape _ -> { }
    }
  }

  private void value(Shape shape, Node node, String path) {
    switch (shape) {
      case Shape.Struct struct when node instanceof Node.Mapping mapping -> struct(struct, mapping, path);
      case Shape.Dictionary dictionary when node instanceof Node.Mapping mapping -> dictionary(dictionary, mapping, path);
      case Shape.Array array when node instanceof Node.Sequence sequence -> array(array, sequence, path);
      case Shape.Either either -> either(either, node, path);
      case Shape.SecretReference _ when node instanceof Node.Scalar scalar && !scalar.isNull() ->
          ScalarChecks.secret(scalar, path, diagnostics);
      case Shape.Text _, Shape.Words _, Shape.SecretReference _, Shape.Whole _, Shape.Decimal _, Shape.Flag _
          when node instanceof Node.Scalar scalar && Types.accepts(shape, scalar) ->
          ScalarChecks.check(shape, scalar, path, diagnostics);
      case Shape _ -> wrongType(shape, node, path);
    }
  }

  private void struct(Shape.Struct struct, Node.Mapping mapping, String path) {
    Map<String, Shape.Field> fields = HashMap.newHashMap(struct.fields().size());
    struct.fields().forEach(field -> fields.put(field.name(), field));
    for (Node.Entry entry : mapping.entries()) {
      Shape.Field field = fields.remove(entry.key());
      if (field == null && !struct.isOpen()) {
        unknownKey(struct, entry, path);
      } else if (field != null) {
        entry(field.shape(), field.nullable(), entry, YamlPath.key(path, entry.key()));
      }
    }
    for (Shape.Field field : struct.fields()) {
      if (field.required() && fields.containsKey(field.name())) {
        missing(field, mapping, path);
      }
    }
  }

  private void missing(Shape.Field field, Node.Mapping mapping, String path) {
    error(SchemaCodes.MISSING_KEY, mapping, YamlPath.key(path, field.name()), "",
        "\"" + field.name() + "\" is required" + (path.isEmpty() ? "" : " in " + path) + ": " + field.shape().description(),
        "Add \"" + field.name() + "\": " + Types.expected(field.shape()) + ".");
  }

  private void dictionary(Shape.Dictionary dictionary, Node.Mapping mapping, String path) {
    for (Node.Entry entry : mapping.entries()) {
      if (Patterns.matches(dictionary.keyPattern(), entry.key())) {
        entry(dictionary.value(), dictionary.nullableValues(), entry, YamlPath.key(path, entry.key()));
      } else {
        diagnostics.error(SchemaCodes.UNKNOWN_KEY, entry.keyPlace(), YamlPath.key(path, entry.key()), entry.key(),
            "\"" + entry.key() + "\" is no key of " + path + ": " + dictionary.description(),
            "Use a key that matches " + dictionary.keyPattern() + ".");
      }
    }
  }

  private void entry(Shape shape, boolean nullable, Node.Entry entry, String path) {
    if (!(entry.value() instanceof Node.Scalar scalar && scalar.isNull())) {
      value(shape, entry.value(), path);
    } else if (!nullable) {
      diagnostics.error(SchemaCodes.NULL_NOT_ALLOWED, entry.keyPlace(), path, entry.key(),
          "\"" + entry.key() + "\" has no value.",
          "Give it " + Types.expected(shape) + ", or remove the key to leave it unmanaged.");
    }
  }

  private void array(Shape.Array array, Node.Sequence sequence, String path) {
    if (sequence.items().size() < array.minItems()) {
      error(SchemaCodes.BAD_LIST, sequence, path, "",
          "The list has " + sequence.items().size() + " items; at least " + array.minItems() + " are required.", "Add items.");
    }
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      value(array.item(), item, YamlPath.item(path, i));
      if (!seen.add(Types.value(item)) && array.uniqueItems()) {
        error(SchemaCodes.BAD_LIST, item, YamlPath.item(path, i), Types.text(item),
            Types.shown(item) + " stands in the list already.", "Remove it.");
      }
    }
  }

  /** The value's YAML type chooses among the shapes; where several accept the type, one without an error is enough. */
  private void either(Shape.Either either, Node node, String path) {
    List<Shape> possible = either.shapes().stream().filter(shape -> Types.accepts(shape, node)).toList();
    if (possible.size() == 1) {
      value(possible.getFirst(), node, path);
      return;
    }
    Optional<List<Diagnostic>> fewest = possible.stream().map(shape -> check(shape, node, path))
        .min((a, b) -> Integer.compare(a.size(), b.size()));
    fewest.ifPresentOrElse(diagnostics::addAll, () -> wrongType(either, node, path));
  }

  private void unknownKey(Shape.Struct struct, Node.Entry entry, String path) {
    List<String> names = struct.fields().stream().map(Shape.Field::name).toList();
    Optional<String> meant = DidYouMean.closest(entry.key(), names);
    diagnostics.error(SchemaCodes.UNKNOWN_KEY, entry.keyPlace(), YamlPath.key(path, entry.key()), entry.key(),
        "\"" + entry.key() + "\" is no key of " + (path.isEmpty() ? "a document" : path) + ".",
        meant.map(word -> "Did you mean \"" + word + "\"?").orElse("It may have: " + String.join(", ", names) + "."));
  }

  private void wrongType(Shape shape, Node node, String path) {
    boolean hidden = shape instanceof Shape.SecretReference;
    error(SchemaCodes.WRONG_TYPE, node, path, hidden ? "" : Types.text(node),
        (hidden ? "The value" : Types.shown(node)) + " is " + Types.name(node) + "; " + Types.expected(shape) + " is expected.",
        Types.remedy(shape, node));
  }

  private void error(Code code, Node node, String path, String value, String detail, String remedy) {
    diagnostics.error(code, node.place(), path, value, detail, remedy);
  }
}
