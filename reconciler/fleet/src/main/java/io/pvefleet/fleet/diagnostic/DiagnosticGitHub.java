package io.pvefleet.fleet.diagnostic;

import java.util.List;

/** Diagnostics as workflow commands of GitHub Actions, which become annotations of a pull request. Pure. */
public final class DiagnosticGitHub {

  private DiagnosticGitHub() {}

  /** One line for each; empty for none. */
  public static String render(List<Diagnostic> diagnostics, Sources sources) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic d : diagnostics) {
      out.append("::").append(DiagnosticJson.severity(d)).append(' ');
      d.place().ifPresent(place -> out.append("file=").append(property(sources.shown(place.file())))
          .append(",line=").append(place.line()).append(",col=").append(place.column()).append(','));
      out.append("title=").append(property(d.code() + ": " + d.code().summary())).append("::");
      out.append(message((d.yamlPath().isEmpty() ? "" : d.yamlPath() + ": ") + d.detail() + " " + d.remedy())).append('\n');
    }
    return out.toString();
  }

  private static String message(String text) {
    return text.strip().replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return message(text).replace(":", "%3A").replace(",", "%2C");
  }
}
