package io.pvefleet.app.notify;

import java.time.Duration;
import java.util.Optional;

/** What came of one try to deliver. Faults name hosts, never addresses of hooks, never a secret. */
public sealed interface Outcome {

  /** It was taken. @param remark what a person should know nevertheless; may be empty */
  record Delivered(String remark) implements Outcome {}

  /** It was refused, and would be again. */
  record Refused(String fault) implements Outcome {}

  /** It was not taken, and may be later. @param after what the receiver asked to wait */
  record Failed(String fault, Optional<Duration> after) implements Outcome {
    Failed(String fault) {
      this(fault, Optional.empty());
    }
  }
}
