package io.pvefleet.app.usage;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What was told of a host, step by step. A step of which nothing is known is not there: nothing is filled in. Immutable.
 *
 * @param from begin of the first step, whether it is there or not
 * @param until now
 * @param steps by their begin
 */
public record History(Period period, Instant from, Instant until, SortedMap<Instant, Usage> steps) {
  public History {
    steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
  }

  /** All storages that are told of, at whatever time. */
  public SortedSet<String> storages() {
    SortedSet<String> names = new TreeSet<>();
    steps.values().forEach(usage -> names.addAll(usage.storages().keySet()));
    return names;
  }

  /** The same in longer steps; the begin of the longer one that a moment is in is what the function gives. */
  public SortedMap<Instant, Usage> by(UnaryOperator<Instant> begin) {
    return Rollup.by(begin, steps);
  }

  /** Of all the time together. */
  public Usage total() {
    return steps.values().stream().reduce(Usage.NONE, Usage::join);
  }
}
