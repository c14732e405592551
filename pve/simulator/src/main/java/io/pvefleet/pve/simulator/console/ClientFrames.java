package io.pvefleet.pve.simulator.console;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Frames from the client, read with the rules of pveproxy, which are stricter than RFC 6455. Source: pve-http-server
 * {@code AnyEvent.pm}, {@code websocket_proxy}. Confined to one thread.
 */
final class ClientFrames {

  /** The largest payload pveproxy takes. */
  static final int MAX_PAYLOAD = 128 * 1024;

  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  /** One frame. */
  sealed interface Frame {

    /** Bytes for the program; text counts as such. */
    record Bytes(byte[] payload) implements Frame {}

    record Ping(byte[] payload) implements Frame {}

    record Pong() implements Frame {}

    /** A close frame, or the end of the connection without one. */
    record End() implements Frame {}
  }

  /** A frame that pveproxy dies of. */
  static final class Violation extends IOException {
    private static final long serialVersionUID = 1;

    Violation(String message) {
      super(message);
    }
  }

  private final InputStream in;

  ClientFrames(InputStream in) {
    this.in = in;
  }

  /** The next frame, whole. */
  Frame next() throws IOException {
    int head = in.read();
    if (head < 0) {
      return new Frame.End();
    }
    if ((head & 0x80) == 0) {
      throw new Violation("received fragmented websocket frame");
    }
    if ((head & 0x70) != 0) {
      throw new Violation("received websocket frame with RSV flags");
    }
    int second = (int) number(1);
    if ((second & 0x80) == 0) {
      throw new Violation("received unmasked websocket frame from client");
    }
    int said = second & 0x7f;
    long length = said == 126 ? number(2) : said == 127 ? number(8) : said;
    if (length < 0 || length > MAX_PAYLOAD) {
      throw new Violation("received too large websocket frame (len = " + length + ")");
    }
    byte[] mask = exactly(4);
    byte[] payload = exactly((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    int opcode = head & 0x0f;
    return switch (opcode) {
      case TEXT, BINARY -> new Frame.Bytes(payload);
      case CLOSE -> new Frame.End();
      case PING -> new Frame.Ping(payload);
      case PONG -> new Frame.Pong();
      default -> throw new Violation("received unhandled websocket opcode " + opcode);
    };
  }

  private long number(int bytes) throws IOException {
    long number = 0;
    for (byte b : exactly(bytes)) {
      number = number << 8 | (b & 0xff);
    }
    return number;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("client closed in the middle of a frame");
    }
    return bytes;
  }
}
