package io.pvefleet.app.care;

import io.pvefleet.engine.plan.VmRef;
import java.time.Instant;

/**
 * Something that happened to a VM between two looks at it.
 *
 * @param drift whether it is what Git does not say
 * @param news whether to tell of it; what happened before this process began, or too long ago, is only looked up
 * @param from the last moment known to be before it
 * @param until the first moment known to be after it
 */
record Turn(VmRef vm, What what, Drift drift, News news, Instant from, Instant until) {

  /** What happened. */
  enum What {
    STARTED,
    STOPPED,
    CHANGED,
    /** As {@link #CHANGED}, with a disk among it. */
    DISKS_CHANGED,
    DELETED
  }

  /** Whether Git says otherwise. */
  enum Drift {
    YES,
    NO
  }

  /** Whether people are told. */
  enum News {
    LOUD,
    QUIET
  }
}
