package io.pvefleet.app.usage;

import io.pvefleet.app.view.HostPass;
import io.pvefleet.engine.observe.HostUsage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What was told of one host in some time. Joining is associative and commutative and {@link #NONE} changes nothing, so that
 * passes make buckets, buckets hours and hours days in whatever order they come. Immutable.
 *
 * @param node load of the host itself
 * @param guests those that ran, by vmid
 * @param storages by name
 */
public record Usage(Presence presence, Level node, SortedMap<Integer, Level> guests, SortedMap<String, Fill> storages) {

  /** Nothing was told. */
  public static final Usage NONE = new Usage(Presence.NONE, Level.NONE, new TreeMap<>(), new TreeMap<>());

  public Usage {
    guests = Collections.unmodifiableSortedMap(new TreeMap<>(guests));
    storages = Collections.unmodifiableSortedMap(new TreeMap<>(storages));
  }

  /** Of a pass that the host was in service for. */
  public static Usage of(HostPass pass) {
    return of(pass, 0);
  }

  /** Of a pass during a maintenance that Git declares. */
  public static Usage maintained(HostPass pass) {
    return of(pass, 1);
  }

  private static Usage of(HostPass pass, int maintained) {
    Presence presence = new Presence(pass.isReached() ? 1 : 0, pass.isReached() ? 0 : 1, maintained);
    HostUsage told = pass.usage();
    Level node = told.node().map(load -> Level.of(load.cpu(), load.memory(), load.memoryTotal())).orElse(Level.NONE);
    SortedMap<Integer, Level> guests = new TreeMap<>();
    told.guests().forEach((vmid, load) -> guests.put(vmid, Level.of(load.cpu(), load.memory(), load.memoryTotal())));
    Instant at = pass.at().truncatedTo(ChronoUnit.SECONDS);
    SortedMap<String, Fill> storages = new TreeMap<>();
    told.storages().forEach((name, space) -> {
      if (space.total() > 0) {
        storages.put(name, new Fill(at, Fill.mebibytes(space.used()), Fill.mebibytes(space.total())));
      }
    });
    return new Usage(presence, node, guests, storages);
  }

  public Usage join(Usage other) {
    return new Usage(
        presence.join(other.presence), node.join(other.node), joined(guests, other.guests, Level::join),
        joined(storages, other.storages, Fill::join));
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> joined(Map<K, V> one, Map<K, V> other, BinaryOperator<V> join) {
    SortedMap<K, V> all = new TreeMap<>(one);
    other.forEach((key, value) -> all.merge(key, value, join));
    return all;
  }

  /** Load of one guest; none where it did not run or nothing was told. */
  public Level guest(int vmid) {
    return guests.getOrDefault(vmid, Level.NONE);
  }
}
