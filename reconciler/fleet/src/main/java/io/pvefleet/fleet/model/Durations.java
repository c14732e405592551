package io.pvefleet.fleet.model;

import io.pvefleet.fleet.schema.Shape;
import java.time.Duration;
import java.util.Optional;

/** Durations as YAML writes them: {@code 30s}, {@code 5m}, {@code 2h}. Pure. */
public final class Durations {

  /** Seven digits of hours are a thousand years; more would overflow somewhere downstream. */
  public static final String PATTERN = "[0-9]{1,7}[smh]";

  private Durations() {}

  public static Shape.Text shape(String description) {
    return Shape.Text.matching(description, PATTERN, "30s", "5m");
  }

  /** The duration, or empty where the text is none. */
  public static Optional<Duration> parse(String text) {
    if (text.length() < 2 || text.length() > 8) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length() - 1; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Optional.of(Duration.ofSeconds(count));
      case 'm' -> Optional.of(Duration.ofMinutes(count));
      case 'h' -> Optional.of(Duration.ofHours(count));
      default -> Optional.empty();
    };
  }

  /** The shortest text that {@link #parse} reads back as this duration, in whole seconds. */
  public static String format(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds != 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
