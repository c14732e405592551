package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.git.GitCommit;
import java.util.List;
import java.util.Optional;

/**
 * Which commit is in force, and what stands in the way of a newer one. Immutable: each event gives the next state, so the
 * daemon swaps one reference and no page ever sees half of a change.
 *
 * @param good the last commit without an error; stays in force until a better one comes
 * @param bad the newest commit, if it has errors, with all its diagnostics
 * @param fault why the repository could not be read the last time; empty once it could
 */
public record GoodCommit(Optional<Accepted> good, Optional<Rejected> bad, Optional<Diagnostic> fault) {

  /** A commit whose fleet is in force, with the warnings it has. */
  public record Accepted(GitCommit commit, FleetLoad load, DesiredFleet fleet) {}

  /** A commit that is refused whole. */
  public record Rejected(GitCommit commit, List<Diagnostic> diagnostics) {
    public Rejected {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Before the first commit was read. */
  public static GoodCommit none() {
    return new GoodCommit(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A commit was read and loaded: it comes into force, or is refused while the good one stays. */
  public GoodCommit offered(GitCommit commit, FleetLoad load) {
    return load.fleet()
        .map(fleet -> new GoodCommit(Optional.of(new Accepted(commit, load, fleet)), Optional.empty(), Optional.empty()))
        .orElseGet(() -> new GoodCommit(good, Optional.of(new Rejected(commit, load.diagnostics())), Optional.empty()));
  }

  /** The repository could not be read: what is in force stays, and so does what is known of a refused commit. */
  public GoodCommit unreadable(Diagnostic why) {
    return new GoodCommit(good, bad, Optional.of(why));
  }

  /** Whether the newest commit that is known is the one in force. */
  public boolean isCurrent() {
    return good.isPresent() && bad.isEmpty() && fault.isEmpty();
  }
}
