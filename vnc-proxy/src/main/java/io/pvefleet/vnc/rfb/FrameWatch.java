package io.pvefleet.vnc.rfb;

import java.nio.ByteBuffer;

/**
 * Sees in a host's stream when the first picture comes: a framebuffer update with a rectangle of pixels, behind the cursor shapes
 * and answers that QEMU sends first. Never fails and holds a few bytes: what it cannot follow counts as a picture, since it is
 * only for a clock. It stops there; following the screen's later size would mean to decode every rectangle, and nothing here
 * needs it.
 *
 * <p>Bytes are given on one thread; {@link #expect} may be called on another.
 */
public final class FrameWatch {

  private static final int UPDATE = 0;
  private static final int COLOUR_MAP = 1;
  private static final int BELL = 2;
  private static final int CUT_TEXT = 3;

  private static final int RECTANGLE_BYTES = 12;

  private enum Stage {
    MESSAGE,
    RECTANGLE,
    SCREENS,
    NAME,
    SEEN
  }

  private final Intake intake = new Intake(RECTANGLE_BYTES);
  private Stage stage = Stage.MESSAGE;
  private int rectangles;
  private long toSkip;
  private volatile int bytesPerPixel;

  public FrameWatch(ServerInit init) {
    this.bytesPerPixel = init.format().bitsPerPixel() / 8;
  }

  /** Which pixels the browser has asked for; cursors have them too. */
  public void expect(int bitsPerPixel) {
    bytesPerPixel = bitsPerPixel / 8;
  }

  /** Looks at the next bytes and leaves the buffer as it was; whether the first picture begins in them or began before. */
  public boolean sees(ByteBuffer bytes) {
    if (stage == Stage.SEEN) {
      return true;
    }
    ByteBuffer in = bytes.duplicate();
    while (stage != Stage.SEEN && in.hasRemaining()) {
      if (toSkip > 0) {
        int skipped = (int) Math.min(toSkip, in.remaining());
        in.position(in.position() + skipped);
        toSkip -= skipped;
      } else if (intake.fill(in, 1) && intake.fill(in, headLength())) {
        read();
        intake.forget();
      }
    }
    return stage == Stage.SEEN;
  }

  /** How many bytes say what comes; the first one is held. */
  private int headLength() {
    return switch (stage) {
      case MESSAGE -> messageHead(intake.octet(0));
      case RECTANGLE -> RECTANGLE_BYTES;
      case SCREENS, NAME -> 4;
      case SEEN -> 1;
    };
  }

  private static int messageHead(int type) {
    return switch (type) {
      case UPDATE -> 4;
      case COLOUR_MAP -> 6;
      case CUT_TEXT -> 8;
      default -> 1;
    };
  }

  private void read() {
    switch (stage) {
      case MESSAGE -> message();
      case RECTANGLE -> rectangle();
      case SCREENS -> skip(16L * intake.octet(0));
      case NAME -> skip(Integer.toUnsignedLong(intake.fourOctets(0)));
      case SEEN -> {}
    }
  }

  private void message() {
    switch (intake.octet(0)) {
      case UPDATE -> {
        rectangles = intake.twoOctets(2);
        stage = rectangles == 0 ? Stage.MESSAGE : Stage.RECTANGLE;
      }
      case COLOUR_MAP -> toSkip = 6L * intake.twoOctets(4);
      case BELL -> {}
      case CUT_TEXT -> toSkip = Math.abs((long) intake.fourOctets(4));
      default -> stage = Stage.SEEN;
    }
  }

  private void rectangle() {
    long width = intake.twoOctets(4);
    long height = intake.twoOctets(6);
    switch (intake.fourOctets(8)) {
      case KnownEncodings.DESKTOP_SIZE, KnownEncodings.EXTENDED_KEY -> skip(0);
      case KnownEncodings.LED_STATE -> skip(1);
      case KnownEncodings.CURSOR -> skip(width * height * bytesPerPixel + (width + 7) / 8 * height);
      case KnownEncodings.ALPHA_CURSOR -> skip(4 + width * height * 4);
      case KnownEncodings.EXTENDED_DESKTOP_SIZE -> stage = Stage.SCREENS;
      case KnownEncodings.DESKTOP_NAME -> stage = Stage.NAME;
      case KnownEncodings.LAST_RECT -> stage = Stage.MESSAGE;
      default -> stage = Stage.SEEN;
    }
  }

  /** One rectangle is over after so many bytes. */
  private void skip(long bytes) {
    toSkip = bytes;
    rectangles--;
    stage = rectangles == 0 ? Stage.MESSAGE : Stage.RECTANGLE;
  }
}
