package io.pvefleet.fleet.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** One mapping while it is read: keys made unique, merge keys ({@code <<}) folded in. */
final class MappingBuilder {

  private static final String MERGE = "<<";

  private final Place place;
  private final List<YamlProblem> problems;
  private final SequencedMap<String, Node.Entry> own = new LinkedHashMap<>();
  private final SequencedMap<String, Node.Entry> merged = new LinkedHashMap<>();

  MappingBuilder(Place place, List<YamlProblem> problems) {
    this.place = place;
    this.problems = problems;
  }

  void put(Node key, Place keyPlace, boolean plainKey, Node value) {
    if (!(key instanceof Node.Scalar scalar)) {
      problems.add(new YamlProblem(YamlProblem.Kind.SYNTAX, keyPlace, "",
          "A key is a list or a mapping; keys must be text.",
          "Quote the text if it begins with a bracket or a brace, as {{ templates }} do."));
      return;
    }
    if (plainKey && scalar.text().equals(MERGE)) {
      merge(keyPlace, value);
      return;
    }
    Node.Entry first = own.putIfAbsent(scalar.text(), new Node.Entry(scalar.text(), keyPlace, value));
    if (first != null) {
      problems.add(new YamlProblem(YamlProblem.Kind.DUPLICATE_KEY, keyPlace, scalar.text(),
          "The key \"" + scalar.text() + "\" stands in this mapping already, in line " + first.keyPlace().line() + ".",
          "Remove one of the two, or give one the name that was meant."));
    }
  }

  /** The mapping's own keys first, then what merge keys add; an own key wins over a merged one, an earlier over a later. */
  Node.Mapping build() {
    merged.forEach(own::putIfAbsent);
    return new Node.Mapping(place, List.copyOf(own.values()));
  }

  private void merge(Place keyPlace, Node value) {
    switch (value) {
      case Node.Mapping mapping -> mapping.entries().forEach(entry -> merged.putIfAbsent(entry.key(), entry));
      case Node.Sequence sequence -> sequence.items().forEach(item -> mergeItem(keyPlace, item));
      case Node.Scalar _ -> notMergeable(keyPlace);
    }
  }

  private void mergeItem(Place keyPlace, Node item) {
    if (item instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> merged.putIfAbsent(entry.key(), entry));
    } else {
      notMergeable(keyPlace);
    }
  }

  private void notMergeable(Place keyPlace) {
    problems.add(new YamlProblem(YamlProblem.Kind.SYNTAX, keyPlace, MERGE,
        "\"<<\" merges mappings, and its value is none.", "Write \"<<: *anchor\" where the anchor names a mapping."));
  }
}
