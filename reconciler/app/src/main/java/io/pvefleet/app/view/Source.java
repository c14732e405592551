package io.pvefleet.app.view;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the Git repository.
 *
 * @param url where it is fetched from, without credentials
 * @param inForce the commit that hosts are held against; empty until one was good
 * @param acceptedAt when it came into force here
 * @param rejected the newer commit that is not in force because it has errors
 * @param polledAt when Git last answered
 * @param fault why Git did not answer at the last try; empty where it did
 */
public record Source(
    String url,
    Optional<Commit> inForce,
    Optional<Instant> acceptedAt,
    List<Diagnostic> warnings,
    Optional<Rejection> rejected,
    Optional<Instant> polledAt,
    String fault) {
  public Source {
    warnings = List.copyOf(warnings);
  }

  /** A commit that is not in force, with everything that is wrong with it. */
  public record Rejection(Commit commit, Instant at, List<Diagnostic> errors) {
    public Rejection {
      errors = List.copyOf(errors);
    }
  }

  /** Nothing is known yet. */
  public static Source of(String url) {
    return new Source(url, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), "");
  }

  /** A commit came into force, from Git or, where that does not answer, from what was fetched before. */
  public Source accepted(Commit commit, Instant at, List<Diagnostic> newWarnings) {
    return new Source(url, Optional.of(commit), Optional.of(at), newWarnings, Optional.empty(), polledAt, fault);
  }

  public Source rejecting(Commit commit, Instant at, List<Diagnostic> errors) {
    return new Source(
        url, inForce, acceptedAt, warnings, Optional.of(new Rejection(commit, at, errors)), polledAt, fault);
  }

  /** Git answered and nothing is new. */
  public Source polled(Instant at) {
    return new Source(url, inForce, acceptedAt, warnings, rejected, Optional.of(at), "");
  }

  /**
   * Git did not answer; what is in force stays so.
   *
   * @param lastFetch when it last did, as far as anything but this process remembers
   */
  public Source failing(String newFault, Optional<Instant> lastFetch) {
    return new Source(url, inForce, acceptedAt, warnings, rejected, polledAt.or(() -> lastFetch), newFault);
  }
}
