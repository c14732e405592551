package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.model.Envelope;
import java.util.List;
import java.util.Optional;

/**
 * What came of loading a tree of files.
 *
 * @param fleet present unless a diagnostic is an error: a commit with an error is rejected whole
 * @param diagnostics all of them, sorted by place
 * @param profiles the profiles as written, for {@code explain}; empty where the fleet is
 */
public record FleetLoad(Optional<DesiredFleet> fleet, List<Diagnostic> diagnostics, List<Envelope> profiles) {
  public FleetLoad {
    diagnostics = List.copyOf(diagnostics);
    profiles = List.copyOf(profiles);
  }

  /** A load without profiles. */
  public FleetLoad(Optional<DesiredFleet> fleet, List<Diagnostic> diagnostics) {
    this(fleet, diagnostics, List.of());
  }
}
