package io.pvefleet.app.web.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final TimeAxis AXIS = new TimeAxis(NOON, NOON.plus(Duration.ofMinutes(50)),
      List.of(new TimeAxis.Tick(NOON.minusSeconds(1), "before"), new TimeAxis.Tick(NOON, "12:00"),
          new TimeAxis.Tick(NOON.plusSeconds(1500), "12:25"), new TimeAxis.Tick(NOON.plusSeconds(3000), "12:50")));

  @Test
  void stepsThatFollowEachOtherAreOneArea() {
    assertThat(area(values(0, 0.2, 5, 0.4, 10, 0.4))).isEqualTo("M0 1000V800h1000v-200h2000V1000z");
  }

  @Test
  void aGapSplitsThePath() {
    assertThat(area(values(0, 0.2, 15, 0.4))).isEqualTo("M0 1000V800h1000V1000zM3000 1000V600h1000V1000z");
  }

  @Test
  void aHostThatIsAskedLessOftenThanOnceAStepHasNoGaps() {
    String svg = chart(Duration.ofMinutes(20)).area(values(0, 0.2, 15, 0.4)).svg();

    assertThat(svg).contains("d=\"M0 1000V800h3000v-200h1000V1000z\"");
  }

  @Test
  void aSingleStepIsAsWideAsItIsLong() {
    assertThat(area(values(45, 1.0))).isEqualTo("M9000 1000V0h1000V1000z");
  }

  @Test
  void valuesBeyondTheEdgesStayWithin() {
    assertThat(area(values(0, 1.7))).isEqualTo("M0 1000V0h1000V1000z");
    assertThat(area(values(-5, 0.5, 0, 0.5))).isEqualTo("M0 1000V500h1000V1000z");
  }

  @Test
  void withoutValuesThereIsNoPath() {
    assertThat(chart(STEP).area(new TreeMap<>()).svg()).doesNotContain("<path");
  }

  @Test
  void aChartHasATitleADescriptionAndTheLabelsOfItsAxes() {
    String svg = chart(STEP).area(values(0, 0.2)).line(values(0, 0.3)).level(0.5, "50 %").level(1, "100 %")
        .limit(0.9, "limit 90 %").svg();

    assertThat(svg).startsWith("<svg class=\"chart\" id=\"c\" role=\"img\" aria-labelledby=\"c-t c-d\" width=\"100%\" height=\"126\">"
        + "<title id=\"c-t\">CPU &lt;of&gt; &quot;a&quot;</title><desc id=\"c-d\">Mean 20 %.</desc>");
    assertThat(svg).contains(">12:00</text>", ">12:25</text>", ">12:50</text>", ">50 %</text>", ">limit 90 %</text>")
        .doesNotContain("before").contains("class=\"limit\"").doesNotContain("style=").endsWith("</svg>");
    assertThat(svg).contains("x=\"0%\" y=\"121\" text-anchor=\"start\"", "x=\"50%\" y=\"121\" text-anchor=\"middle\"",
        "x=\"100%\" y=\"121\" text-anchor=\"end\"");
    assertThat(svg.split("<path ", -1)).hasSize(3);
  }

  @Test
  void equalNeighboursOfAStripAreOneRectangleAndAGapIsNone() {
    Strip.Kind good = new Strip.Kind("answered", 0.25);
    Strip.Kind bad = new Strip.Kind("silent", 1);
    SortedMap<Instant, Strip.Kind> states = new TreeMap<>(Map.of(at(0), good, at(5), good, at(10), bad, at(40), good, at(45), good));

    List<Strip.Stretch> stretches = Strip.of(states, STEP, STEP, NOON.plus(Duration.ofMinutes(48)));
    String svg = new Strip("s", "Reachability", "Answered 18 min", AXIS, stretches).svg();

    assertThat(svg.split("<rect ", -1)).hasSize(4);
    assertThat(svg).contains("class=\"t-answered\" x=\"0%\" width=\"20%\"", "class=\"t-silent\" x=\"20%\" width=\"10%\"",
        "class=\"t-answered\" x=\"80%\" width=\"16%\"");
    assertThat(Strip.lengths(stretches))
        .containsExactly(Map.entry("answered", Duration.ofMinutes(18)), Map.entry("silent", Duration.ofMinutes(5)));
  }

  private static String area(SortedMap<Instant, Double> values) {
    String svg = chart(STEP).area(values).svg();
    String path = svg.substring(svg.indexOf(" d=\"") + 4);
    return path.substring(0, path.indexOf('"'));
  }

  private static StepChart chart(Duration reach) {
    return new StepChart("c", "CPU <of> \"a\"", "Mean 20 %.", AXIS, STEP, reach);
  }

  private static SortedMap<Instant, Double> values(double... minutesAndValues) {
    SortedMap<Instant, Double> values = new TreeMap<>();
    for (int i = 0; i < minutesAndValues.length; i += 2) {
      values.put(at((long) minutesAndValues[i]), minutesAndValues[i + 1]);
    }
    return values;
  }

  private static Instant at(long minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }
}
