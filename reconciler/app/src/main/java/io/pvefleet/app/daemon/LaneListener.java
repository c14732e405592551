package io.pvefleet.app.daemon;

import io.pvefleet.app.reconcile.ApplyListener;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.engine.run.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Brings what an apply does to a host's VMs to the pages while it does it.
 *
 * @param inForce whether the commit is in force still
 */
record LaneListener(HostLane lane, String revision, FleetBoard board, Clock clock, BooleanSupplier inForce)
    implements ApplyListener {

  @Override
  public void onBegun(Change change) {
    VmRef vm = change.head().vm();
    lane.busy.add(vm.vmid());
    board.doing(vm.host(), vm.vmid(), change.steps().isEmpty() ? "..." : change.steps().getFirst().title());
  }

  @Override
  public void onStep(Change change, Step step) {
    board.doing(change.head().vm().host(), change.head().vm().vmid(), step.title());
  }

  @Override
  public void onEnded(Change change, Outcome outcome, Duration took) {
    VmRef vm = change.head().vm();
    lane.turned();
    switch (outcome) {
      case Outcome.Succeeded _ -> settled(vm, isRemoval(change) ? VmState.UNMANAGED : VmState.IN_SYNC);
      case Outcome.WaitsForRestart _ -> settled(vm, VmState.PENDING_RESTART);
      case Outcome.Stopped(Verdict.Why why, String detail) -> {
        if (why == Verdict.Why.LOCK) {
          lane.retries.failed(vm.vmid(), revision, clock.instant()); // it was tried for a minute; no use in going on at once
        }
        board.doing(vm.host(), vm.vmid(), "");
      }
      case Outcome.Failed(var kind, String message, var log) -> failed(vm, message);
      case Outcome.Indeterminate(String message) -> failed(vm, message);
    }
    lane.busy.remove(vm.vmid());
  }

  @Override
  public boolean isInForce() {
    return inForce.getAsBoolean();
  }

  private static boolean isRemoval(Change change) {
    return change instanceof Change.Release || change instanceof Change.Delete;
  }

  private void settled(VmRef vm, VmState state) {
    lane.retries.succeeded(vm.vmid());
    lane.settled(vm.vmid(), state);
    board.settled(vm.host(), vm.vmid(), state);
  }

  private void failed(VmRef vm, String message) {
    Instant next = lane.retries.failed(vm.vmid(), revision, clock.instant());
    board.failed(vm.host(), vm.vmid(), message, next);
  }
}
