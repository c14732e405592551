package io.pvefleet.fleet.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When one VM may be restarted: the union of its windows. Open is what the clock on the wall says: an hour that a clock put forward
 * leaves out is not there, and one that a clock put back repeats is there twice. Pure; knows no clock of its own.
 */
public record OpenTimes(List<Zoned> spans) {

  /** Never open: no window is declared. */
  public static final OpenTimes NEVER = new OpenTimes(List.of());

  /** A window comes at least once a week; one that falls into an hour which is left out comes a week later. */
  private static final Duration AHEAD = Duration.ofDays(15);

  /** Hours of the week by the clock of a zone. */
  public record Zoned(WeekSpan span, ZoneId zone) {}

  public OpenTimes {
    spans = List.copyOf(spans);
  }

  /** The times of these windows at a site in that zone. */
  public static OpenTimes of(List<Window> windows, ZoneId siteZone) {
    return new OpenTimes(windows.stream()
        .flatMap(window -> window.times().stream().map(span -> new Zoned(span, window.timeZone().orElse(siteZone))))
        .toList());
  }

  public boolean isOpen(Instant at) {
    return spans.stream().anyMatch(zoned -> zoned.span().contains(LocalDateTime.ofInstant(at, zoned.zone())));
  }

  /** When what is open at that instant closes, 15 days later at the latest; empty where it is shut. */
  public Optional<Instant> openUntil(Instant at) {
    return isOpen(at)
        ? boundaries(at).stream().filter(boundary -> !isOpen(boundary)).findFirst().or(() -> Optional.of(at.plus(AHEAD)))
        : Optional.empty();
  }

  /** When it opens the next time after that instant, from being shut; empty where it does not within 15 days. */
  public Optional<Instant> nextOpening(Instant at) {
    boolean wasOpen = isOpen(at);
    for (Instant boundary : boundaries(at)) {
      boolean isOpen = isOpen(boundary);
      if (isOpen && !wasOpen) {
        return Optional.of(boundary);
      }
      wasOpen = isOpen;
    }
    return Optional.empty();
  }

  /** The next opening that lasts as long as that; empty where none within 15 days does. */
  public Optional<Instant> nextOpening(Instant at, Duration lasting) {
    Optional<Instant> opening = nextOpening(at);
    while (opening.isPresent() && !lasts(opening.get(), lasting)) {
      opening = nextOpening(opening.get()).filter(next -> next.isBefore(at.plus(AHEAD)));
    }
    return opening;
  }

  /** Whether it is open and stays so for that long. */
  public boolean lasts(Instant at, Duration lasting) {
    return openUntil(at).filter(until -> !until.isBefore(at.plus(lasting))).isPresent();
  }

  /** Every instant within reach at which something may open or shut, in order. */
  private NavigableSet<Instant> boundaries(Instant at) {
    NavigableSet<Instant> all = new TreeSet<>();
    for (Zoned zoned : spans) {
      ZoneId zone = zoned.zone();
      LocalDate first = LocalDate.ofInstant(at, zone).minusDays(1);
      for (LocalDate date = first; date.isBefore(first.plusDays(AHEAD.toDays() + 2)); date = date.plusDays(1)) {
        add(all, date.atStartOfDay().plusMinutes(zoned.span().from()), zone);
        add(all, date.atStartOfDay().plusMinutes(zoned.span().until()), zone);
      }
      // The clock jumps over the boundary, or away from it: then the jump itself opens or shuts.
      ZoneOffsetTransition jump = zone.getRules().nextTransition(at);
      while (jump != null && jump.getInstant().isBefore(at.plus(AHEAD))) {
        all.add(jump.getInstant());
        jump = zone.getRules().nextTransition(jump.getInstant());
      }
    }
    return all.headSet(at.plus(AHEAD), true).tailSet(at, false);
  }

  private static void add(NavigableSet<Instant> all, LocalDateTime wall, ZoneId zone) {
    for (ZoneOffset offset : zone.getRules().getValidOffsets(wall)) {
      all.add(wall.toInstant(offset));
    }
  }
}
