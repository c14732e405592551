package io.pvefleet.vnc.rfb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of a stranger made fit for a log line and a page: what does not print becomes a space. */
final class Printable {

  private Printable() {}

  /** UTF-8 as far as it is; QEMU ends its reasons with a NUL, as recorded of a refused password. */
  static String of(byte[] bytes) {
    String text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).toString();
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> isPrinted(c) ? c : ' ').forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }

  /** The longest beginning of the text that is whole characters and not longer than that in UTF-8. */
  static byte[] cut(String text, int maxBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= maxBytes) {
      return bytes;
    }
    int end = maxBytes;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** Format characters turn the direction of the text around them; a surrogate alone is no character. */
  private static boolean isPrinted(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
