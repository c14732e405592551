package io.pvefleet.app.web.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * Which of a few states something was in over time, as a strip. States are told by height as well as by colour: what is fine is
 * low, what is not stands out. Immutable.
 */
public final class Strip {
  private static final int HIGH = 22;
  private static final int HEIGHT = HIGH + 18;

  private final String id;
  private final String title;
  private final String description;
  private final TimeAxis axis;
  private final List<Stretch> stretches;

  /**
   * A state for a length of time.
   *
   * @param kind the class of its mark
   */
  public record Stretch(Instant from, Instant until, Kind kind) {}

  /**
   * How a state looks.
   *
   * @param word its class
   * @param height 0 to 1
   */
  public record Kind(String word, double height) {}

  /** @param stretches oldest first; where there is none nothing is drawn */
  public Strip(String id, String title, String description, TimeAxis axis, List<Stretch> stretches) {
    this.id = id;
    this.title = title;
    this.description = description;
    this.axis = axis;
    this.stretches = joined(stretches);
  }

  /** One stretch for each step; where the next begins within reach it lasts until then. */
  public static List<Stretch> of(SortedMap<Instant, Kind> states, Duration step, Duration reach, Instant until) {
    List<Stretch> all = new ArrayList<>();
    List<Instant> begins = List.copyOf(states.keySet());
    for (int i = 0; i < begins.size(); i++) {
      Instant at = begins.get(i);
      boolean follows = i + 1 < begins.size() && !at.plus(reach).isBefore(begins.get(i + 1));
      Instant end = follows ? begins.get(i + 1) : at.plus(step);
      Kind kind = states.get(at);
      if (kind != null && at.isBefore(until)) {
        all.add(new Stretch(at, end.isAfter(until) ? until : end, kind));
      }
    }
    return joined(all);
  }

  /** How long each state lasted, in the order in which they first came. */
  public static SequencedMap<String, Duration> lengths(List<Stretch> stretches) {
    SequencedMap<String, Duration> lengths = new LinkedHashMap<>();
    stretches.forEach(s -> lengths.merge(s.kind().word(), Duration.between(s.from(), s.until()), Duration::plus));
    return lengths;
  }

  private static List<Stretch> joined(List<Stretch> stretches) {
    List<Stretch> joined = new ArrayList<>();
    for (Stretch next : stretches) {
      Stretch last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && last.kind().equals(next.kind()) && last.until().equals(next.from())) {
        joined.set(joined.size() - 1, new Stretch(last.from(), next.until(), last.kind()));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  /** The picture. */
  public String svg() {
    Svg svg = new Svg();
    svg.start("svg", "class", "strip", "id", id, "role", "img", "aria-labelledby", id + "-t " + id + "-d",
        "width", "100%", "height", Integer.toString(HEIGHT));
    svg.named(id, title, description);
    axis.lines(svg, 0, HIGH);
    svg.empty("line", "class", "level", "x1", "0", "x2", "100%", "y1", Integer.toString(HIGH), "y2", Integer.toString(HIGH));
    for (Stretch stretch : stretches) {
      double from = axis.share(stretch.from());
      long height = Math.max(3, Math.round(stretch.kind().height() * HIGH));
      svg.empty("rect", "class", "t-" + stretch.kind().word(), "x", Svg.percent(from),
          "width", Svg.percent(axis.share(stretch.until()) - from), "y", Long.toString(HIGH - height),
          "height", Long.toString(height));
    }
    axis.labels(svg, HEIGHT - 4);
    return svg.end("svg").toString();
  }
}
