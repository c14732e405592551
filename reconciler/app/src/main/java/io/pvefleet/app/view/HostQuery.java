package io.pvefleet.app.view;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which hosts, in which order. An empty text asks for all.
 *
 * @param q words that must all occur in name, site, address or version
 * @param state a word of {@link HostState}
 * @param sort {@code state}, {@code name}, {@code site}, {@code seen}, {@code took}, {@code differing}; a minus turns it round
 */
public record HostQuery(String q, String site, String state, String sort, int page, int size) {

  /** Sorts that are known. */
  public static final List<String> SORTS = List.of("state", "name", "site", "seen", "took", "differing");

  private static final Comparator<HostRow> BY_NAME = Comparator.comparing(HostRow::name);
  private static final Comparator<HostRow> BY_STATE = Comparator.comparingInt(HostQuery::urgency).thenComparing(BY_NAME);
  private static final Map<String, Comparator<HostRow>> ORDERS =
      Map.of(
          "state", BY_STATE,
          "name", BY_NAME,
          "site", Comparator.<HostRow, String>comparing(h -> h.site().displayName()).thenComparing(BY_NAME),
          "seen",
              Comparator.<HostRow, Instant>comparing(h -> h.seenAt().orElse(Instant.MIN)).thenComparing(BY_NAME),
          "took", Comparator.comparing(HostRow::took).reversed().thenComparing(BY_NAME),
          "differing", Comparator.comparingInt(HostRow::differing).reversed().thenComparing(BY_NAME));

  public static HostQuery all() {
    return new HostQuery("", "", "", "state", 1, Page.DEFAULT_SIZE);
  }

  public boolean isFiltered() {
    return Stream.of(q, site, state).anyMatch(text -> !text.isEmpty());
  }

  Predicate<HostRow> filter() {
    List<String> words = q.isBlank() ? List.of() : List.of(q.toLowerCase(Locale.ROOT).trim().split("\\s+"));
    return row ->
        (site.isEmpty() || site.equals(row.site().name()))
            && (state.isEmpty() || state.equals(row.state().word()))
            && words.stream().allMatch(word -> mentions(row, word));
  }

  Comparator<HostRow> order() {
    boolean down = sort.startsWith("-");
    Comparator<HostRow> order = Objects.requireNonNullElse(ORDERS.get(down ? sort.substring(1) : sort), BY_STATE);
    return down ? order.reversed() : order;
  }

  private static int urgency(HostRow row) {
    return switch (row.state()) {
      case OFFLINE -> 0;
      case NOT_CHECKED -> 1;
      case STALE -> 2;
      case ONLINE -> row.differing() > 0 ? 3 : 5;
      case MAINTENANCE -> 4;
    };
  }

  private static boolean mentions(HostRow row, String word) {
    return Stream.of(
            row.name(), row.site().name(), row.site().displayName(), row.host().endpoint().toString(), row.pveVersion(),
                row.node())
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(word));
  }
}
