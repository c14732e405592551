package io.pvefleet.vnc.rfb;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a browser sends after its handshake: reads every message, passes on those of a closed list and ends the session at any
 * other. View-only is enforced here: what would reach the guest is counted and left out. Works on any fragmentation and holds at
 * most {@link #MAX_HELD_BYTES}; clipboard text runs through. Not thread-safe.
 *
 * <p>The list (RFC 6143, 7.5, and QEMU's extensions): 0 SetPixelFormat, 2 SetEncodings, 3 FramebufferUpdateRequest, 4 KeyEvent, 5
 * PointerEvent, 6 ClientCutText, 251 SetDesktopSize, 255/0 QEMU extended key event. {@link KnownEncodings} says why there are no
 * more.
 */
public final class ClientMessages {

  /** noVNC sends about 25; more than twice that is not a browser. */
  public static final int MAX_ENCODINGS = 64;

  /** Screens of one SetDesktopSize; noVNC sends one. */
  public static final int MAX_SCREENS = 16;

  /** Default limit of one clipboard text: a long configuration file, and little against the 4 MiB that may wait for a host. */
  public static final int DEFAULT_CLIPBOARD_BYTES = 256 * 1024;

  /** The longest message that is not streamed. */
  public static final int MAX_HELD_BYTES = 8 + 16 * MAX_SCREENS;

  /**
   * Text over the limit is dropped, since a person who copied too much should not lose the console; but not at any length: this
   * much nobody copies, and reading on would keep a session busy that says nothing.
   */
  static final int MAX_DROPPED_CLIPBOARD_BYTES = 64 * 1024 * 1024;

  private static final int SET_PIXEL_FORMAT = 0;
  private static final int SET_ENCODINGS = 2;
  private static final int UPDATE_REQUEST = 3;
  private static final int KEY = 4;
  private static final int POINTER = 5;
  private static final int CUT_TEXT = 6;
  private static final int SET_DESKTOP_SIZE = 251;
  private static final int QEMU = 255;
  private static final int QEMU_KEY = 0;

  private static final int CUT_TEXT_HEAD = 8;

  private final Mode mode;
  private final int maxClipboardBytes;
  private final Intake intake = new Intake(MAX_HELD_BYTES);
  private int bitsPerPixel;
  /** What is left of a clipboard text. */
  private int running;
  /** Whether that text is passed on. */
  private boolean isRunningOn;
  private String violation = "";

  private long messages;
  private long keys;
  private long pointers;
  private long clipboardBytes;
  private long droppedClipboards;
  private long refused;

  /** What the session may do. */
  public enum Mode {
    /** Look only. */
    VIEW,
    /** Look, type, point, paste and resize. */
    CONSOLE
  }

  /** What became of a fragment. */
  public sealed interface Outcome {

    /**
     * Goes on.
     *
     * @param bytes for the host, whole messages but for clipboard text; may be empty
     * @param wasInput whether a person typed, pointed or pasted, allowed or not
     * @param droppedClipboardBytes length of a clipboard text over the limit, which is left out; 0 if there was none
     */
    record Pass(byte[] bytes, boolean wasInput, long droppedClipboardBytes) implements Outcome {}

    /** Over: this is not a message of the list. Nothing of the fragment is passed on. */
    record Violation(String reason) implements Outcome {}
  }

  /** With {@link #DEFAULT_CLIPBOARD_BYTES}. */
  public ClientMessages(Mode mode, ServerInit init) {
    this(mode, init, DEFAULT_CLIPBOARD_BYTES);
  }

  /**
   * At the first message.
   *
   * @param maxClipboardBytes of one text, 0 for no clipboard towards the guest
   */
  public ClientMessages(Mode mode, ServerInit init, int maxClipboardBytes) {
    if (maxClipboardBytes < 0 || maxClipboardBytes > MAX_DROPPED_CLIPBOARD_BYTES) {
      throw new IllegalArgumentException("clipboard limit out of range: " + maxClipboardBytes);
    }
    this.mode = mode;
    this.maxClipboardBytes = maxClipboardBytes;
    this.bitsPerPixel = init.format().bitsPerPixel();
  }

  /** Takes all bytes of the fragment. After a violation every answer is that violation. */
  public Outcome accept(ByteBuffer in) {
    if (!violation.isEmpty()) {
      return new Outcome.Violation(violation);
    }
    // Messages pass as they are or get shorter, so what comes out was held or is in the fragment.
    Passing passing = new Passing(intake.length() + in.remaining());
    while (in.hasRemaining() && violation.isEmpty()) {
      if (running > 0) {
        runText(in, passing);
      } else if (intake.fill(in, 1) && holdsWholeMessage(in)) {
        settle(passing);
      }
    }
    return violation.isEmpty() ? passing.outcome() : new Outcome.Violation(violation);
  }

  /**
   * Whether another message may be put before the next bytes to the host. Fixed messages are passed on whole, so only the middle
   * of a clipboard text is not a boundary.
   */
  public boolean isAtBoundary() {
    return running == 0 || !isRunningOn;
  }

  /** How many bits the browser asked pixels to have; the host's own figure before that. */
  public int bitsPerPixel() {
    return bitsPerPixel;
  }

  public Counters counters() {
    return new Counters(messages, keys, pointers, clipboardBytes, droppedClipboards, refused);
  }

  /**
   * A FramebufferUpdateRequest that changes nothing: incremental, so that QEMU at most answers what the browser waits for anyway.
   * A Proxmox host cuts a console on which no byte moved for 15 minutes (a still screen, an operator who reads).
   */
  public static byte[] keepAlive(ServerInit init) {
    return ByteBuffer.allocate(10).put((byte) UPDATE_REQUEST).put((byte) 1)
        .putShort((short) 0).putShort((short) 0).putShort((short) init.width()).putShort((short) init.height()).array();
  }

  /** Whether what is held is one message, after taking what is missing; finds out what cannot become one. */
  private boolean holdsWholeMessage(ByteBuffer in) {
    int length = switch (intake.octet(0)) {
      case SET_PIXEL_FORMAT -> 4 + PixelFormat.BYTES;
      case SET_ENCODINGS -> encodingsLength(in);
      case UPDATE_REQUEST -> 10;
      case KEY -> 8;
      case POINTER -> 6;
      case CUT_TEXT -> CUT_TEXT_HEAD;
      case SET_DESKTOP_SIZE -> desktopSizeLength(in);
      case QEMU -> qemuLength(in);
      default -> violates("message type " + intake.octet(0));
    };
    return length > 0 && intake.fill(in, length);
  }

  private int encodingsLength(ByteBuffer in) {
    if (!intake.fill(in, 4)) {
      return 0;
    }
    int count = intake.twoOctets(2);
    return count > MAX_ENCODINGS ? violates(count + " encodings, more than " + MAX_ENCODINGS) : 4 + 4 * count;
  }

  private int desktopSizeLength(ByteBuffer in) {
    if (!intake.fill(in, 8)) {
      return 0;
    }
    int count = intake.octet(6);
    return count > MAX_SCREENS ? violates(count + " screens, more than " + MAX_SCREENS) : 8 + 16 * count;
  }

  private int qemuLength(ByteBuffer in) {
    if (!intake.fill(in, 2)) {
      return 0;
    }
    return intake.octet(1) == QEMU_KEY ? 12 : violates("message type 255/" + intake.octet(1));
  }

  /** One message is held: pass it, rewrite it, drop it. */
  private void settle(Passing passing) {
    messages++;
    switch (intake.octet(0)) {
      case SET_PIXEL_FORMAT -> pixelFormat(passing);
      case SET_ENCODINGS -> encodings(passing);
      case UPDATE_REQUEST -> passing.put(intake);
      case KEY -> key(passing, intake.octet(1) != 0);
      case POINTER -> pointer(passing);
      case CUT_TEXT -> text(passing);
      case SET_DESKTOP_SIZE -> desktopSize(passing);
      case QEMU -> key(passing, intake.twoOctets(2) != 0);
      default -> throw new IllegalStateException("no such message; holdsWholeMessage lets none through");
    }
    intake.forget();
  }

  private void pixelFormat(Passing passing) {
    PixelFormat format = PixelFormat.read(intake.view().position(4));
    if (!format.isUsable()) {
      violates("a pixel format of " + format.bitsPerPixel() + " bits that no host is asked for");
      return;
    }
    bitsPerPixel = format.bitsPerPixel();
    passing.put(intake);
  }

  private void encodings(Passing passing) {
    int count = intake.twoOctets(2);
    int[] passed = new int[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int encoding = intake.fourOctets(4 + 4 * i);
      if (KnownEncodings.isPassed(encoding, mode)) {
        passed[kept++] = encoding;
      }
    }
    // The order is the browser's order of preference.
    ByteBuffer message = ByteBuffer.allocate(4 + 4 * kept).put((byte) SET_ENCODINGS).put((byte) 0).putShort((short) kept);
    Arrays.stream(passed, 0, kept).forEach(message::putInt);
    passing.put(message.flip());
  }

  private void key(Passing passing, boolean isPressed) {
    passing.noteInput();
    if (isAllowed()) {
      keys += isPressed ? 1 : 0;
      passing.put(intake);
    }
  }

  private void pointer(Passing passing) {
    passing.noteInput();
    if (isAllowed()) {
      pointers++;
      passing.put(intake);
    }
  }

  /** Not counted as input: a page sends it by itself when its window changes. */
  private void desktopSize(Passing passing) {
    if (isAllowed()) {
      passing.put(intake);
    }
  }

  private void text(Passing passing) {
    // Negative: the extended clipboard, whose length is the absolute value; the most negative has none and is refused below.
    long length = Math.abs((long) intake.fourOctets(4));
    if (length > MAX_DROPPED_CLIPBOARD_BYTES) {
      violates("a clipboard text of " + length + " bytes");
      return;
    }
    passing.noteInput();
    running = (int) length;
    isRunningOn = false;
    if (!isAllowed()) {
      return;
    }
    if (length > maxClipboardBytes) {
      droppedClipboards++;
      passing.noteDropped(length);
      return;
    }
    isRunningOn = true;
    clipboardBytes += length;
    passing.put(intake);
  }

  private void runText(ByteBuffer in, Passing passing) {
    int length = Math.min(running, in.remaining());
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    running -= length;
    if (isRunningOn) {
      passing.put(part);
    }
  }

  private boolean isAllowed() {
    if (mode == Mode.VIEW) {
      refused++;
    }
    return mode == Mode.CONSOLE;
  }

  private int violates(String what) {
    violation = "The browser sent " + what + ".";
    return 0;
  }
}
