package io.pvefleet.app.usage;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Makes long steps of short ones. */
final class Rollup {
  private Rollup() {}

  /** Joins all that begin in the same longer step; where none begins there is none. */
  static SortedMap<Instant, Usage> by(UnaryOperator<Instant> begin, SortedMap<Instant, Usage> steps) {
    SortedMap<Instant, Usage> longer = new TreeMap<>();
    steps.forEach((at, usage) -> longer.merge(begin.apply(at), usage, Usage::join));
    return longer;
  }
}
