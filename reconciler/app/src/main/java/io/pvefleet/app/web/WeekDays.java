package io.pvefleet.app.web;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Days of the week in few words: {@code Mon-Sat}, {@code Fri-Mon}, {@code Tue, Thu}. */
final class WeekDays {
  private WeekDays() {}

  /** @param days at least one and not all seven */
  static String named(Set<DayOfWeek> days, Locale locale) {
    List<String> parts = new ArrayList<>();
    for (DayOfWeek first : DayOfWeek.values()) {
      if (days.contains(first) && !days.contains(first.minus(1))) {
        DayOfWeek last = first;
        while (days.contains(last.plus(1))) {
          last = last.plus(1);
        }
        String name = first.getDisplayName(TextStyle.SHORT, locale);
        parts.add(last == first ? name : name + "-" + last.getDisplayName(TextStyle.SHORT, locale));
      }
    }
    return String.join(", ", parts);
  }
}
