package io.pvefleet.engine.intake;

import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of a path as plans write it, and values at them. */
final class SnippetPath {
  private static final Place NOWHERE = new Place("", 1, 1);
  private static final Pattern KEY = Pattern.compile("\\[\"([^\"]*)\"]|([^.\\[]+)");

  private SnippetPath() {}

  /** {@code spec.cpu.pve["a.b"]} is four keys. */
  static List<String> keys(String path) {
    List<String> keys = new ArrayList<>();
    Matcher matcher = KEY.matcher(path);
    while (matcher.find()) {
      keys.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return keys;
  }

  /** A mapping that has that value at the end of those keys. */
  static Node.Mapping at(List<String> keys, Node value) {
    Node node = value;
    for (String key : keys.reversed()) {
      node = new Node.Mapping(NOWHERE, List.of(new Node.Entry(key, NOWHERE, node)));
    }
    return (Node.Mapping) node;
  }

  /** What stands at the end of those keys. */
  static Optional<Node> find(Node top, List<String> keys) {
    Optional<Node> node = Optional.of(top);
    for (String key : keys) {
      node = node.flatMap(at -> at instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty());
    }
    return node;
  }
}
