package io.pvefleet.fleet.diagnostic;

import io.pvefleet.fleet.yaml.Place;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Diagnostics for a person at a terminal: what, where, the source line, why, and what to do. Pure. */
public final class DiagnosticText {

  /** Whether the terminal shows colour. */
  public enum Colour {
    NEVER,
    ALWAYS
  }

  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final Sources sources;
  private final Colour colour;

  private DiagnosticText(Sources sources, Colour colour) {
    this.sources = sources;
    this.colour = colour;
  }

  /** All diagnostics in the given order with an empty line between them, each line ended. Empty for none. */
  public static String render(List<Diagnostic> diagnostics, Sources sources, Colour colour) {
    Set<String> secretLines = diagnostics.stream().filter(d -> d.code().equals(Code.LITERAL_SECRET))
        .flatMap(d -> d.place().stream()).map(DiagnosticText::lineOf).collect(Collectors.toSet());
    DiagnosticText text = new DiagnosticText(sources, colour);
    return diagnostics.stream()
        .map(d -> text.one(d, d.place().filter(p -> secretLines.contains(lineOf(p))).isEmpty()))
        .collect(Collectors.joining("\n"));
  }

  /** One diagnostic. Where several concern the same line, render them together: one of them may forbid to show it. */
  public static String render(Diagnostic diagnostic, Sources sources, Colour colour) {
    return render(List.of(diagnostic), sources, colour);
  }

  /** {@code 2 errors, 1 warning in 3 files}; {@code no errors} for none. */
  public static String summary(List<Diagnostic> diagnostics) {
    long errors = diagnostics.stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).count();
    long warnings = diagnostics.size() - errors;
    long files = diagnostics.stream().flatMap(d -> d.place().stream()).map(Place::file).distinct().count();
    String found = errors == 0 && warnings == 0 ? "no errors"
        : errors == 0 ? count(warnings, "warning")
        : warnings == 0 ? count(errors, "error")
        : count(errors, "error") + ", " + count(warnings, "warning");
    return files == 0 ? found : found + " in " + count(files, "file");
  }

  private String one(Diagnostic d, boolean showSource) {
    StringBuilder out = new StringBuilder();
    String severity = switch (d.severity()) {
      case ERROR -> colour(RED, "error " + d.code());
      case WARNING -> colour(YELLOW, "warning " + d.code());
    };
    out.append(severity).append(": ").append(colour(BOLD, d.code().summary())).append('\n');
    d.place().ifPresent(place -> {
      out.append("  ").append(sources.shown(place.file())).append(':').append(place.line()).append(':').append(place.column());
      out.append(d.yamlPath().isEmpty() ? "" : "  " + d.yamlPath()).append('\n');
      if (showSource) {
        sources.line(place.file(), place.line())
            .ifPresent(line -> out.append(Excerpt.render(line, d, place.line(), place.column())));
      }
    });
    if (!d.detail().isEmpty()) {
      out.append("  ").append(oneLine(d.detail())).append('\n');
    }
    out.append("  ").append(d.remedy().isEmpty() ? "" : oneLine(d.remedy()) + " ");
    return out.append("See docs/errors/").append(d.code()).append(".md.\n").toString();
  }

  private String colour(String escape, String text) {
    return switch (colour) {
      case NEVER -> text;
      case ALWAYS -> escape + text + RESET;
    };
  }

  /** Control characters of a value must not reach the terminal. */
  private static String oneLine(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return out.toString();
  }

  private static String lineOf(Place place) {
    return place.file() + ":" + place.line();
  }

  private static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
