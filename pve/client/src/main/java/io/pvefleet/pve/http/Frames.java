package io.pvefleet.pve.http;

import java.util.ArrayList;
import java.util.List;

/**
 * WebSocket frames as a client sends them (RFC 6455, section 5): never fragmented and never compressed, since pveproxy takes
 * neither, and masked with zeros. A mask of chance protects caches between a browser's script and a server; here TLS ends at the
 * host itself, and pveproxy need not undo a mask of zeros byte by byte. Pure.
 */
final class Frames {

  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int NORMAL_CLOSURE = 1000;

  private Frames() {}

  /** Binary frames of at most so many bytes each that together carry these. */
  static List<byte[]> binary(byte[] bytes, int most) {
    List<byte[]> frames = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += most) {
      frames.add(frame(BINARY, bytes, from, Math.min(most, bytes.length - from)));
    }
    return frames;
  }

  static byte[] ping() {
    return frame(PING, new byte[0], 0, 0);
  }

  static byte[] pong(byte[] asked) {
    return frame(PONG, asked, 0, asked.length);
  }

  static byte[] close() {
    return frame(CLOSE, new byte[] {(byte) (NORMAL_CLOSURE >> 8), (byte) NORMAL_CLOSURE}, 0, 2);
  }

  private static byte[] frame(int opcode, byte[] bytes, int from, int length) {
    int extended = length < LENGTH_16 ? 0 : length <= 0xFFFF ? 2 : 8;
    byte[] frame = new byte[2 + extended + MASK_BYTES + length];
    frame[0] = (byte) (FIN | opcode);
    frame[1] = (byte) (MASKED | (extended == 0 ? length : extended == 2 ? LENGTH_16 : LENGTH_64));
    for (int i = 0; i < extended; i++) {
      frame[2 + i] = (byte) ((long) length >>> (8 * (extended - 1 - i)));
    }
    System.arraycopy(bytes, from, frame, frame.length - length, length);
    return frame;
  }
}
