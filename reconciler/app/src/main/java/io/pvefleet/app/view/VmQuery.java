package io.pvefleet.app.view;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which VMs, in which order. An empty text asks for all.
 *
 * @param q words that must all occur in name, vmid, host, site, labels or tags
 * @param state a word of {@link io.pvefleet.engine.plan.VmState}, or {@code attention} for all that need a person
 * @param sort {@code state}, {@code name}, {@code host}, {@code vmid}, {@code since}; a minus before it turns it round
 */
public record VmQuery(
    String q, String host, String site, String role, String state, String tag, String sort, int page, int size) {

  /** The word for everything that a person has to look at. */
  public static final String ATTENTION = "attention";

  /** Sorts that are known. */
  public static final List<String> SORTS = List.of("state", "name", "host", "vmid", "since");

  private static final Comparator<VmRow> BY_REF = Comparator.comparing(VmRow::ref);
  private static final Comparator<VmRow> BY_STATE =
      Comparator.<VmRow>comparingInt(v -> Urgency.of(v.state())).thenComparing(BY_REF);
  private static final Map<String, Comparator<VmRow>> ORDERS =
      Map.of(
          "state", BY_STATE,
          "name", Comparator.<VmRow, String>comparing(v -> v.ref().name()).thenComparing(BY_REF),
          "host", BY_REF,
          "vmid", Comparator.<VmRow>comparingInt(v -> v.ref().vmid()).thenComparing(BY_REF),
          "since",
              Comparator.<VmRow, java.time.Instant>comparing(v -> v.since().orElse(java.time.Instant.MAX)).thenComparing(BY_REF));

  /** All of them, the most urgent first. */
  public static VmQuery all() {
    return new VmQuery("", "", "", "", "", "", "state", 1, Page.DEFAULT_SIZE);
  }

  public VmQuery withHost(String newHost) {
    return new VmQuery(q, newHost, site, role, state, tag, sort, page, size);
  }

  public VmQuery withState(String newState) {
    return new VmQuery(q, host, site, role, newState, tag, sort, page, size);
  }

  /** Whether anything but order and page is asked for. */
  public boolean isFiltered() {
    return Stream.of(q, host, site, role, state, tag).anyMatch(text -> !text.isEmpty());
  }

  Predicate<VmRow> filter() {
    List<String> words = q.isBlank() ? List.of() : List.of(q.toLowerCase(Locale.ROOT).trim().split("\\s+"));
    return row ->
        is(host, row.ref().host())
            && is(site, row.site())
            && is(role, row.role())
            && (tag.isEmpty() || row.tags().contains(tag))
            && (state.isEmpty() || (state.equals(ATTENTION) ? Urgency.needsPerson(row) : state.equals(row.state().word())))
            && words.stream().allMatch(word -> mentions(row, word));
  }

  Comparator<VmRow> order() {
    boolean down = sort.startsWith("-");
    Comparator<VmRow> order = Objects.requireNonNullElse(ORDERS.get(down ? sort.substring(1) : sort), BY_STATE);
    return down ? order.reversed() : order;
  }

  private static boolean is(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  private static boolean mentions(VmRow row, String word) {
    return has(row.ref().name(), word)
        || has(row.ref().host(), word)
        || Integer.toString(row.ref().vmid()).equals(word)
        || has(row.site(), word)
        || has(row.siteName(), word)
        || row.labels().values().stream().anyMatch(value -> has(value, word))
        || row.tags().stream().anyMatch(value -> has(value, word));
  }

  private static boolean has(String text, String word) {
    return text.toLowerCase(Locale.ROOT).contains(word);
  }
}
