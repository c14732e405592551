package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.yaml.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** Profiles in the order in which they are laid over each other, and what comes of it. */
final class Profiles {

  /** Deeper nesting than anyone can follow, and a bound for the recursion. */
  private static final int MAX_DEPTH = 32;

  /**
   * @param documents nested ones before those that name them, each once, at its first turn: a shared base named twice must
   *     not undo what was laid over it in between
   * @param isComplete whether all of them exist, without an error in their shapes
   */
  record Chain(List<Document> documents, boolean isComplete) {
    Chain {
      documents = List.copyOf(documents);
    }

    List<String> names() {
      return documents.stream().map(Document::name).toList();
    }
  }

  private final Names names;
  private final Diagnostics diagnostics;
  private final Map<List<String>, Node.Mapping> merged = new HashMap<>();

  Profiles(Names names, Diagnostics diagnostics) {
    this.names = names;
    this.diagnostics = diagnostics;
  }

  /** The profiles that a document names, with all that these name. */
  Chain chain(Document document) {
    SequencedSet<Document> ordered = new LinkedHashSet<>();
    boolean isComplete = collect(document, new ArrayList<>(), ordered);
    return new Chain(List.copyOf(ordered), isComplete);
  }

  /** The profiles of a chain laid over each other; empty mapping for an empty chain. Many guests share a chain. */
  Node.Mapping merge(Chain chain, Node.Mapping ifEmpty) {
    if (chain.documents().isEmpty()) {
      return new Node.Mapping(ifEmpty.place(), List.of());
    }
    return merged.computeIfAbsent(chain.names(), _ -> chain.documents().stream()
        .map(profile -> without(profile.envelope().spec(), "profiles"))
        .reduce(new Node.Mapping(ifEmpty.place(), List.of()), Merge::merge));
  }

  static Node.Mapping without(Node.Mapping mapping, String... keys) {
    List<String> unwanted = List.of(keys);
    return new Node.Mapping(mapping.place(),
        mapping.entries().stream().filter(entry -> !unwanted.contains(entry.key())).toList());
  }

  private boolean collect(Document from, List<String> path, SequencedSet<Document> ordered) {
    boolean isComplete = true;
    for (Node.Scalar reference : references(from)) {
      String name = reference.text();
      Optional<Document> profile = names.find(Kinds.PROFILE, name);
      if (profile.isEmpty()) {
        names.check(Kinds.PROFILE, name, reference.place(), "spec.profiles", diagnostics);
        isComplete = false;
      } else if (path.contains(name)) {
        cycle(path, reference);
        isComplete = false;
      } else if (path.size() >= MAX_DEPTH) {
        diagnostics.error(ResolveCodes.CYCLE, reference.place(), "spec.profiles", name,
            "Profiles are nested deeper than " + MAX_DEPTH + ".", "Flatten them.");
        isComplete = false;
      } else if (!ordered.contains(profile.get())) {
        path.add(name);
        isComplete &= collect(profile.get(), path, ordered) && profile.get().isSound();
        path.removeLast();
        ordered.add(profile.get());
      } else {
        isComplete &= profile.get().isSound();
      }
    }
    return isComplete;
  }

  /** The same cycle is found from every document that leads to it; it is told once, beginning with its least name. */
  private void cycle(List<String> path, Node.Scalar closing) {
    List<String> cycle = new ArrayList<>(path.subList(path.indexOf(closing.text()), path.size()));
    String least = cycle.stream().min(String::compareTo).orElse(closing.text());
    while (!cycle.getFirst().equals(least)) {
      cycle.add(cycle.removeFirst());
    }
    cycle.add(least);
    Document first = names.find(Kinds.PROFILE, least).orElseThrow();
    Node.Scalar reference = references(first).stream().filter(r -> r.text().equals(cycle.get(1))).findFirst().orElse(closing);
    diagnostics.error(ResolveCodes.CYCLE, reference.place(), "spec.profiles", reference.text(),
        "Profiles name each other in a circle: " + String.join(" -> ", cycle) + ".", "Remove one of these references.");
  }

  private static List<Node.Scalar> references(Document document) {
    return document.envelope().spec().get("profiles")
        .filter(Node.Sequence.class::isInstance).map(Node.Sequence.class::cast)
        .map(sequence -> sequence.items().stream()
            .filter(item -> item instanceof Node.Scalar scalar && scalar.type() == Node.ScalarType.STRING)
            .map(Node.Scalar.class::cast).toList())
        .orElse(List.of());
  }
}
