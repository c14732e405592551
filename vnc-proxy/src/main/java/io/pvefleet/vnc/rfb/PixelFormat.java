package io.pvefleet.vnc.rfb;

import java.nio.ByteBuffer;

/** How a pixel is laid out on the wire (RFC 6143, 7.4). Immutable. */
public record PixelFormat(
    int bitsPerPixel, int depth, boolean isBigEndian, boolean isTrueColour, int redMax, int greenMax, int blueMax, int redShift,
    int greenShift, int blueShift) {

  /** On the wire, with three bytes of padding at its end. */
  static final int BYTES = 16;

  /** Reads {@link #BYTES} bytes; any content is some format, so ask {@link #isKnownSize} and {@link #isUsable}. */
  static PixelFormat read(ByteBuffer in) {
    PixelFormat format = new PixelFormat(octet(in), octet(in), octet(in) != 0, octet(in) != 0, twoOctets(in), twoOctets(in),
        twoOctets(in), octet(in), octet(in), octet(in));
    in.position(in.position() + 3);
    return format;
  }

  void write(ByteBuffer out) {
    out.put((byte) bitsPerPixel).put((byte) depth).put((byte) (isBigEndian ? 1 : 0)).put((byte) (isTrueColour ? 1 : 0))
        .putShort((short) redMax).putShort((short) greenMax).putShort((short) blueMax)
        .put((byte) redShift).put((byte) greenShift).put((byte) blueShift)
        .put((byte) 0).put((byte) 0).put((byte) 0);
  }

  /** The sizes that RFC 6143 knows. */
  boolean isKnownSize() {
    return bitsPerPixel == 8 || bitsPerPixel == 16 || bitsPerPixel == 32;
  }

  /** Whether a host can be asked for it: a shift beyond the pixel is what a decoder in C would trip over. */
  boolean isUsable() {
    return isKnownSize() && isTrueColour && redShift < bitsPerPixel && greenShift < bitsPerPixel && blueShift < bitsPerPixel;
  }

  private static int octet(ByteBuffer in) {
    return Byte.toUnsignedInt(in.get());
  }

  private static int twoOctets(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }
}
