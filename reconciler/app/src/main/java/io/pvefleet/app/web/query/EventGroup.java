package io.pvefleet.app.web.query;

import io.pvefleet.app.store.EventLog.NewEvent;
import io.pvefleet.app.store.EventLog.Severity;
import io.pvefleet.app.store.EventLog.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Events of one kind that came close after one another: a thousand VMs that were made, or one that drifted.
 *
 * @param events the newest first, never empty
 */
public record EventGroup(List<StoredEvent> events) {
  /** Fewer are told one by one: their texts say more than their number. */
  private static final int ALIKE = 4;

  /** A pause longer than this parts two groups; hosts are looked at every minute or so. */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  public EventGroup {
    events = List.copyOf(events);
  }

  /** What is told as one: the same kind, gravity and first word, which for a change is its action. */
  private record Key(String kind, Severity severity, String action) {
    static Key of(NewEvent event) {
      boolean isOfVm = event.vmid().isPresent();
      return new Key(event.kind(), event.severity(), isOfVm && isChange(event.kind()) ? event.message().split("[ :]", 2)[0] : "");
    }

    private static boolean isChange(String kind) {
      return kind.equals("applied") || kind.equals("failed") || kind.equals("stopped") || kind.equals("indeterminate");
    }
  }

  /**
   * @param newestFirst events as they are stored
   */
  static List<EventGroup> of(List<StoredEvent> newestFirst) {
    Map<Key, List<StoredEvent>> open = new LinkedHashMap<>();
    List<List<StoredEvent>> groups = new ArrayList<>();
    for (StoredEvent event : newestFirst) {
      Key key = Key.of(event.event());
      List<StoredEvent> group = open.get(key);
      if (group == null || Duration.between(event.event().at(), group.getLast().event().at()).compareTo(PAUSE) > 0) {
        group = new ArrayList<>();
        open.put(key, group);
        groups.add(group);
      }
      group.add(event);
    }
    return groups.stream()
        .flatMap(group -> group.size() < ALIKE ? group.stream().map(List::of) : Stream.of(group))
        .map(EventGroup::new)
        .sorted(Comparator.comparing((EventGroup group) -> group.newest().id()).reversed())
        .toList();
  }

  public boolean isOne() {
    return events.size() == 1;
  }

  public StoredEvent newest() {
    return events.getFirst();
  }

  public Instant begin() {
    return events.getLast().event().at();
  }

  public Instant end() {
    return newest().event().at();
  }

  public long hosts() {
    return events.stream().map(event -> event.event().host()).distinct().count();
  }

  /** How many VMs; 0 where it is about none. */
  public long vms() {
    return events.stream().filter(event -> event.event().vmid().isPresent())
        .map(event -> event.event().host() + '/' + event.event().vmid().get()).distinct().count();
  }

  /** The only host; empty where there are several. */
  public Optional<String> host() {
    return hosts() == 1 ? Optional.of(newest().event().host()) : Optional.empty();
  }

  /** The text that most of them have. */
  public String message() {
    return common().getKey();
  }

  /** How many have another text. */
  public int others() {
    return events.size() - common().getValue();
  }

  private Map.Entry<String, Integer> common() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    events.forEach(event -> counts.merge(event.event().message(), 1, Integer::sum));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
  }
}
