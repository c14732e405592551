package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.schema.VmSchema;
import io.pvefleet.fleet.schema.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** How often each field of the spec was in a document; a dictionary's key counts as {@code *}, but options below {@code pve} by name. */
final class SpecCoverage {

  private final Map<String, Integer> counts = new TreeMap<>();

  SpecCoverage() {
    VmSchema.SPEC.fields().forEach(field -> expect(field.shape(), field.name()));
    SpecValues.keys("pve").forEach(option -> counts.put("pve." + option, 0));
    counts.remove("pve.*");
  }

  private void expect(Shape shape, String path) {
    switch (shape) {
      case Shape.Struct struct -> struct.fields().forEach(field -> expect(field.shape(), path + "." + field.name()));
      case Shape.Dictionary dictionary -> expect(dictionary.value(), path + ".*");
      case Shape.Either either when either.shapes().stream().anyMatch(Shape.Struct.class::isInstance) ->
          either.shapes().forEach(each -> expect(each, path));
      case Shape.Either ignored -> counts.put(path, 0);
      case Shape.Array ignored -> counts.put(path, 0);
      case Shape.Text ignored -> counts.put(path, 0);
      case Shape.Words ignored -> counts.put(path, 0);
      case Shape.Whole ignored -> counts.put(path, 0);
      case Shape.Decimal ignored -> counts.put(path, 0);
      case Shape.Flag ignored -> counts.put(path, 0);
      case Shape.SecretReference ignored -> counts.put(path, 0);
    }
  }

  void count(JsonNode spec) {
    spec.properties().forEach(field -> count(field.getValue(), field.getKey()));
  }

  private void count(JsonNode value, String path) {
    counts.computeIfPresent(path, (at, count) -> count + 1);
    if (path.matches("pve\\..+")) {
      counts.computeIfPresent("pve.*", (at, count) -> count + 1);
    }
    value.properties().forEach(field -> {
      String below = path + "." + field.getKey();
      String any = path + ".*";
      boolean isKey = counts.keySet().stream().noneMatch(known -> known.equals(below) || known.startsWith(below + "."));
      count(field.getValue(), isKey ? any : below);
    });
  }

  /** Fields that no document had. */
  List<String> missed() {
    return counts.entrySet().stream().filter(e -> e.getValue() == 0).map(Map.Entry::getKey).toList();
  }

  int fields() {
    return counts.size();
  }

  Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach((path, count) -> text.append(text.isEmpty() ? "" : ", ").append(path).append(' ').append(count));
    return text.toString();
  }
}
