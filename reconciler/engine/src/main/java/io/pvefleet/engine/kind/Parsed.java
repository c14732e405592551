package io.pvefleet.engine.kind;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/** What came of parsing a document: a value, perhaps with warnings, or the errors that forbid one. Never both. */
public sealed interface Parsed<T> {

  /** Everything found, sorted by place. */
  List<Diagnostic> diagnostics();

  /** The document is usable; the diagnostics are warnings. */
  record Good<T>(T value, List<Diagnostic> diagnostics) implements Parsed<T> {
    public Good {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** At least one diagnostic is an error. */
  record Bad<T>(List<Diagnostic> diagnostics) implements Parsed<T> {
    public Bad {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  default Optional<T> parsed() {
    return switch (this) {
      case Good<T>(T value, List<Diagnostic> ignored) -> Optional.of(value);
      case Bad<T> ignored -> Optional.empty();
    };
  }
}
