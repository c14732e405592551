package io.pvefleet.engine.intake;

import io.pvefleet.engine.kinds.vm.SecretText;
import io.pvefleet.engine.kinds.vm.SpecTree;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.resolve.Merge;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.schema.ShapeChecker;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.fleet.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a person writes into a VM's document to have Git say what is on the host, or to have an attribute left alone. Whatever is
 * proposed was tried: with it the document is good, the attribute differs no more, and nothing else differs that did not. Pure.
 */
public final class Acceptance {

  private static final Place NOWHERE = new Place("", 1, 1);

  /** An acceptance may take another one's difference with it; more rounds than attributes change nothing. */
  private static final int MOST = 200;

  private Acceptance() {}

  /**
   * A part of a document, from its top.
   *
   * @param patch what is to be merged into the document: mappings deeply, lists and {@code null} as a whole
   */
  public record Snippet(Node.Mapping patch) {
    /** As people write it. */
    public String yaml() {
      return YamlWriter.writeCompact(patch, Map.of());
    }
  }

  /**
   * All that can be accepted.
   *
   * @param rest paths of which no document can say what is on the host
   */
  public record Whole(Optional<Snippet> snippet, List<String> rest) {
    public Whole {
      rest = List.copyOf(rest);
    }
  }

  /** Makes Git say what is configured; empty where no document can, such as for a password that nobody can read or may see. */
  public static Optional<Snippet> accept(ResolvedDocument document, VmObservation seen, String path) {
    return change(document, seen, path).map(Acceptance::snippet);
  }

  /** The same for everything that differs. */
  public static Whole acceptAll(ResolvedDocument document, VmObservation seen) {
    ResolvedDocument now = document;
    Optional<Edit> all = Optional.empty();
    List<String> rest = new ArrayList<>();
    for (int round = 0; round < MOST; round++) {
      Optional<String> next = paths(now, seen).orElse(Set.of()).stream().filter(path -> !rest.contains(path)).findFirst();
      if (next.isEmpty()) {
        break;
      }
      Optional<Edit> edit = change(now, seen, next.get());
      if (edit.isEmpty()) {
        rest.add(next.get());
      } else {
        now = edit.get().on(now);
        all = all.map(before -> before.and(edit.get())).or(() -> edit);
      }
    }
    return new Whole(all.map(Acceptance::snippet), rest);
  }

  /** Has pvefleet leave the attribute alone, and what it leaves alone already; empty where that cannot be. */
  public static Optional<Snippet> ignore(ResolvedDocument document, VmObservation seen, String path) {
    Set<String> before = paths(document, seen).orElse(Set.of());
    List<String> keys = SnippetPath.keys(path);
    for (int length = keys.size(); length > 0; length--) {
      List<String> pointed = keys.subList(0, length);
      boolean isWhole = length == 1 && !keys.getFirst().equals("spec");
      if (pointed.equals(List.of("spec")) || isWhole) {
        break;
      }
      String pointer = "/" + String.join("/", keys.getFirst().equals("spec") ? pointed.subList(1, length) : pointed);
      List<Node> pointers = new ArrayList<>(ignored(document));
      pointers.add(text(pointer));
      Edit edit = new Edit(Optional.empty(), SnippetPath.at(List.of("drift", "ignore"), new Node.Sequence(NOWHERE, pointers)));
      if (isGood(document, edit, seen, before, path)) {
        return Optional.of(snippet(edit));
      }
    }
    return Optional.empty();
  }

  /** What the document's {@code drift.ignore} names, its profiles included: a list replaces the one below it. */
  private static List<Node> ignored(ResolvedDocument document) {
    return document.spec().get("drift").flatMap(drift -> drift instanceof Node.Mapping map ? map.get("ignore") : Optional.empty())
        .map(node -> node instanceof Node.Sequence list ? list.items() : List.<Node>of())
        .orElse(List.of());
  }

