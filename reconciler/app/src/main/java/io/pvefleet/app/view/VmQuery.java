package io.pvefleet.app.view;

import io.pvefleet.fleet.model.LabelSelector;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which VMs, in which order. An empty text asks for all.
 *
 * @param q words that must all occur in name, vmid, host, site, labels, tags, IP or MAC addresses
 * @param state a word of {@link io.pvefleet.engine.plan.VmState}, or {@code attention} for all that need a person, or
 *     {@code differing} for all that are not as Git says
 * @param power a word of {@link Power}
 * @param group {@link #BY_SITE}, or empty for no groups
 * @param sort a word of {@link #SORTS}; a minus before it turns it round
 */
public record VmQuery(
    String q, String host, String site, String role, String state, String power, String tag, LabelSelector labels, String group,
    String sort, int page, int size) {

  /** The word for everything that a person has to look at. */
  public static final String ATTENTION = "attention";

  /** The word for everything that is not as Git says, old facts aside. */
  public static final String DIFFERING = "differing";

  /** The word for one site after the other, the one that needs somebody most first. */
  public static final String BY_SITE = "site";

  /** Sorts that are known. */
  public static final List<String> SORTS = VmOrder.SORTS;

  /** All of them, the most urgent first. */
  public static VmQuery all() {
    return new VmQuery("", "", "", "", "", "", "", LabelSelector.ANY, "", "state", 1, Page.DEFAULT_SIZE);
  }

  public VmQuery withWords(String words) {
    return new VmQuery(words, host, site, role, state, power, tag, labels, group, sort, page, size);
  }

  public VmQuery withHost(String newHost) {
    return new VmQuery(q, newHost, site, role, state, power, tag, labels, group, sort, page, size);
  }

  public VmQuery withState(String newState) {
    return new VmQuery(q, host, site, role, newState, power, tag, labels, group, sort, page, size);
  }

  public VmQuery withPower(Power newPower) {
    return new VmQuery(q, host, site, role, state, newPower.word(), tag, labels, group, sort, page, size);
  }

  public VmQuery withLabels(LabelSelector newLabels) {
    return new VmQuery(q, host, site, role, state, power, tag, newLabels, group, sort, page, size);
  }

  public VmQuery grouped(String newGroup) {
    return new VmQuery(q, host, site, role, state, power, tag, labels, newGroup, sort, page, size);
  }

  public VmQuery sorted(String newSort) {
    return new VmQuery(q, host, site, role, state, power, tag, labels, group, newSort, page, size);
  }

  public VmQuery paged(int newPage, int newSize) {
    return new VmQuery(q, host, site, role, state, power, tag, labels, group, sort, newPage, newSize);
  }

  /** Whether anything but order, groups and page is asked for. */
  public boolean isFiltered() {
    return Stream.of(q, host, site, role, state, power, tag).anyMatch(text -> !text.isEmpty()) || !labels.isAny();
  }

  public boolean isBySite() {
    return group.equals(BY_SITE);
  }

  Predicate<VmRow> filter() {
    Predicate<VmRow> words = VmWords.of(q);
    return row ->
        is(host, row.ref().host())
            && is(site, row.site())
            && is(role, row.role())
            && is(power, row.powerNow().word())
            && (tag.isEmpty() || row.tags().contains(tag))
            && isInState(row)
            && labels.fits(row.labels())
            && words.test(row);
  }

  Comparator<VmRow> order() {
    boolean down = sort.startsWith("-");
    Comparator<VmRow> order = VmOrder.of(down ? sort.substring(1) : sort);
    return down ? order.reversed() : order;
  }

  private boolean isInState(VmRow row) {
    return switch (state) {
      case "" -> true;
      case ATTENTION -> Urgency.needsPerson(row);
      case DIFFERING -> row.differs();
      default -> state.equals(row.state().word());
    };
  }

  private static boolean is(String wanted, String found) {
    return wanted.isEmpty() || Objects.equals(wanted, found);
  }
}
