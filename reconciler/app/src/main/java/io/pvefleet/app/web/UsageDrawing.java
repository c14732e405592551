package io.pvefleet.app.web;

import io.pvefleet.app.usage.Fill;
import io.pvefleet.app.usage.History;
import io.pvefleet.app.usage.Level;
import io.pvefleet.app.usage.Period;
import io.pvefleet.app.usage.Presence;
import io.pvefleet.app.usage.Usage;
import io.pvefleet.app.view.Gauge;
import io.pvefleet.app.web.UsageShown.Figure;
import io.pvefleet.app.web.UsageShown.Part;
import io.pvefleet.app.web.UsageShown.PresenceShown;
import io.pvefleet.app.web.chart.StepChart;
import io.pvefleet.app.web.chart.Strip;
import io.pvefleet.app.web.chart.TimeAxis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Draws the history of one host or of a VM on it for one reader. */
final class UsageDrawing {
  private final PageText ui;
  private final Amounts amounts;
  private final History history;
  private final ZoneId zone;
  private final Duration reach;
  private final TimeAxis axis;

  /** @param interval how often the host is asked: where that is seldom, the chart has no gaps for it */
  UsageDrawing(PageText ui, History history, ZoneId zone, Duration interval) {
    this.ui = ui;
    this.amounts = new Amounts(ui);
    this.history = history;
    this.zone = zone;
    Duration step = history.period().step();
    Duration patience = interval.multipliedBy(2);
    this.reach = patience.compareTo(step) > 0 ? patience : step;
    this.axis = new TimeAxis(history.from(), end(history), ticks(history, zone));
  }

  Figure cpu(Optional<Gauge> now, Function<Usage, Level> level) {
    SortedMap<Instant, Double> mean = values(usage -> level.apply(usage).cpu());
    SortedMap<Instant, Double> peak = values(usage -> level.apply(usage).cpuPeak());
    String name = ui.say("usage.cpu");
    String whole = now.map(gauge -> ui.say("gauge.cores", gauge.total())).orElse("");
    if (mean.isEmpty()) {
      return new Figure(name, now, whole, "", "");
    }
    String description = ui.say("usage.cpu.desc", amounts.percent(mean(level)), amounts.percent(highest(peak)));
    StepChart chart = chart("usage-cpu", name, description).area(mean).line(peak)
        .level(0.5, amounts.percent(0.5)).level(1, amounts.percent(1));
    return new Figure(name, now, whole, ui.say("usage.cpu.legend"), limited(chart, now).svg());
  }

  Figure memory(Optional<Gauge> now, Function<Usage, Level> level) {
    SortedMap<Instant, Double> mean = values(usage -> level.apply(usage).memoryShare());
    double total = history.steps().values().stream().mapToLong(usage -> level.apply(usage).memoryTotal()).max().orElse(0);
    return amount("usage-memory", ui.say("usage.memory"), now, "", total, mean);
  }

  /**
   * @param now empty where it is not told
   * @param why the words for why it is not told; empty where there is nothing to say of that
   */
  Figure storage(String name, Optional<Gauge> now, Optional<String> why) {
    SortedMap<Instant, Double> shares =
        values(usage -> UsageCharts.fill(usage, name).map(Fill::share).orElse(OptionalDouble.empty()));
    double total = history.steps().values().stream()
        .flatMap(usage -> UsageCharts.fill(usage, name).stream()).mapToLong(Fill::total).max().orElse(0);
    String note = now.isPresent() ? "" : why.map(ui::say).orElse("");
    return amount("usage-storage-" + name, ui.say("usage.storage", name), now, note, total, shares);
  }

  private Figure amount(
      String id, String name, Optional<Gauge> now, String note, double mebibytes, SortedMap<Instant, Double> shares) {
    String whole = now.map(gauge ->
        ui.say("usage.amount", Amounts.bytes(gauge.used()), Amounts.bytes(gauge.total()))).orElse("");
    if (shares.isEmpty()) {
      return new Figure(name, now, whole, note, "");
    }
    String description = ui.say("usage.amount.desc", amounts.percent(shares.getOrDefault(shares.firstKey(), 0.0)),
        amounts.percent(shares.getOrDefault(shares.lastKey(), 0.0)), amounts.percent(highest(shares)));
    StepChart chart = chart(id, name, description).area(shares)
        .level(0.5, Amounts.mebibytes(mebibytes / 2)).level(1, Amounts.mebibytes(mebibytes));
    return new Figure(name, now, whole, note, limited(chart, now).svg());
  }

