package io.pvefleet.fleet.model;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Hours on some days of the week, by the clock on the wall: {@code Mon-Sat 02:00-05:00}. Hours that end before they begin go on past
 * midnight and belong to the day on which they begin. Immutable.
 *
 * @param from minute of the day
 * @param until minute of the day, not included; 1440 is midnight at its end; differs from {@code from}
 */
public record WeekSpan(Set<DayOfWeek> days, int from, int until) {

  static final int DAY = 24 * 60;

  private static final String DAY_OR_DAYS = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))?";

  /** How a span is written. */
  public static final String PATTERN = "%1$s(,%1$s)* ([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)"
      .formatted(DAY_OR_DAYS);

  private static final List<String> NAMES = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  public WeekSpan {
    days = Set.copyOf(EnumSet.copyOf(days));
  }

  /** Reads what {@link #PATTERN} accepts; throws IllegalArgumentException for anything else. */
  public static WeekSpan parse(String text) {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException("no hours of the week: " + text);
    }
    int blank = text.indexOf(' ');
    String hours = text.substring(blank + 1);
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    Arrays.stream(text.substring(0, blank).split(",")).forEach(range -> days.addAll(days(range)));
    return new WeekSpan(days, minutes(hours.substring(0, 5)), minutes(hours.substring(6)));
  }

  /** Whether the clock on the wall shows a time within. */
  boolean contains(LocalDateTime wall) {
    int minute = wall.getHour() * 60 + wall.getMinute();
    boolean today = days.contains(wall.getDayOfWeek());
    if (!passesMidnight()) {
      return today && minute >= from && minute < until;
    }
    return today && minute >= from || days.contains(wall.getDayOfWeek().minus(1)) && minute < until;
  }

  /** How many minutes it lasts where no clock is put forward or back. */
  public int minutes() {
    return passesMidnight() ? DAY - from + until : until - from;
  }

  private boolean passesMidnight() {
    return until < from;
  }

  /** {@code Fri-Mon} goes round the end of the week. */
  private static Set<DayOfWeek> days(String range) {
    DayOfWeek first = day(range.substring(0, 3));
    DayOfWeek last = day(range.substring(range.length() - 3));
    Set<DayOfWeek> days = EnumSet.of(first);
    for (DayOfWeek day = first; day != last; day = day.plus(1)) {
      days.add(day.plus(1));
    }
    return days;
  }

  private static DayOfWeek day(String name) {
    return DayOfWeek.of(NAMES.indexOf(name) + 1);
  }

  private static int minutes(String time) {
    return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
  }

  @Override
  public String toString() {
    String named = days.stream().sorted().map(day -> NAMES.get(day.getValue() - 1)).reduce((a, b) -> a + "," + b).orElse("");
    return String.format(Locale.ROOT, "%s %02d:%02d-%02d:%02d", named, from / 60, from % 60, until / 60, until % 60);
  }
}
