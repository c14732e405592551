package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Wanted.Property;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Node.Mapping;
import io.pvefleet.fleet.yaml.Node.Scalar;
import io.pvefleet.fleet.yaml.Node.ScalarType;
import io.pvefleet.fleet.yaml.Node.Sequence;
import io.pvefleet.fleet.yaml.Place;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A value of the spec with its path; its structure has been checked before, so what is not there is not declared. */
record SpecField(String path, String key, Node node) {

  static SpecField root(String path, Mapping mapping) {
    return new SpecField(path, "", mapping);
  }

  Place place() {
    return node.place();
  }

  boolean isNull() {
    return node instanceof Scalar scalar && scalar.isNull();
  }

  boolean isMapping() {
    return node instanceof Mapping;
  }

  /** A field of this mapping, null or not; empty where it is not declared. */
  Optional<SpecField> get(String name) {
    return node instanceof Mapping mapping
        ? mapping.get(name).map(value -> new SpecField(YamlPath.key(path, name), name, value))
        : Optional.empty();
  }

  /** A field that is declared and not null. */
  Optional<SpecField> present(String name) {
    return get(name).filter(field -> !field.isNull());
  }

  /** All fields of this mapping in the order of its text. */
  List<SpecField> fields() {
    return node instanceof Mapping mapping
        ? mapping.entries().stream().map(e -> new SpecField(YamlPath.key(path, e.key()), e.key(), e.value())).toList()
        : List.of();
  }

  List<SpecField> items() {
    if (!(node instanceof Sequence sequence)) {
      return List.of();
    }
    List<Node> items = sequence.items();
    return java.util.stream.IntStream.range(0, items.size())
        .mapToObj(i -> new SpecField(YamlPath.item(path, i), "", items.get(i)))
        .toList();
  }

  List<String> texts() {
    return items().stream().map(SpecField::text).toList();
  }

  /** The text of a scalar, flags as Proxmox takes them. */
  String text() {
    if (!(node instanceof Scalar scalar)) {
      return "";
    }
    return switch (scalar.type()) {
      case BOOLEAN -> scalar.text().equals("true") ? "1" : "0";
      // Proxmox's schema lets .5 and 5e-1 pass, and its configuration then dies of them.
      case NUMBER -> new BigDecimal(scalar.text()).toPlainString();
      case STRING, INTEGER, NULL -> scalar.text();
    };
  }

  boolean isTrue() {
    return text().equals("1");
  }

  /** This field as a property, absent where it is null. */
  Property property(Function<SpecField, String> value) {
    return new Property(path, place(), isNull() ? Optional.empty() : Optional.of(value.apply(this)));
  }

  Property property() {
    return property(SpecField::text);
  }

  Optional<Place> somewhere() {
    return Optional.of(place());
  }
}
