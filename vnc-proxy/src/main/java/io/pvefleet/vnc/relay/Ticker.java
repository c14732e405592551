package io.pvefleet.vnc.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The clock of all consoles: one call of {@link #tick} about once a second looks at every limit of every console, in place of a
 * timer each. Has no thread of its own. Thread-safe.
 */
public final class Ticker {

  private final LongSupplier nanos;
  private final Executor closing;
  private final Set<Relay> relays = ConcurrentHashMap.newKeySet();

  /**
   * With nobody on it.
   *
   * @param nanos a clock that only goes forward, such as {@code System::nanoTime}
   * @param closing runs what ends a console and may block, such as a virtual thread each
   */
  public Ticker(LongSupplier nanos, Executor closing) {
    this.nanos = nanos;
    this.closing = closing;
  }

  /** Looks at all consoles. Does not block. */
  public void tick() {
    long now = nanos.getAsLong();
    relays.forEach(relay -> relay.tick(now));
  }

  long now() {
    return nanos.getAsLong();
  }

  Executor closing() {
    return closing;
  }

  void add(Relay relay) {
    relays.add(relay);
  }

  void remove(Relay relay) {
    relays.remove(relay);
  }

  /** Consoles on it; none of those that ended. */
  int size() {
    return relays.size();
  }
}
