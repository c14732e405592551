package io.pvefleet.pve.simulator.screen;

import java.util.Arrays;

/** The pixels of one rectangle of a screen, as 0xRRGGBB row by row; what is drawn outside of it is lost. */
final class Canvas {

  private final Rect area;
  private final int[] pixels;

  Canvas(Rect area) {
    this.area = area;
    this.pixels = new int[area.width() * area.height()];
  }

  Rect area() {
    return area;
  }

  int[] pixels() {
    return pixels;
  }

  int at(int x, int y) {
    return pixels[(y - area.y()) * area.width() + x - area.x()];
  }

  void fill(Rect rect, int colour) {
    Rect visible = rect.clippedTo(area);
    for (int y = visible.y(); y < visible.bottom(); y++) {
      int start = (y - area.y()) * area.width() + visible.x() - area.x();
      Arrays.fill(pixels, start, start + visible.width(), colour);
    }
  }

  /** Draws rows of bits, the leftmost pixel highest, each bit as a square. */
  void stamp(int[] rows, int columns, int left, int top, int scale, int colour) {
    Rect whole = new Rect(left, top, columns * scale, rows.length * scale);
    if (whole.clippedTo(area).isEmpty()) {
      return;
    }
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < columns; column++) {
        if ((rows[row] >> columns - 1 - column & 1) != 0) {
          fill(new Rect(left + column * scale, top + row * scale, scale, scale), colour);
        }
      }
    }
  }
}
