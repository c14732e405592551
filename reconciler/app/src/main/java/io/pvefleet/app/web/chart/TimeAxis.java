package io.pvefleet.app.web.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Time from left to right. Immutable.
 *
 * @param ticks moments with a name, oldest first; those outside are not drawn
 */
public record TimeAxis(Instant from, Instant until, List<Tick> ticks) {
  /** A named moment. */
  public record Tick(Instant at, String label) {}

  /** Where a label would be cut off at an edge, it stands on the other side of its line. */
  private static final double EDGE = 0.07;

  public TimeAxis {
    ticks = ticks.stream().filter(tick -> !tick.at().isBefore(from) && !tick.at().isAfter(until)).toList();
  }

  /** 0 at the left, 1 at the right; what is beyond an edge is at the edge. */
  double share(Instant at) {
    double whole = Duration.between(from, until).toMillis();
    return Math.clamp(Duration.between(from, at).toMillis() / whole, 0, 1);
  }

  /** The lines of the ticks between two heights, in pixels. */
  void lines(Svg svg, int top, int bottom) {
    for (Tick tick : ticks) {
      String x = Svg.percent(share(tick.at()));
      svg.empty("line", "class", "tick", "x1", x, "x2", x, "y1", Integer.toString(top), "y2", Integer.toString(bottom));
    }
  }

  void labels(Svg svg, int baseline) {
    for (Tick tick : ticks) {
      double at = share(tick.at());
      String anchor = at < EDGE ? "start" : at > 1 - EDGE ? "end" : "middle";
      svg.element("text", tick.label(), "x", Svg.percent(at), "y", Integer.toString(baseline), "text-anchor", anchor);
    }
  }
}
