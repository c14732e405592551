package io.pvefleet.app.web.live;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What changed: ids of rows ({@code h-HOST}, {@code v-HOST-VMID}, {@code r-RUN}) and of whole subjects ({@code hosts}, {@code vms},
 * {@code runs}, {@code source} and so on).
 *
 * @param ids what a reader wants to see at once
 * @param soft what was merely looked at again: its age and its figures are new, its state is not
 */
record News(Set<String> ids, Set<String> soft) {
  /** Stands for every id. */
  static final String ALL = "*";

  /** More rows than any page shows at once by default; a longer list would be larger than what it saves. */
  static final int MAX_IDS = 200;

  static final News NONE = new News(Set.of(), Set.of());

  /** Of an arbitrary number; too many become {@link #ALL}. */
  static News of(Collection<String> ids, Collection<String> soft) {
    Set<String> less = new LinkedHashSet<>(soft);
    less.removeAll(new LinkedHashSet<>(ids));
    return new News(bounded(ids), bounded(less));
  }

  boolean isEmpty() {
    return ids.isEmpty() && soft.isEmpty();
  }

  /** Several of them as one. */
  static News merged(List<News> all) {
    if (all.size() == 1) {
      return all.getFirst();
    }
    Set<String> ids = new LinkedHashSet<>();
    Set<String> soft = new LinkedHashSet<>();
    all.forEach(
        news -> {
          ids.addAll(news.ids());
          soft.addAll(news.soft());
        });
    return of(ids, soft);
  }

  private static Set<String> bounded(Collection<String> ids) {
    return ids.size() > MAX_IDS || ids.contains(ALL) ? Set.of(ALL) : java.util.Collections.unmodifiableSet(new LinkedHashSet<>(ids));
  }
}
