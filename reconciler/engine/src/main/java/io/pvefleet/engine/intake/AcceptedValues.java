package io.pvefleet.engine.intake;

import io.pvefleet.engine.kinds.vm.SpecLeaf;
import io.pvefleet.engine.kinds.vm.VmWriter;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.fleet.yaml.YamlFile;
import io.pvefleet.fleet.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Ways to say in a spec what is on the host at a path, the smallest first. Which of them is right only trying tells: a value may be
 * written beside others of its option, and what is absent may have to be said of the option as a whole.
 */
final class AcceptedValues {
  private static final Place NOWHERE = new Place("", 1, 1);
  private static final Node NULL = new Node.Scalar(NOWHERE, Node.ScalarType.NULL, "");
  private static final Node NONE = new Node.Sequence(NOWHERE, List.of());

  private final Node.Mapping spec;
  private final List<SpecLeaf> live;
  private final Set<List<SpecLeaf>> found = new LinkedHashSet<>();

  private AcceptedValues(Node.Mapping spec, List<SpecLeaf> live) {
    this.spec = spec;
    this.live = live;
  }

  /**
   * @param spec as it is declared, profiles merged
   * @param keys below {@code spec}
   * @param shown the value on the host as plans show it; empty where there is none
   */
  static List<List<SpecLeaf>> of(Node.Mapping spec, VmObservation seen, List<String> keys, String shown) {
    AcceptedValues values = new AcceptedValues(spec, VmWriter.write(seen).leaves());
    values.collect(keys, shown);
    return List.copyOf(values.found);
  }

  private void collect(List<String> keys, String shown) {
    if (keys.equals(List.of("power"))) {
      Stream.of(shown, "unmanaged").forEach(word -> add(keys, text(word)));
      return;
    }
    live.stream().filter(leaf -> isAbove(leaf.path(), keys)).forEach(leaf -> add(keys, leaf.value()));
    if (shown.isEmpty() && live.stream().noneMatch(leaf -> isAbove(keys, leaf.path()))) {
      add(keys, NULL); // a card that is gone, before each of its values
    }
    below(keys);
    if (shown.isEmpty()) {
      add(keys, NULL);
      add(keys, NONE);
    } else {
      shown(keys, shown);
    }
    for (int length = keys.size() - 1; length > 0; length--) {
      List<String> parent = keys.subList(0, length);
      live.stream().filter(leaf -> leaf.path().equals(parent)).forEach(leaf -> add(parent, leaf.value()));
      below(parent);
      if (shown.isEmpty() || live.stream().noneMatch(leaf -> isAbove(parent, leaf.path()))) {
        add(parent, NULL);
      }
    }
  }

  /** Everything on the host below that path, and null for whatever else is declared there. */
  private void below(List<String> keys) {
    List<SpecLeaf> leaves = live.stream().filter(leaf -> isAbove(keys, leaf.path())).toList();
    if (!leaves.isEmpty()) {
      found.add(leaves);
    }
    SnippetPath.find(spec, keys).filter(Node.Mapping.class::isInstance).ifPresent(declared -> {
      for (Depth depth : Depth.values()) {
        List<SpecLeaf> all = new ArrayList<>(leaves);
        absent(keys, declared, leaves, depth, all);
        found.add(List.copyOf(all));
      }
    });
  }

  /** Whether a mapping of which nothing is on the host is null, or each value in it: not every mapping may be null. */
  private enum Depth {
    MAPPING,
    VALUE
  }

  private static void absent(List<String> keys, Node node, List<SpecLeaf> leaves, Depth depth, List<SpecLeaf> all) {
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        List<String> path = Stream.concat(keys.stream(), Stream.of(entry.key())).toList();
        boolean isAbsent = leaves.stream().noneMatch(leaf -> isAbove(path, leaf.path()) || isAbove(leaf.path(), path));
        if (isAbsent && (depth == Depth.MAPPING || !(entry.value() instanceof Node.Mapping))) {
          all.add(new SpecLeaf(path, NULL));
        } else {
          absent(path, entry.value(), leaves, depth, all);
        }
      }
    }
  }

  /** The text itself: what VmWriter leaves to the host, such as an address of a card, a person may well want to declare. */
  private void shown(List<String> keys, String shown) {
    Stream.of(shown, "[" + shown + "]").flatMap(text -> read(text).stream()).forEach(node -> add(keys, node));
    add(keys, text(shown));
    add(keys, new Node.Sequence(NOWHERE, Stream.of(shown.split("[,;] *")).map(AcceptedValues::text).toList()));
  }

  private static Optional<Node> read(String text) {
    YamlFile file = YamlReader.read("value", text.getBytes(StandardCharsets.UTF_8));
    return file.problems().isEmpty()
        ? file.documents().stream().findFirst().filter(node -> !(node instanceof Node.Mapping))
        : Optional.empty();
  }

  private void add(List<String> keys, Node value) {
    found.add(List.of(new SpecLeaf(keys, value)));
  }

  private static boolean isAbove(List<String> top, List<String> path) {
    return path.size() >= top.size() && path.subList(0, top.size()).equals(top);
  }

  private static Node text(String text) {
    return new Node.Scalar(NOWHERE, Node.ScalarType.STRING, text);
  }
}
