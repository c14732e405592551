package io.pvefleet.pve.simulator.screen;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The messages of the server, byte by byte as QEMU sends them. */
final class ServerMessages {

  static final int FRAMEBUFFER_UPDATE = 0;

  private static final int SET_COLOUR_MAP = 1;
  private static final int CUT_TEXT = 3;
  private static final int COLOURS = 256;

  private ServerMessages() {}

  static byte[] serverInit(ScreenSize size, String vmName) {
    byte[] name = ("QEMU (" + vmName + ")").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(4 + PixelFormat.BYTES + 4 + name.length);
    bytes.putShort((short) size.width()).putShort((short) size.height());
    PixelFormat.OF_SERVER.describe(bytes);
    return bytes.putInt(name.length).put(name).array();
  }

  /** Says yes to a pseudo-encoding: a rectangle of the whole screen. */
  static byte[] acknowledgement(ScreenSize size, Feature feature) {
    return pseudo(size.whole(), feature, new byte[0]);
  }

  /** In the place of the rectangle's x stands whether positions are absolute. */
  static byte[] pointerType(ScreenSize size, ScreenSettings.Pointing pointing) {
    int isAbsolute = pointing == ScreenSettings.Pointing.TABLET ? 1 : 0;
    return pseudo(new Rect(isAbsolute, 0, size.width(), size.height()), Feature.POINTER_TYPE, new byte[0]);
  }

  static byte[] leds(int state) {
    return pseudo(new Rect(0, 0, 1, 1), Feature.LED_STATE, new byte[] {(byte) state});
  }

  static byte[] desktopSize(ScreenSize size) {
    return pseudo(size.whole(), Feature.DESKTOP_SIZE, new byte[0]);
  }

  /**
   * One screen over the whole size.
   *
   * @param reason 0 the server's own, 1 this viewer's request
   * @param status 0 done, 3 invalid layout, 4 forwarded to the guest
   */
  static byte[] extendedDesktopSize(ScreenSize size, int reason, int status) {
    ByteBuffer layout = ByteBuffer.allocate(4 + 16);
    layout.put((byte) 1).put(new byte[3]).putInt(0).putInt(0);
    layout.putShort((short) size.width()).putShort((short) size.height()).putInt(0);
    return pseudo(new Rect(reason, status, size.width(), size.height()), Feature.EXTENDED_DESKTOP_SIZE, layout.array());
  }

  /** The cube of {@link PixelFormat#OF_COLOUR_MAP}. */
  static byte[] colourMap() {
    ByteBuffer bytes = ByteBuffer.allocate(6 + COLOURS * 6);
    bytes.put((byte) SET_COLOUR_MAP).put((byte) 0).putShort((short) 0).putShort((short) COLOURS);
    for (int i = 0; i < COLOURS; i++) {
      bytes.putShort((short) ((i & 7) << 13)).putShort((short) ((i >> 3 & 7) << 13)).putShort((short) ((i >> 6 & 3) << 14));
    }
    return bytes.array();
  }

  /** A message of the extended clipboard: the length is negative. */
  static byte[] extendedCutText(int flags, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(12 + payload.length);
    return bytes.put((byte) CUT_TEXT).put(new byte[3]).putInt(-(4 + payload.length)).putInt(flags).put(payload).array();
  }

  static void putRectangle(ByteBuffer to, Rect rect, int encoding) {
    to.putShort((short) rect.x()).putShort((short) rect.y()).putShort((short) rect.width()).putShort((short) rect.height());
    to.putInt(encoding);
  }

  private static byte[] pseudo(Rect rect, Feature feature, byte[] body) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + body.length);
    bytes.put((byte) FRAMEBUFFER_UPDATE).put((byte) 0).putShort((short) 1);
    putRectangle(bytes, rect, feature.number());
    return bytes.put(body).array();
  }
}
