package io.pvefleet.pve.simulator.screen;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Makes FramebufferUpdate messages for one viewer. Not thread-safe: one writer uses it. */
final class UpdateEncoder {

  /** One row of ZRLE tiles: bounds the memory that one rectangle takes, whatever the screen's size. */
  static final int BAND = ZrleEncoder.TILE;

  private static final int RECTANGLE_HEAD = 12;

  private final ZrleEncoder zrle = new ZrleEncoder();

  /** A part of a screen and its pixels. */
  interface Painting {
    Canvas paint(Rect part);
  }

  /** Cuts the parts into bands, so that the number of rectangles is known before the first is drawn. */
  static List<Rect> bands(List<Rect> parts) {
    List<Rect> bands = new ArrayList<>();
    for (Rect part : parts) {
      for (int y = part.y(); y < part.bottom(); y += BAND) {
        bands.add(new Rect(part.x(), y, part.width(), Math.min(BAND, part.bottom() - y)));
      }
    }
    return bands;
  }

  static byte[] head(int rectangles) {
    byte[] kind = {ServerMessages.FRAMEBUFFER_UPDATE, 0};
    return ByteBuffer.allocate(4).put(kind).putShort((short) rectangles).array();
  }

  byte[] rectangle(Canvas canvas, ViewerWishes wishes) {
    return switch (wishes.encoding()) {
      case RAW -> raw(canvas, wishes.format());
      case ZRLE -> compressed(canvas, wishes.format());
    };
  }

  private static byte[] raw(Canvas canvas, PixelFormat format) {
    int[] pixels = canvas.pixels();
    ByteBuffer bytes = ByteBuffer.allocate(RECTANGLE_HEAD + pixels.length * format.bytesPerPixel());
    ServerMessages.putRectangle(bytes, canvas.area(), Encoding.RAW.number());
    format.put(pixels, pixels.length, bytes);
    return bytes.array();
  }

  private byte[] compressed(Canvas canvas, PixelFormat format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] body = zrle.encode(canvas, format);
    ByteBuffer head = ByteBuffer.allocate(RECTANGLE_HEAD);
    ServerMessages.putRectangle(head, canvas.area(), Encoding.ZRLE.number());
    out.writeBytes(head.array());
    out.writeBytes(body);
    return out.toByteArray();
  }
}
