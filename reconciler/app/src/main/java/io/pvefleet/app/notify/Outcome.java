package io.pvefleet.app.notify;

import io.pvefleet.fleet.diagnostic.Code;
import java.time.Duration;
import java.util.Optional;

/** What came of one try to deliver. Faults name hosts, never addresses of hooks, never a secret. */
public sealed interface Outcome {

  /** It was taken. @param remark what a person should know nevertheless; may be empty */
  record Delivered(String remark) implements Outcome {}

  /** This message was refused, and would be again. */
  record Refused(String fault) implements Outcome {}

  /**
   * It was not taken, and may be later.
   *
   * @param code where what to do is said
   * @param after what the receiver asked to wait
   */
  record Failed(Code code, String fault, Optional<Duration> after) implements Outcome {
    Failed(Code code, String fault) {
      this(code, fault, Optional.empty());
    }

    Failed(String fault) {
      this(NotifyCodes.NOT_REACHED, fault);
    }
  }

  /** What is wrong; empty where it was taken. */
  default Optional<Code> wrong() {
    return switch (this) {
      case Delivered _ -> Optional.empty();
      case Refused _ -> Optional.of(NotifyCodes.REFUSED);
      case Failed failed -> Optional.of(failed.code());
    };
  }

  /** What to do about it; empty where it was taken. */
  default String remedy() {
    return wrong().map(NotifyCodes::remedy).orElse("");
  }
}
