package io.pvefleet.vnc.rfb;

import io.pvefleet.vnc.rfb.ClientMessages.Outcome;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What one fragment of a browser lets through. */
final class Passing {

  private static final byte[] NOTHING = {};

  private final ByteBuffer bytes;
  private boolean wasInput;
  private long dropped;

  Passing(int capacity) {
    this.bytes = ByteBuffer.allocate(capacity);
  }

  void put(Intake message) {
    bytes.put(message.view());
  }

  void put(ByteBuffer message) {
    bytes.put(message);
  }

  void noteInput() {
    wasInput = true;
  }

  void noteDropped(long length) {
    dropped += length;
  }

  Outcome outcome() {
    byte[] passed = bytes.position() == 0 ? NOTHING : Arrays.copyOf(bytes.array(), bytes.position());
    return new Outcome.Pass(passed, wasInput, dropped);
  }
}
