package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What came of loading a tree of files.
 *
 * @param fleet present unless a diagnostic is an error: a commit with an error is rejected whole
 * @param diagnostics all of them, sorted by place
 */
public record FleetLoad(Optional<DesiredFleet> fleet, List<Diagnostic> diagnostics) {
  public FleetLoad {
    diagnostics = List.copyOf(diagnostics);
  }
}
