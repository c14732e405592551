package io.pvefleet.app.store;

import java.time.Instant;
import java.util.Optional;

/**
 * How large and how old a store is.
 *
 * @param bytes on the medium, without its log of writes
 * @param schema number of its newest migration; 0 for one that ends with the process
 * @param oldestEvent when the first of the events happened that it still has
 */
public record StoreFacts(long bytes, int schema, Optional<Instant> oldestEvent) {
  /** Of a store that keeps nothing. */
  public static final StoreFacts NONE = new StoreFacts(0, 0, Optional.empty());
}
