package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Step;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.util.List;

/** What a change under way wants done next. The executor does just that and reports it as an {@link Event}. */
public sealed interface Action {

  /** Read the VM: perform all of these, answer {@link Event.WasRead}. */
  record Look(List<PveRequest> requests) implements Action {
    public Look {
      requests = List.copyOf(requests);
    }
  }

  /** Journal the intent, send the request, answer {@link Event.Sent}. */
  record Send(Step step) implements Action {}

  /** Wait for the task, answer {@link Event.TaskEnded}. */
  record Await(Step step, Upid upid) implements Action {}

  /** Wait that long, for a lock to go or a list to catch up, answer {@link Event.Waited}. */
  record Pause(java.time.Duration duration, String why) implements Action {}

  /** The end. */
  record Finish(Outcome outcome) implements Action {}
}
