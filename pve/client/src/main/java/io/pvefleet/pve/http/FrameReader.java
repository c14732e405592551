package io.pvefleet.pve.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import okio.BufferedSource;

/**
 * Reads the WebSocket frames of a host. Payload is handed on as it comes, whatever the frame's length says, so that no host can
 * make this process keep more than a chunk of it. One thread at a time; blocks.
 */
final class FrameReader {

  /** Longest piece handed on: one TLS record and what may stand before it. */
  private static final int CHUNK = 64 * 1024;

  /** RFC 6455, section 5.5. */
  private static final int MAX_CONTROL = 125;

  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private final BufferedSource source;

  /** Payload of the present data frame that is still to come. */
  private long left;

  FrameReader(BufferedSource source) {
    this.source = source;
  }

  sealed interface Event {}

  /** Part of the stream; a fresh array. */
  record Bytes(byte[] bytes) implements Event {}

  /** The host asks whether we are there. */
  record Ping(byte[] payload) implements Event {}

  /** The host is there. */
  record Pong() implements Event {}

  /** The host says goodbye. */
  record Close(String why) implements Event {}

  /**
   * The next event; blocks until there is one.
   *
   * @throws java.io.EOFException if the host ended the connection without a word
   * @throws ProtocolException if what comes is no frame that a server may send
   */
  Event next() throws IOException {
    while (left == 0) {
      int first = source.readByte() & 0xFF;
      int second = source.readByte() & 0xFF;
      if ((first & 0x70) != 0 || (second & 0x80) != 0) {
        throw new ProtocolException("a compressed or masked frame");
      }
      long length = length(second & 0x7F);
      switch (first & 0x0F) {
        case 0, 1, Frames.BINARY -> left = length;
        case Frames.CLOSE -> {
          return new Close(why(control(length)));
        }
        case Frames.PING -> {
          return new Ping(control(length));
        }
        case Frames.PONG -> {
          control(length);
          return new Pong();
        }
        default -> throw new ProtocolException("a frame of no known kind");
      }
    }
    source.require(1);
    int length = (int) Math.min(CHUNK, Math.min(left, source.getBuffer().size()));
    left -= length;
    return new Bytes(source.readByteArray(length));
  }

  private long length(int code) throws IOException {
    long length = code == LENGTH_16 ? source.readShort() & 0xFFFF : code == LENGTH_64 ? source.readLong() : code;
    if (length < 0) {
      throw new ProtocolException("a frame of negative length");
    }
    return length;
  }

  private byte[] control(long length) throws IOException {
    if (length > MAX_CONTROL) {
      throw new ProtocolException("a control frame of " + length + " bytes");
    }
    return source.readByteArray(length);
  }

  /** Code and text of a close frame, the text fit for a log line. */
  private static String why(byte[] payload) {
    if (payload.length < 2) {
      return "";
    }
    String text = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    return (code + " " + text.replaceAll("[\\p{Cntrl}\\s]+", " ")).strip();
  }
}
