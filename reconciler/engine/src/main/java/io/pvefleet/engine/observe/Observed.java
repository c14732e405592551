package io.pvefleet.engine.observe;

import java.util.Optional;

/** What is known of a thing on a host. Absent is a fact that was confirmed; everything short of that is Unknown. */
public sealed interface Observed<T> {

  record Present<T>(T value) implements Observed<T> {}

  record Absent<T>() implements Observed<T> {}

  /** Not known, and why: a failed read, a filtered list, a guest of another type under that id. */
  record Unknown<T>(String why) implements Observed<T> {}

  default Optional<T> present() {
    return this instanceof Present<T>(T value) ? Optional.of(value) : Optional.empty();
  }
}
