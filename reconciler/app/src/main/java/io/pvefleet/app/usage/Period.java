package io.pvefleet.app.usage;

import io.pvefleet.app.store.Usages.Span;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** How far back a reader looks, and how finely. */
public enum Period {
  DAY("24h", Duration.ofHours(24), Span.FIVE_MINUTES),
  MONTH("30d", Duration.ofDays(30), Span.HOUR);

  private final String word;
  private final Duration length;
  private final Span span;

  Period(String word, Duration length, Span span) {
    this.word = word;
    this.length = length;
    this.span = span;
  }

  /** In addresses. */
  public String word() {
    return word;
  }

  public Duration length() {
    return length;
  }

  /** How long each step is. */
  public Duration step() {
    return span.length();
  }

  Span span() {
    return span;
  }

  /** The period of that word. */
  public static Optional<Period> of(String word) {
    return Stream.of(values()).filter(period -> period.word.equals(word)).findFirst();
  }
}
