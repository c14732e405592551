package io.pvefleet.app.web;

import io.pvefleet.app.view.HostQuery;
import io.pvefleet.app.view.HostState;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.view.VmQuery;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.plan.VmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads queries from an address. Pages and API understand exactly the same. */
final class Queries {
  /** Longer than any name, label or tag can be; whatever is longer is a mistake. */
  private static final int MAX_TEXT = 200;

  private Queries() {}

  static VmQuery vms(Map<String, String> params) {
    List<String> states = new ArrayList<>(Stream.of(VmState.values()).map(VmState::word).toList());
    states.add(VmQuery.ATTENTION);
    return new VmQuery(
        text(params, "q"),
        text(params, "host"),
        text(params, "site"),
        word(params, "role", VmRow.ROLES),
        word(params, "state", states),
        text(params, "tag"),
        sort(params, VmQuery.SORTS),
        number(params, "page", 1),
        size(params, Page.DEFAULT_SIZE));
  }

  static HostQuery hosts(Map<String, String> params) {
    return new HostQuery(
        text(params, "q"),
        text(params, "site"),
        word(params, "state", Stream.of(HostState.values()).map(HostState::word).toList()),
        sort(params, HostQuery.SORTS),
        number(params, "page", 1),
        size(params, Page.DEFAULT_SIZE));
  }

  /** How many rows; more than {@link Page#MAX_SIZE} are never sent at once. */
  static int size(Map<String, String> params, int fallback) {
    return Math.min(number(params, "size", fallback), Page.MAX_SIZE);
  }

  /** The number that all rows asked for are below. */
  static long before(Map<String, String> params) {
    String text = params.getOrDefault("before", "");
    if (text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new BadQuery("before is not a number of a row: " + text);
    }
    return Long.parseLong(text);
  }

  static String text(Map<String, String> params, String name) {
    String text = params.getOrDefault(name, "").strip();
    if (text.length() > MAX_TEXT) {
      throw new BadQuery(name + " is longer than " + MAX_TEXT + " characters");
    }
    return text;
  }

  static int number(Map<String, String> params, String name, int fallback) {
    String text = params.getOrDefault(name, "");
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
    throw new BadQuery(name + " is not a whole number from 1: " + text);
  }

  static String word(Map<String, String> params, String name, List<String> words) {
    String word = text(params, name);
    if (!word.isEmpty() && !words.contains(word)) {
      throw new BadQuery(name + " is none of " + String.join(", ", words) + ": " + word);
    }
    return word;
  }

  private static String sort(Map<String, String> params, List<String> sorts) {
    String sort = text(params, "sort");
    if (sort.isEmpty()) {
      return sorts.getFirst();
    }
    if (!sorts.contains(sort.startsWith("-") ? sort.substring(1) : sort)) {
      throw new BadQuery("sort is none of " + String.join(", ", sorts) + ", each with or without a minus: " + sort);
    }
    return sort;
  }
}
