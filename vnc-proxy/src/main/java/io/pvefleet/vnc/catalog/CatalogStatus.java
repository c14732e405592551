package io.pvefleet.vnc.catalog;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.GitCommit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How fresh the catalog in force is. Immutable.
 *
 * @param revision commit id; empty while nothing is in force
 * @param since when it came into force, over restarts too; empty where nothing is
 * @param warnings of the commit in force
 * @param lastPoll when Git last answered
 * @param rejected the newest commit, if it has errors: the one in force stays
 * @param fault why Git could not be asked the last time; empty once it could
 */
public record CatalogStatus(String revision, Optional<Instant> since, List<Diagnostic> warnings, Optional<Instant> lastPoll,
    Optional<Rejected> rejected, Optional<Diagnostic> fault) {
  /** Before anything was read. */
  public static final CatalogStatus BEGIN =
      new CatalogStatus("", Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public CatalogStatus {
    warnings = List.copyOf(warnings);
  }

  /** A commit that is refused whole, with its errors and when they were found. */
  public record Rejected(GitCommit commit, Instant at, List<Diagnostic> errors) {
    public Rejected {
      errors = List.copyOf(errors);
    }
  }

  /** Whether a catalog is in force. */
  public boolean isServing() {
    return !revision.isEmpty();
  }

  /** Whether the newest commit that is known is in force and Git answered the last time. */
  public boolean isCurrent() {
    return isServing() && rejected.isEmpty() && fault.isEmpty();
  }

  CatalogStatus accepted(String inForce, Instant from, List<Diagnostic> itsWarnings) {
    return new CatalogStatus(inForce, Optional.of(from), itsWarnings, lastPoll, Optional.empty(), fault);
  }

  CatalogStatus rejecting(Rejected newest) {
    return new CatalogStatus(revision, since, warnings, lastPoll, Optional.of(newest), fault);
  }

  CatalogStatus answered(Instant at) {
    return new CatalogStatus(revision, since, warnings, Optional.of(at), rejected, Optional.empty());
  }

  CatalogStatus failing(Diagnostic why) {
    return new CatalogStatus(revision, since, warnings, lastPoll, rejected, Optional.of(why));
  }
}
