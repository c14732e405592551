package io.pvefleet.vnc.rfb;

import java.nio.ByteBuffer;

/**
 * What a host says of its screen when the handshake is over (RFC 6143, 7.3.2). Immutable.
 *
 * @param width in pixels, 1 to {@link #MAX_SIDE}
 * @param height in pixels, 1 to {@link #MAX_SIDE}
 * @param name of the desktop, printable; QEMU says {@code QEMU (name)}
 */
public record ServerInit(int width, int height, PixelFormat format, String name) {

  /** QEMU draws at most 16,384 wide; a larger figure is not a screen, and a browser would allocate a canvas for it. */
  public static final int MAX_SIDE = 16_384;

  /** In bytes of UTF-8. QEMU's names hold the VM's name, which is a DNS name; what is longer is not from a host we know. */
  public static final int MAX_NAME_BYTES = 1024;

  /** Without the name: two sides, the format, the name's length. */
  static final int HEAD_BYTES = 24;

  /** The same screen under another name, which is cut to {@link #MAX_NAME_BYTES}. */
  ServerInit named(String title) {
    return new ServerInit(width, height, format, title);
  }

  byte[] encoded() {
    byte[] text = Printable.cut(name, MAX_NAME_BYTES);
    ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + text.length);
    out.putShort((short) width).putShort((short) height);
    format.write(out);
    return out.putInt(text.length).put(text).array();
  }
}
