package io.pvefleet.app.notify;

import java.time.Instant;
import java.util.Optional;

/**
 * How it goes with a sink.
 *
 * @param kind {@code slack}, {@code webhook} or {@code email}
 * @param address where it is, without what is secret of it: the reference of a hook, the server of mail
 * @param waiting notices that were not delivered yet
 * @param delivered when a message last was; empty where none ever was, as far as is remembered
 * @param fault what the last try failed with; empty where it did not
 * @param nextTry when what failed is tried again; empty where nothing failed or it was given up
 * @param messages delivered by this process
 * @param failures tries of this process that failed
 * @param givenUp messages that this process gave up
 */
public record SinkState(
    String name, String kind, String address, int waiting, Optional<Instant> delivered, String fault, Optional<Instant> nextTry,
    long messages, long failures, long givenUp) {

  public boolean isFailing() {
    return !fault.isEmpty();
  }
}
