package io.pvefleet.app.store;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Care in this process's memory. */
final class MemoryCares implements Cares {
  private final TreeMap<String, Known> byHost = new TreeMap<>();

  @Override
  public synchronized void put(List<Known> news) {
    news.forEach(known -> byHost.put(known.host(), known));
  }

  @Override
  public synchronized List<Known> all() {
    return List.copyOf(byHost.values());
  }

  @Override
  public synchronized void keepOnly(Set<String> hosts) {
    byHost.keySet().retainAll(hosts);
  }
}
