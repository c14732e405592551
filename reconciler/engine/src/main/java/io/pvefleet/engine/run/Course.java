package io.pvefleet.engine.run;

import io.pvefleet.engine.observe.Identity;

/**
 * Something under way that says what is to be done next and learns what came of it: a live change, or one that a dead process left
 * open. Whoever drives it journals its writes, and decides nothing.
 */
public sealed interface Course permits ChangeRun, Recovery {

  /** What to do next. */
  Action next();

  /** The same after one more event. */
  Course on(Event event);

  /** Which VM the looks saw last; none where none was seen. */
  default Identity identity() {
    return Identity.NONE;
  }
}
