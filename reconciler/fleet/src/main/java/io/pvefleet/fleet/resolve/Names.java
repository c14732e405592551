package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.yaml.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which names exist, per kind, and whether a reference is dangling. */
final class Names {

  private final Map<String, Map<String, Document>> byKind = new HashMap<>();
  private final List<String> brokenTexts = new ArrayList<>();

  /** Registers documents in the order of their places; a second one of the same name is an error. */
  void declare(Collection<Document> documents, Diagnostics diagnostics) {
    for (Document document : documents) {
      if (document.name().isEmpty()) {
        continue;
      }
      Document first = byKind.computeIfAbsent(document.kind(), _ -> new TreeMap<>()).putIfAbsent(document.name(), document);
      if (first != null) {
        diagnostics.error(ResolveCodes.DUPLICATE_NAME, document.namePlace(), "metadata.name", document.name(),
            "The " + document.kind() + " \"" + document.name() + "\" exists already, at " + first.namePlace() + ".",
            "Give one of the two another name, or remove it.");
      }
    }
  }

  /**
   * Takes the text of a file that could not be read in full: a name that it mentions may be declared there, and to call a
   * reference to it dangling would be a second error for one mistake.
   */
  void addBroken(byte[] content) {
    brokenTexts.add(new String(content, StandardCharsets.UTF_8));
  }

  Optional<Document> find(String kind, String name) {
    return Optional.ofNullable(byKind.getOrDefault(kind, Map.of()).get(name));
  }

  boolean mayBeInBrokenFile(String name) {
    return brokenTexts.stream().anyMatch(text -> text.contains(name));
  }

  /** Reports a reference that names nothing. Returns whether it names something, or may do so in a broken file. */
  boolean check(String kind, String name, Place place, String yamlPath, Diagnostics diagnostics) {
    if (find(kind, name).isPresent() || mayBeInBrokenFile(name)) {
      return true;
    }
    Collection<String> known = byKind.getOrDefault(kind, Map.of()).keySet();
    diagnostics.error(ResolveCodes.DANGLING, place, yamlPath, name, "There is no " + kind + " \"" + name + "\".",
        DidYouMean.closest(name, known).map(word -> "Did you mean \"" + word + "\"?")
            .orElse("Declare it, or name one that exists" + few(known) + "."));
    return false;
  }

  private static String few(Collection<String> known) {
    if (known.isEmpty()) {
      return "";
    }
    return ": " + String.join(", ", known.stream().limit(5).toList()) + (known.size() > 5 ? ", ..." : "");
  }
}
