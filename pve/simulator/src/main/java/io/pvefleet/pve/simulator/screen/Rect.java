package io.pvefleet.pve.simulator.screen;

/** A rectangle of pixels; one without width or height is empty. */
record Rect(int x, int y, int width, int height) {

  static final Rect NOTHING = new Rect(0, 0, 0, 0);

  boolean isEmpty() {
    return width <= 0 || height <= 0;
  }

  int right() {
    return x + width;
  }

  int bottom() {
    return y + height;
  }

  Rect clippedTo(Rect other) {
    int left = Math.max(x, other.x);
    int top = Math.max(y, other.y);
    Rect common = new Rect(left, top, Math.min(right(), other.right()) - left, Math.min(bottom(), other.bottom()) - top);
    return common.isEmpty() ? NOTHING : common;
  }

  /** The smallest rectangle around both. */
  Rect around(Rect other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    int left = Math.min(x, other.x);
    int top = Math.min(y, other.y);
    return new Rect(left, top, Math.max(right(), other.right()) - left, Math.max(bottom(), other.bottom()) - top);
  }
}
