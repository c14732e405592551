package io.pvefleet.app.web;

import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.consoles.ConsoleView;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.Past;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What was done since midnight in the fleet's time zone.
 *
 * @param day as lists are asked for it
 * @param runs that began
 * @param consoles that were opened
 * @param open consoles that still are, whenever they were opened
 */
public record Today(String day, int runs, long consoles, long open) {

  static Today of(FleetView view, Past past, ConsoleView consoles) {
    ZoneId zone = view.settings().timeZone();
    LocalDate day = LocalDate.ofInstant(view.now(), zone);
    Instant midnight = day.atStartOfDay(zone).toInstant();
    return new Today(
        day.toString(), past.runsSince(midnight), consoles.rows().stream().filter(row -> !row.opened().isBefore(midnight)).count(),
        consoles.rows().stream().filter(ConsoleRow::isOpen).count());
  }
}
