package io.pvefleet.app.view;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which hosts, in which order. An empty text asks for all.
 *
 * @param q words that must all occur in name, site, address, node or version
 * @param state a word of {@link HostState}, or {@code attention} for all that need a person, or
 *     {@code silent} for all that nothing is known of now, maintenance aside
 * @param trouble a word of {@link Trouble}
 * @param version of Proxmox VE, or how it begins: {@code 9}, {@code 9.1}, {@code 9.1.2}
 * @param sort a word of {@link #SORTS}; a minus turns it round
 */
public record HostQuery(String q, String site, String state, String trouble, String version, String sort, int page, int size) {

  /** The word for everything that a person has to look at. */
  public static final String ATTENTION = VmQuery.ATTENTION;

  /** The word for every host that does not answer or was not heard of, unless somebody works on it. */
  public static final String SILENT = "silent";

  /** Sorts that are known. */
  public static final List<String> SORTS = HostOrder.SORTS;

  public static HostQuery all() {
    return new HostQuery("", "", "", "", "", "state", 1, Page.DEFAULT_SIZE);
  }

  public HostQuery withState(String newState) {
    return new HostQuery(q, site, newState, trouble, version, sort, page, size);
  }

  public HostQuery withTrouble(Trouble newTrouble) {
    return new HostQuery(q, site, state, newTrouble.word(), version, sort, page, size);
  }

  public HostQuery withVersion(String newVersion) {
    return new HostQuery(q, site, state, trouble, newVersion, sort, page, size);
  }

  public HostQuery sorted(String newSort) {
    return new HostQuery(q, site, state, trouble, version, newSort, page, size);
  }

  public boolean isFiltered() {
    return Stream.of(q, site, state, trouble, version).anyMatch(text -> !text.isEmpty());
  }

  Predicate<HostRow> filter(Gauges gauges, Instant now) {
    List<String> words = q.isBlank() ? List.of() : List.of(q.toLowerCase(Locale.ROOT).trim().split("\\s+"));
    List<Trouble> troubles = Stream.of(Trouble.values()).filter(one -> one.word().equals(trouble)).toList();
    return row ->
        (site.isEmpty() || site.equals(row.site().name()))
            && isInState(row)
            && (version.isEmpty() || row.pveVersion().equals(version) || row.pveVersion().startsWith(version + "."))
            && troubles.stream().allMatch(one -> one.is(row, gauges, now))
            && words.stream().allMatch(word -> mentions(row, word));
  }

  private boolean isInState(HostRow row) {
    return switch (state) {
      case "" -> true;
      case ATTENTION -> Urgency.needsPerson(row);
      case SILENT -> Urgency.isSilent(row);
      default -> state.equals(row.state().word());
    };
  }

  Comparator<HostRow> order(Gauges gauges) {
    boolean down = sort.startsWith("-");
    Comparator<HostRow> order = HostOrder.of(down ? sort.substring(1) : sort, gauges);
    return down ? order.reversed() : order;
  }

  private static boolean mentions(HostRow row, String word) {
    return Stream.of(
            row.name(), row.site().name(), row.site().displayName(), row.host().endpoint().toString(), row.pveVersion(),
                row.node())
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(word));
  }
}