  /** Another name, other lines of the spec, or both. */
  private record Edit(Optional<String> name, Node.Mapping spec) {
    ResolvedDocument on(ResolvedDocument document) {
      ResolvedDocument named = name.map(document::named).orElse(document);
      return spec.entries().isEmpty() ? named : named.with(spec);
    }

    Edit and(Edit later) {
      return new Edit(later.name.or(() -> name), Merge.merge(spec, later.spec));
    }
  }

  private static Snippet snippet(Edit edit) {
    List<Node.Entry> top = new ArrayList<>();
    edit.name().ifPresent(name -> top.add(entry("metadata", new Node.Mapping(NOWHERE, List.of(entry("name", text(name)))))));
    if (!edit.spec().entries().isEmpty()) {
      top.add(entry("spec", edit.spec()));
    }
    return new Snippet(new Node.Mapping(NOWHERE, top));
  }

  private static Optional<Edit> change(ResolvedDocument document, VmObservation seen, String path) {
    Optional<AttributeChange> attribute = differing(document, seen).orElse(List.of()).stream()
        .filter(a -> a.path().equals(path) && !a.isOwnership()).findFirst();
    if (attribute.isEmpty()) {
      return Optional.empty();
    }
    Set<String> before = paths(document, seen).orElse(Set.of());
    return edits(document, seen, attribute.get()).stream()
        .filter(edit -> !holdsSecret(edit.spec()))
        .filter(edit -> isGood(document, edit, seen, before, path))
        .findFirst();
  }

  /** What somebody hid on the host must not go to Git, nor to a page. */
  private static boolean holdsSecret(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> SecretText.isIn(scalar.text());
      case Node.Sequence list -> list.items().stream().anyMatch(Acceptance::holdsSecret);
      case Node.Mapping mapping -> mapping.entries().stream().anyMatch(entry -> holdsSecret(entry.value()));
    };
  }

  /** From the smallest to the largest. */
  private static List<Edit> edits(ResolvedDocument document, VmObservation seen, AttributeChange attribute) {
    List<String> keys = SnippetPath.keys(attribute.path());
    if (keys.getFirst().equals("metadata")) {
      return List.of(new Edit(Optional.of(attribute.configured()), new Node.Mapping(NOWHERE, List.of())));
    }
    return AcceptedValues.of(document.spec(), seen, keys.subList(1, keys.size()), attribute.configured()).stream()
        .map(leaves -> new Edit(Optional.empty(), SpecTree.of(leaves)))
        .toList();
  }

  private static boolean isGood(ResolvedDocument document, Edit edit, VmObservation seen, Set<String> before, String path) {
    Optional<Set<String>> after = paths(edit.on(document), seen);
    return after.isPresent() && before.containsAll(after.get())
        && after.get().stream().noneMatch(left -> left.equals(path) || left.startsWith(path + ".") || path.startsWith(left + "."));
  }

  /** Paths that differ, in order; empty where the document is not good. */
  private static Optional<Set<String>> paths(ResolvedDocument document, VmObservation seen) {
    return differing(document, seen).map(all -> all.stream()
        .filter(attribute -> !attribute.isOwnership())
        .map(AttributeChange::path)
        .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Optional<List<AttributeChange>> differing(ResolvedDocument document, VmObservation seen) {
    boolean isShaped = ShapeChecker.check(new VmKind().spec(), document.spec(), "spec").stream()
        .noneMatch(finding -> finding.severity() == Diagnostic.Severity.ERROR);
    return isShaped ? VmKind.parse(document).parsed().map(vm -> VmDiffer.diff(vm, seen).attributes()) : Optional.empty();
  }

  private static Node text(String text) {
    return new Node.Scalar(NOWHERE, Node.ScalarType.STRING, text);
  }

  private static Node.Entry entry(String key, Node value) {
    return new Node.Entry(key, NOWHERE, value);
  }
}
