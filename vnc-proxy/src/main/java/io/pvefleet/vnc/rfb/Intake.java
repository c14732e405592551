package io.pvefleet.vnc.rfb;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Gathers the bytes of one message out of fragments. Holds what it was built for and never more. */
final class Intake {

  private final byte[] held;
  private int length;

  Intake(int capacity) {
    this.held = new byte[capacity];
  }

  /** Takes from the fragment until that many bytes are held; whether they are. */
  boolean fill(ByteBuffer in, int wanted) {
    int missing = Math.min(wanted - length, in.remaining());
    if (missing > 0) {
      in.get(held, length, missing);
      length += missing;
    }
    return length >= wanted;
  }

  int length() {
    return length;
  }

  int octet(int at) {
    return Byte.toUnsignedInt(held[at]);
  }

  int twoOctets(int at) {
    return octet(at) << 8 | octet(at + 1);
  }

  int fourOctets(int at) {
    return twoOctets(at) << 16 | twoOctets(at + 2);
  }

  /** What is held, to read from; valid until the next change. */
  ByteBuffer view() {
    return ByteBuffer.wrap(held, 0, length);
  }

  /** A copy of what is held, which is forgotten. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(held, length);
    length = 0;
    return taken;
  }

  void forget() {
    length = 0;
  }
}
