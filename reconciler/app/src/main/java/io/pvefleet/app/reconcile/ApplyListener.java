package io.pvefleet.app.reconcile;

import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.run.Outcome;
import java.time.Duration;

/** Told how an apply goes. Called on many threads; must be quick and thread safe. */
public interface ApplyListener {

  ApplyListener NONE =
      new ApplyListener() {
        @Override
        public void onBegun(Change change) {}

        @Override
        public void onStep(Change change, Step step) {}

        @Override
        public void onEnded(Change change, Outcome outcome, Duration took) {}
      };

  void onBegun(Change change);

  /** Just before the step is sent. */
  void onStep(Change change, Step step);

  void onEnded(Change change, Outcome outcome, Duration took);

  /** Asked before each write of a removal: whether the commit that no longer declares the VM is still the one in force. */
  default boolean isInForce() {
    return true;
  }
}
