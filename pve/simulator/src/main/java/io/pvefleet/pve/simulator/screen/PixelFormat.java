package io.pvefleet.pve.simulator.screen;

import java.nio.ByteBuffer;

/**
 * How a viewer wants its pixels (RFC 6143, 7.4), and how QEMU makes them of 8-bit channels: the highest bits of each.
 */
record PixelFormat(
    int bitsPerPixel,
    int depth,
    boolean isBigEndian,
    int redMax,
    int greenMax,
    int blueMax,
    int redShift,
    int greenShift,
    int blueShift) {

  static final int BYTES = 16;

  /** What QEMU announces on an x86 host. */
  static final PixelFormat OF_SERVER = new PixelFormat(32, 24, false, 255, 255, 255, 16, 8, 0);

  /** What QEMU falls back to for a viewer that wants a colour map: the map is a cube of 3, 3 and 2 bits. */
  static final PixelFormat OF_COLOUR_MAP = new PixelFormat(8, 8, false, 7, 7, 3, 0, 3, 6);

  /** A maximum of 0 counts as 255: so QEMU protects itself. */
  PixelFormat {
    redMax = redMax == 0 ? 255 : redMax;
    greenMax = greenMax == 0 ? 255 : greenMax;
    blueMax = blueMax == 0 ? 255 : blueMax;
  }

  int bytesPerPixel() {
    return bitsPerPixel / 8;
  }

  void describe(ByteBuffer to) {
    to.put((byte) bitsPerPixel).put((byte) depth).put((byte) (isBigEndian ? 1 : 0)).put((byte) 1);
    to.putShort((short) redMax).putShort((short) greenMax).putShort((short) blueMax);
    to.put((byte) redShift).put((byte) greenShift).put((byte) blueShift).put(new byte[3]);
  }

  int pixelOf(int rgb) {
    return channel(rgb >> 16 & 255, redMax) << redShift
        | channel(rgb >> 8 & 255, greenMax) << greenShift
        | channel(rgb & 255, blueMax) << blueShift;
  }

  /** Writes the first {@code count} pixels. */
  void put(int[] rgb, int count, ByteBuffer to) {
    for (int i = 0; i < count; i++) {
      put(pixelOf(rgb[i]), to);
    }
  }

  private void put(int pixel, ByteBuffer to) {
    int bytes = bytesPerPixel();
    for (int i = 0; i < bytes; i++) {
      to.put((byte) (pixel >>> 8 * (isBigEndian ? bytes - 1 - i : i)));
    }
  }

  /** Writes a pixel as ZRLE does: 32 bits lose the byte that no colour uses. */
  void putCompact(int rgb, ByteBuffer to) {
    int pixel = pixelOf(rgb);
    if (compactBytes() == bytesPerPixel()) {
      put(pixel, to);
      return;
    }
    int used = isInLowBytes() ? pixel : pixel >>> 8;
    for (int i = 0; i < 3; i++) {
      to.put((byte) (used >>> 8 * (isBigEndian ? 2 - i : i)));
    }
  }

  int compactBytes() {
    return bitsPerPixel == 32 && (isInLowBytes() || isInHighBytes()) ? 3 : bytesPerPixel();
  }

  private boolean isInLowBytes() {
    return (mask() & 0xFF000000) == 0;
  }

  private boolean isInHighBytes() {
    return (mask() & 0xFF) == 0;
  }

  private int mask() {
    return redMax << redShift | greenMax << greenShift | blueMax << blueShift;
  }

  private static int channel(int value, int max) {
    return value << Integer.bitCount(max) >> 8;
  }
}
