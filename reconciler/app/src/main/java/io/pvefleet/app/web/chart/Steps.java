package io.pvefleet.app.web.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values of steps of time. A step without a value is a gap, and nothing is drawn there. Immutable.
 *
 * @param step how long each is
 * @param reach how far apart two may begin and still follow each other: more than a step where a host is asked less often
 * @param values by begin of the step; 0 to 1
 */
record Steps(Duration step, Duration reach, SortedMap<Instant, Double> values) {
  Steps {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** One value for a length of time. */
  record Stretch(Instant from, Instant until, double value) {}

  /** Stretches that follow each other without a gap. */
  List<List<Stretch>> runs() {
    List<List<Stretch>> runs = new ArrayList<>();
    List<Instant> begins = List.copyOf(values.keySet());
    boolean follows = false;
    for (int i = 0; i < begins.size(); i++) {
      Instant at = begins.get(i);
      if (!follows) {
        runs.add(new ArrayList<>());
      }
      follows = i + 1 < begins.size() && !at.plus(reach).isBefore(begins.get(i + 1));
      runs.getLast().add(new Stretch(at, follows ? begins.get(i + 1) : at.plus(step), values.getOrDefault(at, 0.0)));
    }
    return runs;
  }
}
