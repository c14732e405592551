package io.pvefleet.pve.simulator.screen;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * ZRLE (RFC 6143, 7.7.6): tiles of 64 by 64 pixels, each of one colour, of a palette of up to 16 or of plain pixels, in one
 * zlib stream for the life of the connection.
 *
 * <p>The stream holds stored blocks only. A compressor would keep 256 KiB for each viewer, and hundreds of idle viewers are
 * what this screen is for; palettes alone make a drawn screen some thirty times smaller.
 */
final class ZrleEncoder {

  static final int TILE = 64;

  private static final int PALETTE = 16;
  private static final int SOLID = 1;
  private static final int PLAIN = 0;
  /** The most that a stored block of deflate holds. */
  private static final int BLOCK = 65_535;

  private static final int BLOCK_HEAD = 5;
  /** Deflate with a window of 32 KiB; the lowest bits make the two bytes a multiple of 31. */
  private static final short ZLIB_HEAD = 0x7801;

  private final int[] palette = new int[PALETTE];
  private boolean isStarted;

  /** The length and the data of one rectangle. */
  byte[] encode(Canvas canvas, PixelFormat format) {
    Rect area = canvas.area();
    int tiles = ((area.width() + TILE - 1) / TILE) * ((area.height() + TILE - 1) / TILE);
    ByteBuffer plain = ByteBuffer.allocate(area.width() * area.height() * format.compactBytes() + tiles * (1 + PALETTE * 4));
    for (int y = area.y(); y < area.bottom(); y += TILE) {
      for (int x = area.x(); x < area.right(); x += TILE) {
        tile(canvas, new Rect(x, y, TILE, TILE).clippedTo(area), format, plain);
      }
    }
    return stored(plain.flip());
  }

  private byte[] stored(ByteBuffer plain) {
    int blocks = (plain.remaining() + BLOCK - 1) / BLOCK;
    int length = (isStarted ? 0 : 2) + blocks * BLOCK_HEAD + plain.remaining();
    ByteBuffer out = ByteBuffer.allocate(4 + length).putInt(length);
    if (!isStarted) {
      out.putShort(ZLIB_HEAD);
      isStarted = true;
    }
    while (plain.hasRemaining()) {
      int size = Math.min(BLOCK, plain.remaining());
      out.put((byte) 0).putShort(Short.reverseBytes((short) size)).putShort(Short.reverseBytes((short) ~size));
      out.put(plain.slice(plain.position(), size));
      plain.position(plain.position() + size);
    }
    return out.array();
  }

  private void tile(Canvas canvas, Rect tile, PixelFormat format, ByteBuffer out) {
    int colours = colours(canvas, tile);
    if (colours > PALETTE) {
      out.put((byte) PLAIN);
      for (int y = tile.y(); y < tile.bottom(); y++) {
        for (int x = tile.x(); x < tile.right(); x++) {
          format.putCompact(canvas.at(x, y), out);
        }
      }
      return;
    }
    out.put((byte) (colours == 1 ? SOLID : colours));
    for (int i = 0; i < colours; i++) {
      format.putCompact(palette[i], out);
    }
    if (colours > 1) {
      packed(canvas, tile, colours, out);
    }
  }

  private void packed(Canvas canvas, Rect tile, int colours, ByteBuffer out) {
    int bits = colours == 2 ? 1 : colours <= 4 ? 2 : 4;
    for (int y = tile.y(); y < tile.bottom(); y++) {
      int pending = 0;
      int filled = 0;
      for (int x = tile.x(); x < tile.right(); x++) {
        pending = pending << bits | index(canvas.at(x, y), colours);
        filled += bits;
        if (filled == 8) {
          out.put((byte) pending);
          pending = 0;
          filled = 0;
        }
      }
      if (filled > 0) {
        out.put((byte) (pending << 8 - filled));
      }
    }
  }

  /** Fills the palette; answers its size, or more than fits. */
  private int colours(Canvas canvas, Rect tile) {
    Arrays.fill(palette, 0);
    int count = 0;
    for (int y = tile.y(); y < tile.bottom(); y++) {
      for (int x = tile.x(); x < tile.right(); x++) {
        int colour = canvas.at(x, y);
        if (count > 0 && index(colour, count) >= 0) {
          continue;
        }
        if (count == PALETTE) {
          return PALETTE + 1;
        }
        palette[count++] = colour;
      }
    }
    return count;
  }

  private int index(int colour, int count) {
    for (int i = 0; i < count; i++) {
      if (palette[i] == colour) {
        return i;
      }
    }
    return -1;
  }
}
