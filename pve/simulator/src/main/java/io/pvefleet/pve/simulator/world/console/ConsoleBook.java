package io.pvefleet.pve.simulator.world.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The consoles of a host. Immutable.
 *
 * @param open by port
 * @param reserved until when a port that was handed out is not handed out again
 * @param passwords VNC passwords that machines have, by vmid
 */
public record ConsoleBook(
    SortedMap<Integer, SimConsole> open, SortedMap<Integer, Instant> reserved, SortedMap<Integer, VncPassword> passwords,
    Termproxy termproxy) {

  /** Source: pve-common {@code Tools.pm}, {@code next_vnc_port}. */
  public static final int FIRST_PORT = 5900;

  public static final int LAST_PORT = 5999;
  /** How long a worker waits for its connection. Seen: {@code connection timed out} after 10 s. */
  public static final Duration ACCEPT = Duration.ofSeconds(10);
  /** How long a port stays reserved once handed out. Seen in the order of ports; source as above. */
  private static final Duration RESERVATION = Duration.ofSeconds(5);
  /** Source: qemu-server {@code CLI/qm.pm}, {@code vncproxy}: the password expires so long after it was set. */
  private static final Duration PASSWORD = Duration.ofSeconds(30);

  /** A machine's VNC password, of which it has one at a time. */
  public record VncPassword(String text, Instant expires) {
    @Override
    public String toString() {
      return "VncPassword[***]";
    }
  }

  public ConsoleBook {
    open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
    reserved = Collections.unmodifiableSortedMap(new TreeMap<>(reserved));
    passwords = Collections.unmodifiableSortedMap(new TreeMap<>(passwords));
  }

  public static ConsoleBook none(Termproxy termproxy) {
    return new ConsoleBook(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), termproxy);
  }

  /** The lowest port that nobody has and that was not handed out a moment ago. */
  public OptionalInt freePort(Instant now) {
    return IntStream.rangeClosed(FIRST_PORT, LAST_PORT)
        .filter(port -> !open.containsKey(port) && !reserved.getOrDefault(port, Instant.MIN).isAfter(now))
        .findFirst();
  }

  /**
   * With a port handed out.
   *
   * @param speed how many times faster than on a real host time goes by between calls
   */
  public ConsoleBook reserving(int port, Instant now, double speed) {
    Instant until = now.plusNanos((long) (RESERVATION.toNanos() / speed));
    return new ConsoleBook(open, changed(reserved, map -> {
      map.values().removeIf(end -> !end.isAfter(now));
      map.put(port, until);
    }), passwords, termproxy);
  }

  public ConsoleBook with(SimConsole console) {
    return new ConsoleBook(changed(open, map -> map.put(console.port(), console)), reserved, passwords, termproxy);
  }

  public ConsoleBook without(SimConsole console) {
    return find(console).isEmpty()
        ? this
        : new ConsoleBook(changed(open, map -> map.remove(console.port())), reserved, passwords, termproxy);
  }

  /** The console as it is now; empty once it is over, whoever has its port since. */
  public Optional<SimConsole> find(SimConsole console) {
    return Optional.ofNullable(open.get(console.port())).filter(c -> c.task() == console.task());
  }

  /** With the password of a machine replaced: whoever set one before is no longer let in. */
  public ConsoleBook withPassword(int vmid, String text, Instant now) {
    VncPassword set = new VncPassword(text, now.plus(PASSWORD));
    return new ConsoleBook(open, reserved, changed(passwords, map -> map.put(vmid, set)), termproxy);
  }

  /** The password a machine lets in with; empty where none was set or the last one has expired. */
  public Optional<String> password(int vmid, Instant now) {
    return Optional.ofNullable(passwords.get(vmid)).filter(p -> now.isBefore(p.expires())).map(VncPassword::text);
  }

  public ConsoleBook with(Termproxy next) {
    return new ConsoleBook(open, reserved, passwords, next);
  }

  private static <V> SortedMap<Integer, V> changed(SortedMap<Integer, V> map, Consumer<SortedMap<Integer, V>> change) {
    SortedMap<Integer, V> next = new TreeMap<>(map);
    change.accept(next);
    return next;
  }
}
