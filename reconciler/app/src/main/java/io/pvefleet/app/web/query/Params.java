package io.pvefleet.app.web.query;

import io.pvefleet.app.view.Page;
import io.pvefleet.fleet.model.LabelSelector;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of one address, read one after the other; {@link #check} then says everything that is wrong with them at once.
 * A value that is wrong is read as if it were not there.
 */
public final class Params {
  /** Longer than any name, label or tag can be; whatever is longer is a mistake. */
  private static final int MAX_TEXT = 200;

  /** What the name of a parameter for one label begins with. */
  private static final String LABEL = "label.";

  private final Map<String, String> given;
  private final List<BadQuery.Wrong> wrong = new ArrayList<>();

  public Params(Map<String, String> given) {
    this.given = given;
  }

  /** Text without space around it; empty where none is given. */
  public String text(String name) {
    String text = given.getOrDefault(name, "").strip();
    if (text.length() > MAX_TEXT) {
      return complain(name, "is longer than " + MAX_TEXT + " characters", "");
    }
    return text;
  }

  /** One of these words; empty where none is given. */
  public String word(String name, List<String> words) {
    String word = text(name);
    return word.isEmpty() || words.contains(word) ? word : complain(name, "is none of " + String.join(", ", words) + ": " + word, "");
  }

  /** The order asked for, with a minus in front for the reverse; the first of these where none is given. */
  public String sort(List<String> sorts) {
    String sort = text("sort");
    if (sort.isEmpty()) {
      return sorts.getFirst();
    }
    return sorts.contains(sort.startsWith("-") ? sort.substring(1) : sort)
        ? sort
        : complain(
            "sort", "is none of " + String.join(", ", sorts) + ", each with or without a minus: " + sort, sorts.getFirst());
  }

  /** A whole number from 1. */
  public int number(String name, int fallback) {
    String text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    return complain(name, "is not a whole number from 1: " + text, fallback);
  }

  /** Whether a parameter of that name is about one label. */
  public static boolean isLabel(String name) {
    return name.startsWith(LABEL) && name.length() > LABEL.length();
  }

  /** Conditions on labels: {@code label=ring:pilot,role!=kiosk}, and one more for each {@code label.ring=pilot}. */
  public LabelSelector labels() {
    List<LabelSelector.Term> terms = new ArrayList<>();
    String text = text("label");
    if (!text.isEmpty()) {
      try {
        terms.addAll(LabelSelector.parse(List.of(text)).terms());
      } catch (IllegalArgumentException e) {
        complain("label", "is not " + LabelSelector.SYNTAX + ": " + text, "");
      }
    }
    given.keySet().stream().filter(name -> isLabel(name) && !text(name).isEmpty()).sorted()
        .forEach(name -> terms.add(new LabelSelector.Term.Equal(name.substring(LABEL.length()), text(name))));
    return new LabelSelector(terms);
  }

  /** How many rows; more than {@link Page#MAX_SIZE} are never sent at once. */
  public int size(int fallback) {
    return Math.min(number("size", fallback), Page.MAX_SIZE);
  }

  /**
   * A moment such as {@code 2026-11-22T09:00:00+09:00}, or the beginning of a day there: {@code 2026-11-22}; the beginning of time
   * where none is given.
   */
  public Instant since(ZoneId zone) {
    String text = text("since");
    if (text.isEmpty()) {
      return Instant.EPOCH;
    }
    try {
      return text.contains("T") ? OffsetDateTime.parse(text).toInstant() : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      return complain("since", "is no day such as 2026-11-22 and no moment such as 2026-11-22T09:00:00+09:00: " + text, Instant.EPOCH);
    }
  }

  /** The moment that all rows asked for are before: a moment, or the end of a day there; empty where none is given. */
  public Optional<Instant> until(ZoneId zone) {
    String text = text("until");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).plusDays(1).atStartOfDay(zone).toInstant());
    } catch (DateTimeException e) {
      return complain("until", "is no day such as 2026-11-22 and no moment such as 2026-11-22T09:00:00+09:00: " + text, Optional.empty());
    }
  }

  /** The number that all rows asked for are below. */
  public long before() {
    String text = text("before");
    if (text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return text.matches("[0-9]{1,18}")
        ? Long.parseLong(text)
        : complain("before", "is not a number of a row: " + text, Long.MAX_VALUE);
  }

  /** What was wrong with those that were read until now. */
  public List<BadQuery.Wrong> wrong() {
    return List.copyOf(wrong);
  }

  /**
   * To be called when everything was read.
   *
   * @throws BadQuery if anything was wrong
   */
  public void check() {
    if (!wrong.isEmpty()) {
      throw new BadQuery(wrong);
    }
  }

  private <T> T complain(String name, String says, T instead) {
    wrong.add(new BadQuery.Wrong(name, says));
    return instead;
  }
}
