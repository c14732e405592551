package io.pvefleet.vnc.login;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/** The user file cannot be used: everything that is wrong with it, at once, without any hash. */
public final class UserFileFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Diagnostic> diagnostics;

  UserFileFault(List<Diagnostic> diagnostics) {
    super(text(diagnostics));
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  static String text(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(d -> d.place().map(place -> place + ": ").orElse("") + d.code() + ": " + d.detail() + " " + d.remedy())
        .collect(Collectors.joining("\n"));
  }
}
