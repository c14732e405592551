package io.pvefleet.app.web.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * A share between nothing and all over time, in steps, as it was measured: an area, and a line for a second series. It is as wide
 * as its place; letters and lines keep their size.
 */
public final class StepChart {
  private static final int TOP = 14;
  private static final int PLOT = 92;
  private static final int HEIGHT = TOP + PLOT + 20;

  /** Finer than any screen, and integers are short. */
  private static final int WIDE = 10_000;

  private static final int HIGH = 1_000;

  private final String id;
  private final String title;
  private final String description;
  private final TimeAxis axis;
  private final Duration step;
  private final Duration reach;
  private final List<String> shapes = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();

  private record Level(double share, String label, String kind) {}

  /**
   * @param id of the element, once in a page
   * @param title one line
   * @param description what the picture shows, for those who do not see it
   * @param reach how far apart two values may begin without a gap between them
   */
  public StepChart(String id, String title, String description, TimeAxis axis, Duration step, Duration reach) {
    this.id = id;
    this.title = title;
    this.description = description;
    this.axis = axis;
    this.step = step;
    this.reach = reach;
  }

  /** A filled area below the values. */
  public StepChart area(SortedMap<Instant, Double> values) {
    StringBuilder path = new StringBuilder();
    new Steps(step, reach, values).runs().forEach(run -> {
      path.append('M').append(x(run.getFirst().from())).append(' ').append(HIGH).append('V').append(y(run.getFirst().value()));
      along(path, run);
      path.append('V').append(HIGH).append('z');
    });
    return shape("area", path);
  }

  /** A line at the values. */
  public StepChart line(SortedMap<Instant, Double> values) {
    StringBuilder path = new StringBuilder();
    new Steps(step, reach, values).runs().forEach(run -> {
      path.append('M').append(x(run.getFirst().from())).append(' ').append(y(run.getFirst().value()));
      along(path, run);
    });
    return shape("peak", path);
  }

  /** A line of the grid with its name. */
  public StepChart level(double share, String label) {
    levels.add(new Level(share, label, "level"));
    return this;
  }

  /** A value that should not be passed, with its name at the right. */
  public StepChart limit(double share, String label) {
    levels.add(new Level(share, label, "limit"));
    return this;
  }

  private StepChart shape(String kind, StringBuilder path) {
    if (!path.isEmpty()) {
      shapes.add(kind);
      shapes.add(path.toString());
    }
    return this;
  }

  /** From the first value to the last; neighbours of the same height are one move. */
  private void along(StringBuilder path, List<Steps.Stretch> run) {
    int x = x(run.getFirst().from());
    int y = y(run.getFirst().value());
    for (int i = 0; i < run.size(); i++) {
      boolean isLast = i + 1 == run.size();
      if (isLast || y(run.get(i + 1).value()) != y) {
        int end = x(run.get(i).until());
        path.append('h').append(end - x);
        x = end;
        if (!isLast) {
          int next = y(run.get(i + 1).value());
          path.append('v').append(next - y);
          y = next;
        }
      }
    }
  }

  private int x(Instant at) {
    return (int) Math.round(axis.share(at) * WIDE);
  }

  private static int y(double share) {
    return HIGH - (int) Math.round(Math.clamp(share, 0, 1) * HIGH);
  }

  /** The picture. */
  public String svg() {
    Svg svg = new Svg();
    svg.start("svg", "class", "chart", "id", id, "role", "img", "aria-labelledby", id + "-t " + id + "-d",
        "width", "100%", "height", Integer.toString(HEIGHT));
    svg.named(id, title, description);
    axis.lines(svg, TOP, TOP + PLOT);
    svg.empty("line", "class", "level", "x1", "0", "x2", "100%", "y1", pixel(0), "y2", pixel(0));
    svg.start("svg", "x", "0", "y", Integer.toString(TOP), "width", "100%", "height", Integer.toString(PLOT),
        "viewBox", "0 0 " + WIDE + " " + HIGH, "preserveAspectRatio", "none");
    for (int i = 0; i < shapes.size(); i += 2) {
      svg.empty("path", "class", shapes.get(i), "d", shapes.get(i + 1));
    }
    svg.end("svg");
    levels.stream().sorted(Comparator.comparing(Level::kind)).forEach(level -> {
      String y = pixel(level.share());
      svg.empty("line", "class", level.kind(), "x1", "0", "x2", "100%", "y1", y, "y2", y);
      boolean isLimit = level.kind().equals("limit");
      svg.element("text", level.label(), "x", isLimit ? "100%" : "0", "y", pixel(level.share(), isLimit ? 11 : -3),
          "text-anchor", isLimit ? "end" : "start");
    });
    axis.labels(svg, HEIGHT - 5);
    return svg.end("svg").toString();
  }

  private static String pixel(double share) {
    return pixel(share, 0);
  }

  private static String pixel(double share, int below) {
    return Long.toString(Math.round(TOP + PLOT * (1 - Math.clamp(share, 0, 1))) + below);
  }
}
