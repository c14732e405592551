package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.Runs.Run;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.run.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What came of an apply.
 *
 * @param run as stored; empty where nothing was to be done, so that no run began
 * @param results by host in the plan's order, by vmid within
 */
public record ApplyReport(Optional<Run> run, List<Result> results) {
  public ApplyReport {
    results = List.copyOf(results);
  }

  /** One change and its end. */
  public record Result(Change change, Outcome outcome) {}

  /** Changes that ended as they should: in line, or written and waiting for a restart. */
  public long succeeded() {
    return results.stream()
        .filter(r -> r.outcome() instanceof Outcome.Succeeded || r.outcome() instanceof Outcome.WaitsForRestart)
        .count();
  }

  /** Changes that failed, or of which it is not known. */
  public long failed() {
    return results.stream()
        .filter(r -> r.outcome() instanceof Outcome.Failed || r.outcome() instanceof Outcome.Indeterminate)
        .count();
  }

  /** Changes that were not made because the world moved. */
  public long stopped() {
    return results.stream().filter(r -> r.outcome() instanceof Outcome.Stopped).count();
  }
}
