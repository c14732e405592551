package io.pvefleet.pve.simulator.screen;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads what a viewer sends to termproxy after its ticket: input, window sizes and pings, in any fragmentation. */
final class TermproxyReader {

  /** Frames of a browser's input are short, pasted texts are cut by xterm.js. */
  private static final int INPUT_LIMIT = 1 << 20;

  /** Digits of a number in a frame's head. */
  private static final int DIGITS = 7;

  private final InputStream in;

  TermproxyReader(InputStream in) {
    this.in = in;
  }

  sealed interface Frame {
    record Input(byte[] bytes) implements Frame {}

    record Resize(TerminalSize size) implements Frame {}

    record Ping() implements Frame {}
  }

  /**
   * Blocks for one frame; nothing when the viewer left between two.
   *
   * @throws IOException when it left within one or sent what is none
   */
  Optional<Frame> read() throws IOException {
    int kind = in.read();
    return switch (kind) {
      case -1 -> Optional.empty();
      case '0' -> Optional.of(input());
      case '1' -> Optional.of(resize());
      case '2' -> Optional.of(new Frame.Ping());
      default -> throw new IOException("not a frame of termproxy: " + kind);
    };
  }

  private Frame input() throws IOException {
    colon();
    int length = number();
    if (length > INPUT_LIMIT) {
      throw new IOException("input of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the viewer left within its input");
    }
    return new Frame.Input(bytes);
  }

  private Frame resize() throws IOException {
    colon();
    int columns = number();
    return new Frame.Resize(new TerminalSize(columns, number()));
  }

  private void colon() throws IOException {
    int next = in.read();
    if (next != ':') {
      throw new IOException("a frame's head has " + next + " for a colon");
    }
  }

  /** With the colon that ends it. */
  private int number() throws IOException {
    int value = 0;
    for (int digits = 0; ; digits++) {
      int next = in.read();
      if (next == ':' && digits > 0) {
        return value;
      }
      if (next < '0' || next > '9' || digits == DIGITS) {
        throw new IOException("a frame's head has no number");
      }
      value = value * 10 + next - '0';
    }
  }
}
