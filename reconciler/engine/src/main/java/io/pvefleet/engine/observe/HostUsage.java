package io.pvefleet.engine.observe;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How busy a host, its storages and its guests were in one pass, as far as the host told. What it did not tell is not there: a
 * stopped guest has no load, and a host whose token may not see its node has none either. Immutable.
 *
 * @param node empty where it is not told
 * @param storages of our own node, by name
 * @param guests running guests of our own node, by vmid
 */
public record HostUsage(Optional<Load> node, SortedMap<String, Space> storages, SortedMap<Integer, GuestLoad> guests) {

  /** Nothing is told. */
  public static final HostUsage NONE = new HostUsage(Optional.empty(), new TreeMap<>(), new TreeMap<>());

  public HostUsage {
    storages = Collections.unmodifiableSortedMap(new TreeMap<>(storages));
    guests = Collections.unmodifiableSortedMap(new TreeMap<>(guests));
  }

  public boolean isNone() {
    return node.isEmpty() && storages.isEmpty() && guests.isEmpty();
  }

  /**
   * Load of the node.
   *
   * @param cpu 0 to 1, of all cores together
   * @param memory bytes in use
   * @param memoryTotal bytes; 0 where not told
   */
  public record Load(double cpu, int cores, long memory, long memoryTotal, Duration uptime) {

    /** 0 to 1; empty where not told. */
    public OptionalDouble memoryShare() {
      return share(memory, memoryTotal);
    }
  }

  /**
   * How full a storage is.
   *
   * @param used bytes
   * @param total bytes; 0 where not told
   * @param active whether the host told it to be usable; not while it is away, disabled, or the host's statistics are silent
   */
  public record Space(long used, long total, boolean active) {

    /** 0 to 1; empty where not told. */
    public OptionalDouble share() {
      return HostUsage.share(used, total);
    }
  }

  /**
   * Load of a guest that runs.
   *
   * @param cpu 0 to 1, of all its virtual cores together
   * @param memory bytes in use; 0 where not told, since no running guest uses none
   * @param memoryTotal bytes that it may use; 0 where not told
   */
  public record GuestLoad(double cpu, int cores, long memory, long memoryTotal, Duration uptime) {

    /** 0 to 1; empty where not told. */
    public OptionalDouble memoryShare() {
      return memory == 0 ? OptionalDouble.empty() : share(memory, memoryTotal);
    }
  }

  private static OptionalDouble share(long part, long whole) {
    return whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
