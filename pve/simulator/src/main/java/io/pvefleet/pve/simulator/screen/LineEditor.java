package io.pvefleet.pve.simulator.screen;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The line that is being typed into a shell: takes bytes, answers what the terminal shows for them. Characters may arrive in
 * halves; arrow keys and other sequences are swallowed. Not thread-safe.
 */
final class LineEditor {

  /** As a Linux terminal's line. */
  private static final int LIMIT = 4096;

  private static final int INTERRUPT = 3;
  private static final int END = 4;
  private static final int BELL = 7;
  private static final int BACKSPACE = 8;
  private static final int CLEAR = 12;
  private static final int KILL = 21;
  private static final int ESCAPE = 27;
  private static final int DELETE = 127;

  private final StringBuilder line = new StringBuilder();
  private final byte[] character = new byte[4];
  private int filled;
  private Sequence sequence = Sequence.NONE;

  /** How far into an escape sequence the input is. */
  private enum Sequence {
    NONE,
    STARTED,
    /** After {@code ESC [}: until a letter. */
    CONTROL,
    /** After {@code ESC O}: one letter more. */
    KEYPAD
  }

  /** What one byte led to. */
  sealed interface Effect {
    /** Shown as it is, perhaps nothing. */
    record Echo(String text) implements Effect {}

    record Entered(String line) implements Effect {}

    record Interrupted() implements Effect {}

    record Cleared() implements Effect {}

    /** Ctrl-D on an empty line. */
    record Ended() implements Effect {}
  }

  private static final Effect NOTHING = new Effect.Echo("");

  Effect accept(byte next) {
    if (sequence != Sequence.NONE) {
      sequence = after(sequence, next);
      return NOTHING;
    }
    if (next < 0 || filled > 0) {
      return partOfCharacter(next).map(this::type).orElse(NOTHING);
    }
    return switch (next) {
      case '\r', '\n' -> new Effect.Entered(take());
      case INTERRUPT -> {
        take();
        yield new Effect.Interrupted();
      }
      case END -> line.isEmpty() ? new Effect.Ended() : NOTHING;
      case BACKSPACE, DELETE -> new Effect.Echo(erase());
      case KILL -> new Effect.Echo(eraseAll());
      case CLEAR -> new Effect.Cleared();
      case ESCAPE -> {
        sequence = Sequence.STARTED;
        yield NOTHING;
      }
      default -> next < ' ' ? NOTHING : type(String.valueOf((char) next));
    };
  }

  String line() {
    return line.toString();
  }

  private String take() {
    String taken = line.toString();
    line.setLength(0);
    return taken;
  }

  private Effect type(String text) {
    if (line.length() + text.length() > LIMIT) {
      return new Effect.Echo(String.valueOf((char) BELL));
    }
    line.append(text);
    return new Effect.Echo(text);
  }

  private String eraseAll() {
    StringBuilder erased = new StringBuilder();
    while (!line.isEmpty()) {
      erased.append(erase());
    }
    return erased.toString();
  }

  private String erase() {
    if (line.isEmpty()) {
      return "";
    }
    int last = line.codePointBefore(line.length());
    line.setLength(line.length() - Character.charCount(last));
    return "\b \b".repeat(columns(last));
  }

  /** Collects the bytes of a character of UTF-8; a byte that does not belong there becomes U+FFFD. */
  private Optional<String> partOfCharacter(byte next) {
    boolean isContinuation = (next & 0xC0) == 0x80;
    if (filled > 0 && !isContinuation || filled == 0 && isContinuation) {
      filled = 0;
      return Optional.of("\uFFFD");
    }
    character[filled++] = next;
    int lead = character[0] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (filled < length) {
      return Optional.empty();
    }
    filled = 0;
    return Optional.of(new String(Arrays.copyOf(character, length), StandardCharsets.UTF_8));
  }

  private static Sequence after(Sequence now, byte next) {
    return switch (now) {
      case NONE, KEYPAD -> Sequence.NONE;
      case STARTED -> next == '[' ? Sequence.CONTROL : next == 'O' ? Sequence.KEYPAD : Sequence.NONE;
      case CONTROL -> next >= '@' && next <= '~' ? Sequence.NONE : Sequence.CONTROL;
    };
  }

  /** Korean, Chinese and Japanese characters and pictures take two columns. */
  private static int columns(int character) {
    boolean isWide = character >= 0x1100 && character <= 0x115F || character >= 0x2E80 && character <= 0xA4CF
        || character >= 0xAC00 && character <= 0xD7A3 || character >= 0xF900 && character <= 0xFAFF
        || character >= 0xFF00 && character <= 0xFF60 || character >= 0x1F300;
    return isWide ? 2 : 1;
  }
}
