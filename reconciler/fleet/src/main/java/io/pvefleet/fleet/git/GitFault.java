package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;

/** A folder or repository cannot be read; the diagnostic says why and what to do, without any secret. */
public sealed class GitFault extends RuntimeException permits UnreadableCommit {

  private static final long serialVersionUID = 1;

  private final transient Diagnostic diagnostic;

  public GitFault(Diagnostic diagnostic) {
    super(diagnostic.code() + ": " + diagnostic.detail());
    this.diagnostic = diagnostic;
  }

  public GitFault(Diagnostic diagnostic, Throwable cause) {
    super(diagnostic.code() + ": " + diagnostic.detail(), cause);
    this.diagnostic = diagnostic;
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
