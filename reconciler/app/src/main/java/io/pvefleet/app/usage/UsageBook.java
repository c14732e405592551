package io.pvefleet.app.usage;

import io.pvefleet.app.store.Usages.Span;
import io.pvefleet.app.view.DeclaredHost;
import io.pvefleet.app.view.HostPass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The buckets that are not in the store yet. Thread safe; nothing here blocks on anything but this object's lock. */
public final class UsageBook {

  /** Buckets of a host that wait while the store fails: two hours, after which the oldest are lost. */
  private static final int MOST = 24;

  // Guarded by itself; by host, then begin.
  private final Map<String, SortedMap<Instant, Usage>> open = new HashMap<>();

  /** One bucket of one host. */
  record Entry(String host, Instant at, Usage usage) {}

  /** A host was looked at. */
  public void take(DeclaredHost host, HostPass pass) {
    boolean maintained = host.host().maintenance().filter(m -> pass.at().isBefore(m.until())).isPresent();
    add(new Entry(pass.host(), Span.FIVE_MINUTES.begin(pass.at()), maintained ? Usage.maintained(pass) : Usage.of(pass)));
  }

  /** Joins it with what is here of that bucket. */
  void add(Entry entry) {
    synchronized (open) {
      SortedMap<Instant, Usage> mine = open.computeIfAbsent(entry.host(), _ -> new TreeMap<>());
      mine.merge(entry.at(), entry.usage(), Usage::join);
      while (mine.size() > MOST) {
        mine.remove(mine.firstKey());
      }
    }
  }

  /** Takes out what began before that moment. */
  List<Entry> begunBefore(Instant moment) {
    synchronized (open) {
      List<Entry> taken = new ArrayList<>();
      open.forEach((host, buckets) -> {
        SortedMap<Instant, Usage> due = buckets.headMap(moment);
        due.forEach((at, usage) -> taken.add(new Entry(host, at, usage)));
        due.clear();
      });
      open.values().removeIf(Map::isEmpty);
      return taken;
    }
  }

  /** What is here of a host, by begin. */
  SortedMap<Instant, Usage> of(String host) {
    synchronized (open) {
      return new TreeMap<>(open.getOrDefault(host, new TreeMap<>()));
    }
  }
}
