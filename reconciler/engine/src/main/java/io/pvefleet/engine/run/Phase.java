package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Step;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;

/** Where a change under way stands. */
sealed interface Phase {

  /** The VM is to be read. */
  record Looking() implements Phase {}

  /** The step follows from the last look and was not sent. */
  record Ready(Step step) implements Phase {}

  /** The step's task runs. */
  record Awaiting(Step step, Upid upid) implements Phase {}

  /** Time must pass before the next look. */
  record Pausing(Duration duration, String why) implements Phase {}

  record Ended(Outcome outcome) implements Phase {}
}
