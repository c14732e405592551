package io.pvefleet.pve.simulator.screen;

/**
 * The keyboard of a guest with a US layout and a Korean two-set input method, which its {@link HangulKey} switches. A key with
 * a scancode is that key; one without is looked up by its keysym, as QEMU does. Not thread-safe.
 */
final class Keyboard {

  private static final int BACKSPACE = 0x0E;
  private static final int TAB = 0x0F;
  private static final int ENTER = 0x1C;
  private static final int CONTROL = 0x1D;
  private static final int LEFT_SHIFT = 0x2A;
  private static final int RIGHT_SHIFT = 0x36;
  private static final int ALT = 0x38;
  private static final int CAPS_LOCK = 0x3A;
  /** Han/Yeong with and without the bit that marks a release on the wire of an old keyboard. */
  private static final int LANG1 = 0x72;

  private static final int LANG1_MAKE = 0xF2;
  /** The bit of keys that have the prefix 0xE0. */
  private static final int EXTENDED = 0x80;

  private static final int KEYPAD_ENTER = ENTER | EXTENDED;
  private static final int RIGHT_CONTROL = CONTROL | EXTENDED;
  private static final int RIGHT_ALT = ALT | EXTENDED;

  /** The characters of the scancodes from {@link #FIRST} on; a blank where there is none. */
  private static final String PLAIN = "1234567890-=  qwertyuiop[]  asdfghjkl;'` \\zxcvbnm,./";

  private static final String SHIFTED = "!@#$%^&*()_+  QWERTYUIOP{}  ASDFGHJKL:\"~ |ZXCVBNM<>?";
  private static final int FIRST = 0x02;
  private static final int SPACE = 0x39;

  private static final String KEYS = "qwertyuiopasdfghjklzxcvbnmQWERTOP";
  private static final String LETTERS = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ";

  private final TypedText text;
  private boolean isShift;
  private boolean isControl;
  private boolean isAlt;
  private boolean isCapsLock;
  private boolean isHangul;
  private HangulKey hangulKey = HangulKey.RIGHT_ALT_OR_LANG1;

  Keyboard(TypedText text) {
    this.text = text;
  }

  boolean isCapsLock() {
    return isCapsLock;
  }

  void become(HangulKey wanted) {
    hangulKey = wanted;
  }

  void accept(KeyEvent event) {
    int key = scancode(event);
    if (key == 0) {
      acceptCharacter(event);
      return;
    }
    switch (key) {
      case LEFT_SHIFT, RIGHT_SHIFT -> isShift = event.isDown();
      case CONTROL, RIGHT_CONTROL -> isControl = event.isDown();
      case ALT -> isAlt = event.isDown();
      case RIGHT_ALT -> {
        boolean isSwitch = hangulKey == HangulKey.RIGHT_ALT_OR_LANG1 || hangulKey == HangulKey.RIGHT_ALT;
        isAlt = event.isDown() && !isSwitch;
        switchLanguage(event.isDown() && isSwitch);
      }
      case LANG1, LANG1_MAKE ->
          switchLanguage(event.isDown() && (hangulKey == HangulKey.RIGHT_ALT_OR_LANG1 || hangulKey == HangulKey.LANG1));
      default -> {
        if (event.isDown()) {
          press(key);
        }
      }
    }
  }

  private void switchLanguage(boolean doesSwitch) {
    if (doesSwitch) {
      text.finishSyllable();
      isHangul = !isHangul;
    }
  }

  private void press(int key) {
    switch (key) {
      case BACKSPACE -> text.backspace();
      case ENTER, KEYPAD_ENTER -> text.type('\n');
      case TAB -> text.type('\t');
      case CAPS_LOCK -> isCapsLock = !isCapsLock;
      case SPACE -> space();
      default -> {
        char character = at(isShift ? SHIFTED : PLAIN, key);
        if (character != ' ') {
          write(isCapsLock && !isHangul ? otherCase(character) : character);
        }
      }
    }
  }

  private void space() {
    boolean isSwitch = hangulKey == HangulKey.SHIFT_SPACE && isShift || hangulKey == HangulKey.CONTROL_SPACE && isControl;
    switchLanguage(isSwitch);
    if (!isSwitch) {
      write(' ');
    }
  }

  /** A keysym of ASCII says itself whether Shift is part of it. */
  private void acceptCharacter(KeyEvent event) {
    if (event.isDown() && event.keysym() >= ' ' && event.keysym() <= '~') {
      write((char) event.keysym());
    }
  }

  private void write(char character) {
    if (isControl || isAlt) {
      return;
    }
    int letter = isHangul ? KEYS.indexOf(KEYS.indexOf(character) >= 0 ? character : Character.toLowerCase(character)) : -1;
    if (letter >= 0) {
      text.typeHangul(LETTERS.charAt(letter));
    } else {
      text.type(character);
    }
  }

  private static char at(String characters, int key) {
    int index = key - FIRST;
    return index >= 0 && index < characters.length() ? characters.charAt(index) : ' ';
  }

  private static char otherCase(char character) {
    return Character.isUpperCase(character) ? Character.toLowerCase(character) : Character.toUpperCase(character);
  }

  /** The key of a control keysym, where none was sent; 0 for one that is a character or unknown to QEMU's US keymap. */
  private static int scancode(KeyEvent event) {
    if (event.scancode() != 0) {
      return event.scancode() >> 8 == 0xE0 ? event.scancode() & 0xFF | EXTENDED : event.scancode();
    }
    return switch ((int) event.keysym()) {
      case ' ' -> SPACE;
      case 0xFF08 -> BACKSPACE;
      case 0xFF09 -> TAB;
      case 0xFF0D -> ENTER;
      case 0xFF8D -> KEYPAD_ENTER;
      case 0xFFE1 -> LEFT_SHIFT;
      case 0xFFE2 -> RIGHT_SHIFT;
      case 0xFFE3 -> CONTROL;
      case 0xFFE4 -> RIGHT_CONTROL;
      case 0xFFE5 -> CAPS_LOCK;
      case 0xFFE9 -> ALT;
      case 0xFFEA -> RIGHT_ALT;
      default -> 0;
    };
  }
}