  /** With the limit that an alert is raised from. */
  private StepChart limited(StepChart chart, Optional<Gauge> now) {
    OptionalInt limit = now.map(Gauge::limit).orElse(OptionalInt.empty());
    return limit.isPresent() ? chart.limit(limit.getAsInt() / 100.0, ui.say("gauge.limit", limit.getAsInt())) : chart;
  }

  /** Whether the host answered; empty where nothing is kept. */
  Optional<PresenceShown> presence() {
    SortedMap<Instant, Strip.Kind> kinds = new TreeMap<>();
    history.steps().forEach((at, usage) -> {
      Presence.Shown shown = usage.presence().shown();
      if (shown != Presence.Shown.UNKNOWN) {
        kinds.put(at, new Strip.Kind(shown.word(), height(shown)));
      }
    });
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    List<Strip.Stretch> stretches = Strip.of(kinds, history.period().step(), reach, end(history));
    List<Part> parts = new ArrayList<>();
    Strip.lengths(stretches).forEach((word, length) ->
        parts.add(new Part(word, ui.say("usage.presence." + word), ui.duration(length))));
    StringBuilder said = new StringBuilder();
    parts.forEach(part -> said.append(said.isEmpty() ? "" : " · ").append(part.name()).append(' ').append(part.length()));
    Strip strip = new Strip("usage-presence", title(ui.say("usage.presence")), said.toString(), axis, stretches);
    return Optional.of(new PresenceShown(strip.svg(), List.copyOf(parts)));
  }

  private static double height(Presence.Shown shown) {
    return switch (shown) {
      case ANSWERED -> 0.25;
      case MAINTENANCE -> 0.55;
      case PARTLY -> 0.8;
      case SILENT -> 1;
      case UNKNOWN -> 0;
    };
  }

  UsageTable table() {
    return new UsageTable(ui, amounts, history, zone);
  }

  private StepChart chart(String id, String name, String description) {
    return new StepChart(id, title(name), description, axis, history.period().step(), reach);
  }

  private String title(String name) {
    return name + ", " + ui.say("usage.last." + history.period().word());
  }

  private SortedMap<Instant, Double> values(Function<Usage, OptionalDouble> value) {
    SortedMap<Instant, Double> values = new TreeMap<>();
    history.steps().forEach((at, usage) -> value.apply(usage).ifPresent(v -> values.put(at, v)));
    return values;
  }

  /** Of all samples, each as often as it was measured. */
  private OptionalDouble mean(Function<Usage, Level> level) {
    return level.apply(history.total()).cpu();
  }

  private static double highest(SortedMap<Instant, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** The step under way is drawn as a whole one. */
  private static Instant end(History history) {
    return history.from().plus(history.period().length());
  }

  private List<TimeAxis.Tick> ticks(History history, ZoneId zone) {
    List<TimeAxis.Tick> ticks = new ArrayList<>();
    ZonedDateTime day = history.from().atZone(zone).truncatedTo(ChronoUnit.DAYS);
    boolean isDay = history.period() == Period.DAY;
    while (day.toInstant().isBefore(history.until())) {
      if (isDay) {
        for (int hour = 0; hour < 24; hour += 6) {
          Instant at = day.withHour(hour).toInstant();
          ticks.add(new TimeAxis.Tick(at, ui.pattern(hour == 0 ? "usage.tick.day" : "usage.tick.hour", at, zone)));
        }
        day = day.plusDays(1);
      } else {
        day = day.plusDays(5);
        ticks.add(new TimeAxis.Tick(day.toInstant(), ui.pattern("usage.tick.day", day.toInstant(), zone)));
      }
    }
    return ticks;
  }
}
