package io.pvefleet.app.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Usage in this process's memory. */
final class MemoryUsages implements Usages {

  private record Key(String host, Span span, Instant at) implements Comparable<Key> {
    private static final Comparator<Key> ORDER = Comparator.comparing(Key::host).thenComparing(Key::span).thenComparing(Key::at);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final SortedMap<Key, String> rows = new TreeMap<>();

  @Override
  public synchronized void put(List<Bucket> buckets) {
    buckets.forEach(bucket -> rows.put(new Key(bucket.host(), bucket.span(), bucket.at()), bucket.samples()));
  }

  @Override
  public synchronized List<Bucket> of(String host, Span span, Instant from, Instant until) {
    List<Bucket> found = new ArrayList<>();
    rows.subMap(new Key(host, span, from), new Key(host, span, until))
        .forEach((key, samples) -> found.add(new Bucket(host, span, key.at(), samples)));
    return List.copyOf(found);
  }

  @Override
  public synchronized SortedSet<String> hosts(Span span, Instant from, Instant until) {
    SortedSet<String> hosts = new TreeSet<>();
    keys(key -> key.span() == span && !key.at().isBefore(from) && key.at().isBefore(until)).forEach(key -> hosts.add(key.host()));
    return hosts;
  }

  @Override
  public synchronized Optional<Instant> newest(Span span) {
    return keys(key -> key.span() == span).stream().map(Key::at).max(Comparator.naturalOrder());
  }

  synchronized void tidy(Instant now) {
    rows.keySet().removeAll(keys(key -> key.at().isBefore(now.minus(key.span().kept()))));
  }

  private List<Key> keys(Predicate<Key> wanted) {
    return rows.keySet().stream().filter(wanted).toList();
  }
}
