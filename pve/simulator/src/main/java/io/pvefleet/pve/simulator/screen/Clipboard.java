package io.pvefleet.pve.simulator.screen;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The extended clipboard: who offers, who asks, and the text in between. Text only, as in QEMU. */
final class Clipboard {

  static final int TEXT = 1;
  static final int CAPABILITIES = 1 << 24;
  static final int REQUEST = 1 << 25;
  static final int NOTIFY = 1 << 27;
  static final int PROVIDE = 1 << 28;

  /** QEMU's limit of a message; a text that unpacks to more is not taken. */
  private static final int LIMIT = 1 << 20;

  private Clipboard() {}

  /** What QEMU says it understands, with no limit for a text that is sent unasked. */
  static byte[] capabilities() {
    return ServerMessages.extendedCutText(CAPABILITIES | REQUEST | NOTIFY | PROVIDE | TEXT, new byte[4]);
  }

  static byte[] request() {
    return ServerMessages.extendedCutText(REQUEST | TEXT, new byte[0]);
  }

  static byte[] notice() {
    return ServerMessages.extendedCutText(NOTIFY | TEXT, new byte[0]);
  }

  /** There is no text any more. */
  static byte[] emptied() {
    return ServerMessages.extendedCutText(NOTIFY, new byte[0]);
  }

  static byte[] provision(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The text ends with a zero, which its length counts.
    ByteBuffer plain = ByteBuffer.allocate(4 + bytes.length + 1).putInt(bytes.length + 1).put(bytes);
    byte[] packed = new byte[plain.capacity() + 64 + plain.capacity() / 1000];
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(plain.array());
      deflater.finish();
      return ServerMessages.extendedCutText(PROVIDE | TEXT, Arrays.copyOf(packed, deflater.deflate(packed)));
    }
  }

  /** The text of what a viewer provides; nothing when it is no text or damaged. */
  static Optional<String> textOf(byte[] payload) {
    byte[] plain = new byte[LIMIT];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(payload);
      int length = inflater.inflate(plain);
      if (length < 4) {
        return Optional.empty();
      }
      int size = ByteBuffer.wrap(plain).getInt();
      if (size < 0 || size > length - 4) {
        return Optional.empty();
      }
      boolean hasZero = size > 0 && plain[4 + size - 1] == 0;
      return Optional.of(new String(plain, 4, hasZero ? size - 1 : size, StandardCharsets.UTF_8));
    } catch (DataFormatException damaged) {
      return Optional.empty();
    }
  }
}
