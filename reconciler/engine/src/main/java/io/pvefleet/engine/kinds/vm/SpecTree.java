package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.schema.VmSchema;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Leaves as a tree, keys in the order of the schema and slots in the order of their numbers. */
public final class SpecTree {

  /** Made, not read from a file. */
  static final Place NOWHERE = new Place("", 1, 1);

  private SpecTree() {}

  /** The spec of a VM's own document. */
  static Node.Mapping of(int vmid, Collection<SpecLeaf> leaves) {
    List<Node.Entry> entries = new ArrayList<>();
    entries.add(entry("vmid", new Node.Scalar(NOWHERE, Node.ScalarType.INTEGER, Integer.toString(vmid))));
    entries.addAll(of(leaves).entries());
    return new Node.Mapping(NOWHERE, entries);
  }

  /** The spec that these leaves make. */
  public static Node.Mapping of(Collection<SpecLeaf> leaves) {
    return tree(sorted(leaves), 0);
  }

  /** The leaves in the order of the schema. */
  public static List<SpecLeaf> sorted(Collection<SpecLeaf> leaves) {
    return leaves.stream().sorted(Comparator.comparing(SpecLeaf::path, SpecTree::compare)).toList();
  }

  private static Node.Mapping tree(List<SpecLeaf> leaves, int depth) {
    SequencedMap<String, List<SpecLeaf>> byKey = new LinkedHashMap<>();
    leaves.forEach(leaf -> byKey.computeIfAbsent(leaf.path().get(depth), key -> new ArrayList<>()).add(leaf));
    List<Node.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, List<SpecLeaf>> field : byKey.entrySet()) {
      Optional<SpecLeaf> whole = field.getValue().stream().filter(leaf -> leaf.path().size() == depth + 1).findFirst();
      entries.add(entry(field.getKey(), whole.isPresent() ? whole.get().value() : tree(field.getValue(), depth + 1)));
    }
    return new Node.Mapping(NOWHERE, entries);
  }

  static Node.Entry entry(String key, Node value) {
    return new Node.Entry(key, NOWHERE, value);
  }

  private static int compare(List<String> one, List<String> other) {
    Optional<Shape> shape = Optional.of(VmSchema.SPEC);
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      String a = one.get(i);
      String b = other.get(i);
      if (!a.equals(b)) {
        int byRank = Integer.compare(rank(shape, a), rank(shape, b));
        int byFamily = Options.family(a).compareTo(Options.family(b));
        int byNumber = Integer.compare(number(a), number(b));
        return byRank != 0 ? byRank : byFamily != 0 ? byFamily : byNumber != 0 ? byNumber : a.compareTo(b);
      }
      shape = shape.flatMap(s -> child(s, a));
    }
    return Integer.compare(one.size(), other.size());
  }

  private static int rank(Optional<Shape> shape, String key) {
    List<String> names = shape.map(SpecTree::names).orElse(List.of());
    return names.contains(key) ? names.indexOf(key) : names.size();
  }

  private static List<String> names(Shape shape) {
    return switch (shape) {
      case Shape.Struct struct -> struct.fields().stream().map(Shape.Field::name).toList();
      case Shape.Either either -> either.shapes().stream().flatMap(s -> names(s).stream()).toList();
      case Shape.Dictionary ignored -> List.of();
      case Shape.Array ignored -> List.of();
      case Shape.Text ignored -> List.of();
      case Shape.Words ignored -> List.of();
      case Shape.Whole ignored -> List.of();
      case Shape.SecretReference ignored -> List.of();
      case Shape.Decimal ignored -> List.of();
      case Shape.Flag ignored -> List.of();
    };
  }

  private static Optional<Shape> child(Shape shape, String key) {
    return switch (shape) {
      case Shape.Struct struct -> struct.fields().stream().filter(f -> f.name().equals(key)).map(Shape.Field::shape).findFirst();
      case Shape.Dictionary dictionary -> Optional.of(dictionary.value());
      case Shape.Either either -> either.shapes().stream().flatMap(s -> child(s, key).stream()).findFirst();
      case Shape.Array ignored -> Optional.empty();
      case Shape.Text ignored -> Optional.empty();
      case Shape.Words ignored -> Optional.empty();
      case Shape.Whole ignored -> Optional.empty();
      case Shape.SecretReference ignored -> Optional.empty();
      case Shape.Decimal ignored -> Optional.empty();
      case Shape.Flag ignored -> Optional.empty();
    };
  }

  private static int number(String key) {
    String digits = key.substring(Options.family(key).length());
    return digits.isEmpty() || digits.length() > 9 ? -1 : Integer.parseInt(digits);
  }
}
