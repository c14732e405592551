package io.pvefleet.pve.simulator.screen;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads messages as QEMU's server does: the same list, the same limits, the same reasons to hang up. */
final class ClientMessageReader {

  private static final int SET_PIXEL_FORMAT = 0;
  private static final int SET_ENCODINGS = 2;
  private static final int UPDATE_REQUEST = 3;
  private static final int KEY = 4;
  private static final int POINTER = 5;
  private static final int CUT_TEXT = 6;
  private static final int SET_DESKTOP_SIZE = 251;
  private static final int QEMU = 255;
  private static final int QEMU_EXTENDED_KEY = 0;
  private static final int BYTES_PER_SCREEN = 16;
  /** QEMU's own limit. */
  private static final int CUT_TEXT_LIMIT = 1 << 20;

  private final DataInputStream in;

  ClientMessageReader(DataInputStream in) {
    this.in = in;
  }

  /**
   * Blocks for one message.
   *
   * @throws RfbViolation where QEMU hangs up
   * @throws IOException when the viewer is gone
   */
  ClientMessage read() throws IOException {
    int type = in.readUnsignedByte();
    return switch (type) {
      case SET_PIXEL_FORMAT -> pixelFormat();
      case SET_ENCODINGS -> encodings();
      case UPDATE_REQUEST -> updateRequest();
      case KEY -> key();
      case POINTER -> new ClientMessage.Pointer(
          new PointerEvent(in.readUnsignedByte(), in.readUnsignedShort(), in.readUnsignedShort()));
      case CUT_TEXT -> cutText();
      case SET_DESKTOP_SIZE -> desktopSize();
      case QEMU -> ofQemu();
      default -> throw new RfbViolation("unknown message type " + type);
    };
  }

  private ClientMessage pixelFormat() throws IOException {
    in.skipNBytes(3);
    int bits = in.readUnsignedByte();
    int depth = in.readUnsignedByte();
    boolean isBigEndian = in.readUnsignedByte() != 0;
    boolean isTrueColour = in.readUnsignedByte() != 0;
    PixelFormat format = new PixelFormat(
        bits, depth, isBigEndian, in.readUnsignedShort(), in.readUnsignedShort(), in.readUnsignedShort(),
        in.readUnsignedByte(), in.readUnsignedByte(), in.readUnsignedByte());
    in.skipNBytes(3);
    if (!isTrueColour) {
      return new ClientMessage.WantsColourMap();
    }
    if (bits != 8 && bits != 16 && bits != 32) {
      throw new RfbViolation(bits + " bits per pixel");
    }
    return new ClientMessage.SetPixelFormat(format);
  }

  private ClientMessage encodings() throws IOException {
    in.skipNBytes(1);
    int count = in.readUnsignedShort();
    List<Integer> encodings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      encodings.add(in.readInt());
    }
    return new ClientMessage.SetEncodings(encodings);
  }

  private ClientMessage updateRequest() throws IOException {
    boolean wantsChanges = in.readUnsignedByte() != 0;
    Rect part = new Rect(in.readUnsignedShort(), in.readUnsignedShort(), in.readUnsignedShort(), in.readUnsignedShort());
    return wantsChanges ? new ClientMessage.ChangesRequest() : new ClientMessage.PartRequest(part);
  }

  private ClientMessage key() throws IOException {
    boolean isDown = in.readUnsignedByte() != 0;
    in.skipNBytes(2);
    return new ClientMessage.Key(new KeyEvent(Integer.toUnsignedLong(in.readInt()), 0, isDown));
  }

  private ClientMessage cutText() throws IOException {
    in.skipNBytes(3);
    int length = in.readInt();
    // The most negative number has no positive counterpart and stays above the limit as an unsigned one.
    if (Integer.compareUnsigned(Math.abs(length), CUT_TEXT_LIMIT) > 0) {
      throw new RfbViolation("clipboard of " + Integer.toUnsignedString(Math.abs(length)) + " bytes");
    }
    if (length >= 0) {
      return new ClientMessage.CutText(new String(exactly(length), StandardCharsets.ISO_8859_1));
    }
    if (-length < Integer.BYTES) {
      throw new RfbViolation("extended clipboard without flags");
    }
    int flags = in.readInt();
    return new ClientMessage.ExtendedCutText(flags, exactly(-length - Integer.BYTES));
  }

  private ClientMessage desktopSize() throws IOException {
    in.skipNBytes(1);
    int width = in.readUnsignedShort();
    int height = in.readUnsignedShort();
    int screens = in.readUnsignedByte();
    in.skipNBytes(1 + (long) screens * BYTES_PER_SCREEN);
    return new ClientMessage.SetDesktopSize(new DesktopSizeRequest(width, height, screens));
  }

  /** QEMU takes an extended key from anybody, also from one that never asked for the extension. */
  private ClientMessage ofQemu() throws IOException {
    int kind = in.readUnsignedByte();
    if (kind != QEMU_EXTENDED_KEY) {
      throw new RfbViolation("QEMU message " + kind + ", and there is no audio");
    }
    boolean isDown = in.readUnsignedShort() != 0;
    long keysym = Integer.toUnsignedLong(in.readInt());
    return new ClientMessage.Key(new KeyEvent(keysym, in.readInt(), isDown));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
