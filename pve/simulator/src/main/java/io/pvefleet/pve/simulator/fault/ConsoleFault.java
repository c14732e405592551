package io.pvefleet.pve.simulator.fault;

import java.time.Duration;

/**
 * One way in which an open console goes wrong. What goes wrong before it is open, a slow vncproxy or a websocket that is
 * refused, is a {@link FaultRule} on its path.
 */
public sealed interface ConsoleFault {

  /** The connection breaks once so many bytes went to the client. */
  record CutAfterBytes(long bytes) implements ConsoleFault {}

  /** The connection breaks so long after the upgrade. */
  record CutAfter(Duration time) implements ConsoleFault {}

  /** The VM lets nobody in with the password that was handed out. */
  record WrongPassword() implements ConsoleFault {}

  /** Random bytes instead of a protocol, so many of them, the same for the same seed. */
  record Garbage(int bytes, long seed) implements ConsoleFault {}

  /** The connection is accepted and nothing ever comes, as from a VM whose QEMU hangs. */
  record Mute() implements ConsoleFault {}
}
