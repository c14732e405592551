package io.pvefleet.app.usage;

import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.store.Usages;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.web.SampleUsage;
import io.pvefleet.engine.observe.HostUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Thirty days of the sample fleet, made when they are asked for. The daemon was down for some hours ten days ago, every seventh host
 * was away for two hours last night, the silent ones are away now, and daejeon-021 has been in maintenance for an hour.
 */
public final class SampleUsages implements Usages {
  private final FleetBoard board;
  private final Instant now;

  private SampleUsages(FleetBoard board, Instant now) {
    this.board = board;
    this.now = now;
  }

  public static UsageHistory history(FleetBoard board, Instant now) {
    return new UsageHistory(new SampleUsages(board, now), new UsageBook());
  }

  @Override
  public List<Bucket> of(String host, Span span, Instant from, Instant until) {
    Optional<HostRow> row = board.view().host(host);
    List<Bucket> buckets = new ArrayList<>();
    if (row.isPresent() && row.get().seenAt().isPresent()) {
      Instant first = span.begin(from.plus(span.length()).minusSeconds(1));
      for (Instant at = first; at.isBefore(until) && !at.isAfter(now); at = at.plus(span.length())) {
        Usage usage = usage(row.get(), span, at);
        if (!usage.equals(Usage.NONE)) {
          buckets.add(new Bucket(host, span, at, UsageText.write(usage)));
        }
      }
    }
    return buckets;
  }

  private Usage usage(HostRow host, Span span, Instant at) {
    int h = Integer.parseInt(host.name().substring(host.name().length() - 3)) - 1;
    Usage all = Usage.NONE;
    Duration between = span == Span.HOUR ? Duration.ofMinutes(20) : Duration.ofMinutes(1);
    for (Instant sample = at; sample.isBefore(at.plus(span.length())) && !sample.isAfter(now); sample = sample.plus(between)) {
      all = all.join(sample(host, h, sample));
    }
    return all;
  }

  private Usage sample(HostRow host, int h, Instant at) {
    long minutesAgo = Duration.between(at, now).toMinutes();
    if (minutesAgo > 14_000 && minutesAgo < 14_400) {
      return Usage.NONE; // the daemon was being moved
    }
    boolean isMaintained = h == 20 && minutesAgo < 60;
    boolean isSilent = h % 33 == 7 && minutesAgo < 95 || h % 7 == 3 && minutesAgo > 600 && minutesAgo < 720
        || h == 41 && minutesAgo % 17 == 0;
    if (isSilent) {
      return new Usage(new Presence(0, 1, isMaintained ? 1 : 0), Level.NONE, new TreeMap<>(), new TreeMap<>());
    }
    SortedSet<Integer> running = new TreeSet<>(host.usage().guests().keySet());
    if (running.isEmpty()) {
      host.vms().forEach(vm -> running.add(vm.ref().vmid()));
    }
    HostUsage told = SampleUsage.of(h, at, running);
    SortedMap<Integer, Level> guests = new TreeMap<>();
    told.guests().forEach((vmid, load) -> guests.put(vmid, Level.of(load.cpu(), load.memory(), load.memoryTotal())));
    SortedMap<String, Fill> storages = new TreeMap<>();
    told.storages().forEach((name, space) -> {
      if (space.total() > 0) {
        storages.put(name, new Fill(at, Fill.mebibytes(space.used()), Fill.mebibytes(space.total())));
      }
    });
    Level node = told.node().map(load -> Level.of(load.cpu(), load.memory(), load.memoryTotal())).orElse(Level.NONE);
    return new Usage(new Presence(1, 0, isMaintained ? 1 : 0), node, guests, storages);
  }

  @Override
  public SortedSet<String> hosts(Span span, Instant from, Instant until) {
    SortedSet<String> hosts = new TreeSet<>();
    board.view().hosts().forEach(host -> hosts.add(host.name()));
    return hosts;
  }

  @Override
  public Optional<Instant> newest(Span span) {
    return Optional.of(span.begin(now));
  }

  /** The sample is made up, not kept. */
  @Override
  public void put(List<Bucket> buckets) {
    try (MemoryStore elsewhere = new MemoryStore()) {
      elsewhere.usages().put(buckets);
    }
  }
}
