package io.pvefleet.app.notify;

import io.pvefleet.fleet.model.Notifications.QuietHours;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.stream.Stream;

/** Quiet hours by the clock on the wall, which is put forward and back. Pure. */
final class Quiet {
  private Quiet() {}

  /** When the quiet hours end that this moment lies in; the moment itself where it lies in none. */
  static Instant until(QuietHours hours, ZoneId zone, Instant now) {
    Instant at = now;
    // Each round reaches the end of the hours or a clock that is put back into them; two of those in a row do not exist.
    for (int round = 0; round < 3 && hours.contains(LocalDateTime.ofInstant(at, zone).toLocalTime()); round++) {
      at = nextEnd(hours, zone, at);
    }
    return at;
  }

  private static Instant nextEnd(QuietHours hours, ZoneId zone, Instant at) {
    ZonedDateTime wall = at.atZone(zone);
    ZoneOffset offset = wall.getOffset();
    LocalDateTime today = wall.toLocalDate().atTime(hours.until());
    Instant end = Stream.of(today, today.plusDays(1))
        // In an hour that comes twice it is the one that the clock is in; in one that is left out it is the jump, see below.
        .map(time -> ZonedDateTime.ofLocal(time, zone, offset).toInstant())
        .filter(time -> time.isAfter(at))
        .findFirst()
        .orElse(at);
    ZoneOffsetTransition jump = zone.getRules().nextTransition(at);
    boolean jumpsOut = jump != null && jump.getInstant().isBefore(end)
        && !hours.contains(LocalDateTime.ofInstant(jump.getInstant(), zone).toLocalTime());
    return jumpsOut ? jump.getInstant() : end;
  }
}
