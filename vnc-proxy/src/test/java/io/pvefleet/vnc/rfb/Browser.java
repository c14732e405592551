package io.pvefleet.vnc.rfb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Messages as noVNC sends them, and random ones that are well formed. */
public final class Browser {

  private Browser() {}

  public static byte[] pixelFormat(PixelFormat format) {
    ByteBuffer out = ByteBuffer.allocate(20).putInt(0);
    format.write(out);
    return out.array();
  }

  public static byte[] encodings(int... encodings) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * encodings.length).putShort((short) 0x0200).putShort((short) encodings.length);
    for (int encoding : encodings) {
      out.putInt(encoding);
    }
    return out.array();
  }

  public static byte[] updateRequest() {
    return ByteBuffer.allocate(10).put((byte) 3).put((byte) 1).putShort((short) 0).putShort((short) 0).putShort((short) 720)
        .putShort((short) 400).array();
  }

  public static byte[] key(boolean isDown, int keysym) {
    return ByteBuffer.allocate(8).put((byte) 4).put((byte) (isDown ? 1 : 0)).putShort((short) 0).putInt(keysym).array();
  }

  public static byte[] extendedKey(boolean isDown, int keysym, int code) {
    return ByteBuffer.allocate(12).putShort((short) 0xFF00).putShort((short) (isDown ? 1 : 0)).putInt(keysym).putInt(code)
        .array();
  }

  public static byte[] pointer(int x, int y) {
    return ByteBuffer.allocate(6).putShort((short) 0x0500).putShort((short) x).putShort((short) y).array();
  }

  public static byte[] cutText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(8 + bytes.length).putInt(0x06000000).putInt(bytes.length).put(bytes).array();
  }

  /** The extended clipboard says so by a negative length. */
  public static byte[] extendedCutText(byte[] packed) {
    return ByteBuffer.allocate(8 + packed.length).putInt(0x06000000).putInt(-packed.length).put(packed).array();
  }

  public static byte[] desktopSize(int screens) {
    return ByteBuffer.allocate(8 + 16 * screens).putShort((short) 0xFB00).putShort((short) 800).putShort((short) 600)
        .put((byte) screens).array();
  }

  /** A few messages of every kind, all of them well formed and allowed. */
  public static byte[] session(Random random) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int messages = random.nextInt(30); messages > 0; messages--) {
      all.writeBytes(switch (random.nextInt(9)) {
        case 0 -> pixelFormat(Screens.TRUE_COLOUR);
        case 1 -> encodings(random.ints(random.nextInt(ClientMessages.MAX_ENCODINGS + 1), -320, 60).toArray());
        case 2 -> key(random.nextBoolean(), random.nextInt());
        case 3 -> pointer(random.nextInt(65536), random.nextInt(65536));
        case 4 -> cutText("x".repeat(random.nextInt(random.nextBoolean() ? 3000 : 3)));
        case 5 -> extendedCutText(new byte[random.nextInt(500)]);
        case 6 -> desktopSize(random.nextInt(ClientMessages.MAX_SCREENS + 1));
        case 7 -> extendedKey(random.nextBoolean(), random.nextInt(), random.nextInt(256));
        default -> updateRequest();
      });
    }
    return all.toByteArray();
  }
}
