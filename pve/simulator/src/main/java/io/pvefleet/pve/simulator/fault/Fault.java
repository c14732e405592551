package io.pvefleet.pve.simulator.fault;

import java.time.Duration;

/** One way in which a call goes wrong. Whether the effect happened is the difference that a client cannot see. */
public sealed interface Fault {

  /** The connection ends before the host read the call. */
  record LostBeforeEffect() implements Fault {}

  /** The host does what was asked; the connection ends before the answer. */
  record LostAfterEffect() implements Fault {}

  /** A status line instead of the effect, for example {@code 595 No route to host}. */
  record StatusBeforeEffect(int status, String reason) implements Fault {}

  /** The effect, and then a status line instead of its answer, for example {@code 596 Connection timed out}. */
  record StatusAfterEffect(int status, String reason) implements Fault {}

  /** The effect; the answer ends in the middle of its body. */
  record TruncatedBody() implements Fault {}

  /** The effect; status 200 and a page of something else, as from a portal or another server under the same address. */
  record GarbageBody() implements Fault {}

  /** The effect; a well-formed answer whose data is a text of so many bytes. */
  record OversizedBody(int bytes) implements Fault {}

  /** The connection is reset instead of an answer; the host read the call and did nothing. */
  record Reset() implements Fault {}

  /** No effect and no answer; the connection stays open until the client gives up. */
  record Silence() implements Fault {}

  /** The right answer, later than usual by that much. */
  record Slow(Duration by) implements Fault {}
}
