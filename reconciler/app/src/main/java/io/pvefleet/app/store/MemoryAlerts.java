package io.pvefleet.app.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Alerts that end with the process. */
final class MemoryAlerts implements Alerts {
  private final TreeMap<Long, StoredAlert> byId = new TreeMap<>();

  @Override
  public synchronized void put(List<StoredAlert> alerts) {
    for (StoredAlert alert : alerts) {
      byId.values().removeIf(known -> known.ended().isEmpty() && alert.ended().isEmpty() && isOfTheSame(known, alert));
      byId.put(alert.id(), alert);
    }
  }

  private static boolean isOfTheSame(StoredAlert one, StoredAlert other) {
    return one.kind().equals(other.kind()) && one.host().equals(other.host()) && one.vmid().equals(other.vmid())
        && one.object().equals(other.object());
  }

  @Override
  public synchronized List<StoredAlert> inForce() {
    return byId.values().stream().filter(alert -> alert.ended().isEmpty())
        .sorted(Comparator.comparing(StoredAlert::began).thenComparing(StoredAlert::id)).toList();
  }

  @Override
  public synchronized List<StoredAlert> of(Set<Long> ids) {
    return byId.values().stream().filter(alert -> ids.contains(alert.id())).toList();
  }

  @Override
  public synchronized List<StoredAlert> ended(Query query) {
    return byId.values().stream()
        .filter(alert -> alert.ended().filter(at -> !at.isBefore(query.since())).isPresent())
        .filter(alert -> query.host().isEmpty() || query.host().equals(alert.host()))
        .filter(alert -> query.vmid().isEmpty() || query.vmid().equals(alert.vmid()))
        .filter(alert -> query.kind().isEmpty() || query.kind().equals(alert.kind()))
        .filter(alert -> query.severity().isEmpty() || query.severity().get() == alert.severity())
        .sorted(Comparator.comparing((StoredAlert alert) -> alert.ended().orElseThrow()).thenComparing(StoredAlert::id).reversed())
        .limit(query.limit())
        .toList();
  }

  synchronized void removeEndedBefore(Instant at) {
    byId.values().removeIf(alert -> alert.ended().filter(ended -> ended.isBefore(at)).isPresent());
  }
}
