package io.pvefleet.fleet.diagnostic;

import io.pvefleet.fleet.yaml.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects findings, so that a check can report everything at once. Not safe for threads: each thread collects its own. */
public final class Diagnostics {

  private static final Comparator<Diagnostic> BY_PLACE = Comparator
      .comparing((Diagnostic d) -> d.place().isPresent() ? 1 : 0)
      .thenComparing(d -> d.place().orElse(new Place("", 0, 0)))
      .thenComparing(d -> d.code().id())
      .thenComparing(Diagnostic::yamlPath)
      .thenComparing(Diagnostic::detail);

  private final List<Diagnostic> found = new ArrayList<>();

  public void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  public void addAll(Collection<Diagnostic> diagnostics) {
    found.addAll(diagnostics);
  }

  /** Adds an error at a place. */
  public void error(Code code, Place place, String yamlPath, String value, String detail, String remedy) {
    found.add(Diagnostic.error(code, place, yamlPath, value, detail, remedy));
  }

  /** Adds a warning at a place. */
  public void warning(Code code, Place place, String yamlPath, String value, String detail, String remedy) {
    found.add(new Diagnostic(code, Diagnostic.Severity.WARNING, Optional.of(place), yamlPath, value, detail, remedy));
  }

  public boolean hasErrors() {
    return found.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
  }

  /** Everything found, each once: what concerns the whole repository first, then by place. */
  public List<Diagnostic> sorted() {
    return found.isEmpty() ? List.of() : found.stream().distinct().sorted(BY_PLACE).toList();
  }
}
