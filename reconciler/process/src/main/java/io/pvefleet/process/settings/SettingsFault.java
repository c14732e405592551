package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Sources;
import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used: everything that is wrong with them, at once, without any secret. */
public final class SettingsFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Diagnostic> diagnostics;
  private final transient Sources sources;

  /**
   * @param sources lines that may be shown beside what is wrong; none of a file that holds secrets
   */
  public SettingsFault(List<Diagnostic> diagnostics, Sources sources) {
    super(diagnostics.stream().map(d -> d.code() + ": " + d.detail()).collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
    this.sources = sources;
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Lines of the file, save those that may hold a secret. */
  public Sources sources() {
    return sources;
  }
}
