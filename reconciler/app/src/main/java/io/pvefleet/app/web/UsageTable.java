package io.pvefleet.app.web;

import io.pvefleet.app.usage.Fill;
import io.pvefleet.app.usage.History;
import io.pvefleet.app.usage.Level;
import io.pvefleet.app.usage.Period;
import io.pvefleet.app.usage.Presence;
import io.pvefleet.app.usage.Usage;
import io.pvefleet.app.web.UsageShown.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedSet;

/**
 * The figures in words, newest first: hours of a day, days of a month, since 288 steps are read by nobody. A time of which nothing
 * is known has no row.
 */
record UsageTable(PageText ui, Amounts amounts, History history, ZoneId zone) {

  Table ofHost(SortedSet<String> storages) {
    List<String> columns = new ArrayList<>(columns());
    storages.forEach(name -> columns.add(ui.say("usage.storage", name)));
    columns.add(ui.say("usage.presence"));
    List<List<String>> rows = new ArrayList<>();
    history.by(this::begin).forEach((at, usage) -> {
      List<String> row = new ArrayList<>(level(at, usage.node()));
      storages.forEach(name -> row.add(UsageCharts.fill(usage, name).map(this::fill).orElse("")));
      row.add(presence(usage.presence()));
      rows.addFirst(row);
    });
    return new Table(columns, rows);
  }

  Table ofGuest(int vmid) {
    List<List<String>> rows = new ArrayList<>();
    history.by(this::begin).forEach((at, usage) -> {
      if (!usage.guest(vmid).equals(Level.NONE)) {
        rows.addFirst(level(at, usage.guest(vmid)));
      }
    });
    return new Table(columns(), rows);
  }

  private List<String> columns() {
    return List.of(ui.say("col.time"), ui.say("usage.col.cpu"), ui.say("usage.col.peak"), ui.say("usage.memory"));
  }

  private List<String> level(Instant at, Level level) {
    String when = ui.pattern(history.period() == Period.DAY ? "usage.row.hour" : "usage.row.day", at, zone);
    return List.of(when, amounts.percent(level.cpu()), amounts.percent(level.cpuPeak()), memory(level));
  }

  private String memory(Level level) {
    OptionalDouble used = level.memory();
    return used.isPresent()
        ? ui.say("usage.cell", amounts.percent(level.memoryShare()), Amounts.mebibytes(used.getAsDouble()))
        : "";
  }

  private String fill(Fill fill) {
    return fill.share().isPresent() ? ui.say("usage.cell", amounts.percent(fill.share()), Amounts.mebibytes(fill.used())) : "";
  }

  /** In how many passes of a hundred it answered. */
  private String presence(Presence presence) {
    int passes = presence.answered() + presence.silent();
    return passes == 0 ? "" : amounts.percent((double) presence.answered() / passes);
  }

  private Instant begin(Instant at) {
    return at.atZone(zone).truncatedTo(history.period() == Period.DAY ? ChronoUnit.HOURS : ChronoUnit.DAYS).toInstant();
  }
}
