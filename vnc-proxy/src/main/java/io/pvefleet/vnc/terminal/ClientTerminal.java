package io.pvefleet.vnc.terminal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a browser sends to a terminal: reads every message, passes on those of a closed list and ends the session at any other.
 * The list: {@code 0:LENGTH:input} with the length in bytes of UTF-8, {@code 1:COLUMNS:ROWS:} and {@code 2}, which says that it
 * is alive. View-only is enforced here. Works on any fragmentation and holds at most {@link #MAX_HEAD_BYTES}; input runs through.
 * Not thread-safe.
 */
public final class ClientTerminal {

  /** Of one input: a paste; xterm.js sends a paste as one. */
  public static final int MAX_INPUT_BYTES = 64 * 1024;

  /** Columns and rows. A terminal of a wall of screens is below it. */
  public static final int MAX_SIDE = 1000;

  /** Enough for 65536, and for leading zeros of what is shorter. */
  private static final int MAX_DIGITS = 5;

  /** The longest message without input: a resize, two numbers and three colons. */
  static final int MAX_HEAD_BYTES = 4 + 2 * MAX_DIGITS;

  private static final byte[] KEEP_ALIVE = {'2'};
  private static final byte[] NOTHING = {};

  private final Mode mode;
  private final byte[] head = new byte[MAX_HEAD_BYTES];
  private int headLength;
  /** Of the head's number that is being read. */
  private int number;
  private int digits;
  private boolean isSecondNumber;
  /** What is left of an input. */
  private int running;
  /** Whether that input is passed on. */
  private boolean isRunningOn;
  private String violation = "";

  private long messages;
  private long inputs;
  private long inputBytes;
  private long refused;

  /** What the session may do. */
  public enum Mode {
    /** Look only. Not even the size passes: whoever uses the same terminal would see it jump. */
    VIEW,
    /** Look, type and resize. */
    CONSOLE
  }

  /** What became of a fragment. */
  public sealed interface Outcome {

    /**
     * Goes on.
     *
     * @param bytes for the host, whole messages but for input; may be empty
     * @param wasInput whether a person typed, allowed or not
     */
    record Pass(byte[] bytes, boolean wasInput) implements Outcome {}

    /** Over: this is not a message of the list. Nothing of the fragment is passed on. */
    record Violation(String reason) implements Outcome {}
  }

  /** At the first message. */
  public ClientTerminal(Mode mode) {
    this.mode = mode;
  }

  /** Takes all bytes of the fragment. After a violation every answer is that violation. */
  public Outcome accept(ByteBuffer in) {
    // Messages pass as they are, so what comes out was held or is in the fragment.
    ByteBuffer out = ByteBuffer.allocate(violation.isEmpty() ? headLength + in.remaining() : 0);
    boolean wasInput = false;
    while (in.hasRemaining() && violation.isEmpty()) {
      if (running > 0) {
        runInput(in, out);
      } else {
        wasInput |= head(in.get(), out);
      }
    }
    if (!violation.isEmpty()) {
      return new Outcome.Violation(violation);
    }
    return new Outcome.Pass(out.position() == 0 ? NOTHING : Arrays.copyOf(out.array(), out.position()), wasInput);
  }

  /** Whether another message may be put before the next bytes to the host: only not in the middle of an input. */
  public boolean isAtBoundary() {
    return running == 0 || !isRunningOn;
  }

  public TerminalCounters counters() {
    return new TerminalCounters(messages, inputs, inputBytes, refused);
  }

  /** What Proxmox's own page sends every 30 seconds. */
  public static byte[] keepAlive() {
    return KEEP_ALIVE.clone();
  }

  /** Takes another byte of a head; whether it completed one of input. */
  private boolean head(byte came, ByteBuffer out) {
    head[headLength++] = came;
    if (headLength == 1) {
      return type(came, out);
    }
    if (came >= '0' && came <= '9' && headLength > 2 && digits < MAX_DIGITS) {
      number = 10 * number + came - '0';
      digits++;
      return false;
    }
    if (came != ':' || headLength > 2 && digits == 0) {
      violates("a message of type " + (char) head[0] + " whose numbers cannot be read");
      return false;
    }
    return headLength > 2 && endOfNumber(out);
  }

  private boolean type(byte type, ByteBuffer out) {
    switch (type) {
      case '2' -> pass(out);
      case '0', '1' -> startNumber();
      default -> violates("message type " + Byte.toUnsignedInt(type));
    }
    return false;
  }

  private boolean endOfNumber(ByteBuffer out) {
    if (head[0] == '0') {
      return input(number, out);
    }
    if (number < 1 || number > MAX_SIDE) {
      violates("a terminal with a side of " + number);
    } else if (isSecondNumber) {
      resize(out);
    } else {
      startNumber();
      isSecondNumber = true;
    }
    return false;
  }

  private void startNumber() {
    number = 0;
    digits = 0;
    isSecondNumber = false;
  }

  private boolean input(int length, ByteBuffer out) {
    if (length > MAX_INPUT_BYTES) {
      violates("an input of " + length + " bytes, more than " + MAX_INPUT_BYTES);
      return false;
    }
    running = length;
    isRunningOn = mode == Mode.CONSOLE;
    if (isRunningOn) {
      inputs++;
      inputBytes += length;
      pass(out);
    } else {
      refuse();
    }
    return true;
  }

  private void resize(ByteBuffer out) {
    if (mode == Mode.CONSOLE) {
      pass(out);
    } else {
      refuse();
    }
  }

  private void runInput(ByteBuffer in, ByteBuffer out) {
    int length = Math.min(running, in.remaining());
    if (isRunningOn) {
      out.put(in.slice(in.position(), length));
    }
    in.position(in.position() + length);
    running -= length;
  }

  private void pass(ByteBuffer out) {
    messages++;
    out.put(head, 0, headLength);
    headLength = 0;
  }

  private void refuse() {
    messages++;
    refused++;
    headLength = 0;
  }

  private void violates(String what) {
    violation = "The browser sent " + what + ".";
  }
}
