package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyboardTest {

  private static final int SHIFT = 0x2A;
  private static final int CONTROL = 0x1D;

  private final TypedText text = new TypedText();
  private final Keyboard keyboard = new Keyboard(text);

  @Test
  void scancodesAreTheKeysOfAUsKeyboard() {
    press(0x23, 0x12, 0x26, 0x26, 0x18, 0x39, 0x02, 0x0B, 0x35, 0x29, 0x2B);
    assertThat(text.text()).isEqualTo("hello 10/`\\");
  }

  @Test
  void shiftAndCapsLockChangeThem() {
    shifted(0x23, 0x02, 0x35);
    press(0x3A, 0x1E, 0x02);
    shifted(0x1E);
    press(0x3A, 0x1E);
    assertThat(text.text()).isEqualTo("H!?A1aa");
  }

  @Test
  void anExtendedKeysKeysymIsIgnored() {
    keyboard.accept(new KeyEvent('x', 0x1E, true));
    assertThat(text.text()).isEqualTo("a");
  }

  @Test
  void aPlainKeyIsItsKeysym() {
    for (char character : "Hello, {W}!".toCharArray()) {
      keyboard.accept(new KeyEvent(character, 0, true));
      keyboard.accept(new KeyEvent(character, 0, false));
    }
    keyboard.accept(new KeyEvent(0xFF0D, 0, true));
    keyboard.accept(new KeyEvent('x', 0, true));
    keyboard.accept(new KeyEvent(0xFF08, 0, true));
    assertThat(text.text()).isEqualTo("Hello, {W}!\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xB8, 0xE038, 0x72, 0xF2})
  void hanYeongSwitchesToHangulAndBack(int key) {
    press(key, 0x22, 0x25, 0x1F, 0x13, 0x32, 0x21, key, 0x1E, key);
    // Shift makes a double consonant, but changes no letter that has none.
    shifted(0x13);
    press(0x25);
    shifted(0x1F);
    assertThat(text.text()).isEqualTo("한글a깐");
  }

  @Test
  void aKeyboardThatNeverReleasesHanYeongStillSwitchesAtEachPress() {
    keyboard.accept(new KeyEvent(0, 0x72, true));
    press(0x1E);
    keyboard.accept(new KeyEvent(0, 0x72, true));
    press(0x1E);
    assertThat(text.text()).isEqualTo("ㅁa");
  }

  /** QEMU has no key for such a keysym, so a guest never hears of it. */
  @Test
  void aHangulKeysymTypesNothing() {
    keyboard.accept(new KeyEvent(0x0100_D55C, 0, true));
    keyboard.accept(new KeyEvent(0xFF31, 0, true));
    press(0x1E);
    assertThat(text.text()).isEqualTo("a");
  }

  @Test
  void chordsTypeNothing() {
    keyboard.accept(new KeyEvent(0, CONTROL, true));
    press(0x2E);
    keyboard.accept(new KeyEvent(0, CONTROL, false));
    keyboard.accept(new KeyEvent(0, 0x38, true));
    press(0x0F, 0x3E, 0x1E);
    keyboard.accept(new KeyEvent(0, 0x38, false));
    press(0xD3, 0x3B, 0x01, 0x1E);
    assertThat(text.text()).isEqualTo("\ta");
  }

  @Test
  void onlyTheLastCharactersAreKept() {
    for (int i = 0; i < 20_000; i++) {
      text.type((char) ('0' + i % 10));
    }
    assertThat(text.text()).hasSize(16_384).endsWith("6789");
  }

  @ParameterizedTest
  @EnumSource(value = HangulKey.class, names = "RIGHT_ALT_OR_LANG1", mode = EnumSource.Mode.EXCLUDE)
  void aGuestListensToItsOwnSwitchOnly(HangulKey own) {
    for (HangulKey sent : HangulKey.values()) {
      TypedText typed = new TypedText();
      Keyboard guest = new Keyboard(typed);
      guest.become(own);
      for (int[] stroke : strokes(sent)) {
        guest.accept(new KeyEvent(0, stroke[0], stroke[1] == 1));
      }
      guest.accept(new KeyEvent(0, 0x1E, true));
      assertThat(typed.text().endsWith("ㅁ")).as("%s to a guest of %s", sent, own).isEqualTo(
          sent == own || sent == HangulKey.RIGHT_ALT_OR_LANG1 && own == HangulKey.RIGHT_ALT);
    }
  }

  /** Scancode and 1 for down; who can send either sends right Alt. */
  private static int[][] strokes(HangulKey key) {
    return switch (key) {
      case RIGHT_ALT, RIGHT_ALT_OR_LANG1 -> new int[][] {{0xB8, 1}, {0xB8, 0}};
      case LANG1 -> new int[][] {{0x72, 1}, {0x72, 0}};
      case SHIFT_SPACE -> new int[][] {{SHIFT, 1}, {0x39, 1}, {0x39, 0}, {SHIFT, 0}};
      case CONTROL_SPACE -> new int[][] {{CONTROL, 1}, {0x39, 1}, {0x39, 0}, {CONTROL, 0}};
    };
  }

  private void press(int... scancodes) {
    for (int scancode : scancodes) {
      keyboard.accept(new KeyEvent(0, scancode, true));
      keyboard.accept(new KeyEvent(0, scancode, false));
    }
  }

  private void shifted(int... scancodes) {
    keyboard.accept(new KeyEvent(0, SHIFT, true));
    press(scancodes);
    keyboard.accept(new KeyEvent(0, SHIFT, false));
  }
}
