package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostCodes;
import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.Runs.Ending;
import io.pvefleet.app.store.Runs.Result;
import io.pvefleet.engine.plan.Approval;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.run.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Outcomes as the store keeps them. */
final class Endings {

  private Endings() {}

  static Ending of(Outcome outcome, Instant at) {
    return switch (outcome) {
      case Outcome.Succeeded(int requests, List<String> warnings, List<String> surprises, boolean restarted) ->
          new Ending(at, Result.SUCCEEDED, joined(warnings, surprises), List.of());
      case Outcome.WaitsForRestart(List<String> options, List<String> surprises) ->
          new Ending(at, Result.WAITS_FOR_RESTART, joined(List.of(waiting(options)), surprises), List.of());
      case Outcome.Stopped(var why, String detail) -> new Ending(at, Result.STOPPED, why.word() + ": " + detail, List.of());
      case Outcome.Failed(var kind, String message, List<String> log) -> new Ending(at, Result.FAILED, message, log);
      case Outcome.Indeterminate(String message) -> new Ending(at, Result.INDETERMINATE, message, List.of());
    };
  }

  static NewEvent event(Change change, Outcome outcome, Instant at) {
    String action = Changes.action(change);
    return switch (outcome) {
      case Outcome.Succeeded(int requests, List<String> warnings, List<String> surprises, boolean restarted) ->
          event(at, warnings.isEmpty() ? Severity.INFO : Severity.WARNING, "applied", change, "",
              (restarted ? restarted(change) : action + " done") + ": " + Changes.summary(change)
                  + (warnings.isEmpty() && surprises.isEmpty() ? "" : ". " + joined(warnings, surprises)));
      case Outcome.WaitsForRestart(List<String> options, List<String> surprises) ->
          event(at, Severity.INFO, "applied", change, "", action + " done. " + joined(List.of(waiting(options)), surprises));
      case Outcome.Stopped(var why, String detail) ->
          event(at, Severity.INFO, "stopped", change, "", action + " stopped, " + why.word() + ": " + detail);
      case Outcome.Failed(FaultKind kind, String message, List<String> log) ->
          event(at, Severity.ERROR, "failed", change, HostCodes.of(kind).id(), action + " failed: " + message);
      case Outcome.Indeterminate(String message) ->
          event(at, Severity.WARNING, "indeterminate", change, HostCodes.of(FaultKind.INDETERMINATE).id(),
              action + " ended unknown: " + message);
    };
  }

  /** The host was taken over in the middle of the change. */
  static NewEvent lost(Change change, Instant at) {
    return event(at, Severity.WARNING, "stopped", change, ReconcileCodes.LEASE_LOST.id(),
        Changes.action(change) + " left to another pvefleet process, which took the host over while this one stood still.");
  }

  private static String restarted(Change change) {
    int count = change.attributes().size();
    return count == 1 ? "restarted, 1 change in force" : "restarted, %d changes in force".formatted(count);
  }

  private static String joined(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.joining(" "));
  }

  static NewEvent used(Approval approval, Change change, Instant at) {
    return event(at, Severity.INFO, "approval", change, "",
        "The approval of %s from %s is used: %s".formatted(approval.by(), approval.at(), Changes.summary(change)));
  }

  static String waiting(List<String> options) {
    return "Written; in force after the next restart: " + String.join(", ", options) + ".";
  }

  private static NewEvent event(Instant at, Severity severity, String kind, Change change, String code, String message) {
    VmRef vm = change.head().vm();
    return new NewEvent(at, severity, kind, vm.host(), Optional.of(vm.vmid()), vm.name(), code, message);
  }
}
