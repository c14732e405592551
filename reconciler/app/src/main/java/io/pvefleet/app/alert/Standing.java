package io.pvefleet.app.alert;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** How a thing stands to its limit, as far as that is known. */
sealed interface Standing {

  /**
   * It is beyond the limit.
   *
   * @param since when that began; empty where only one moment is known
   * @param at of when the fact is
   * @param message the sentence, given since when
   */
  record Beyond(Optional<Instant> since, Instant at, Function<Instant, String> message) implements Standing {}

  /** It is well again. */
  record Well(Instant at) implements Standing {}

  /** It is neither: between the limit and the lower mark at which an alert ends, or something is under way about it. */
  record Between(Instant at) implements Standing {}

  /** Nobody knows, or it is not to be judged now: nothing begins and nothing ends. */
  record Unknown() implements Standing {}

  /** There is nothing any more that could stand so, which does not say that it is well. */
  record Gone(Why why) implements Standing {}

  /** Why nobody looks at it any more. */
  enum Why {
    LEFT_GIT,
    RULE_OFF,
    STORAGE_GONE
  }
}
