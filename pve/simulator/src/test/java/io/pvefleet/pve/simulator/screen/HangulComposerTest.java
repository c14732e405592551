package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HangulComposerTest {

  @ParameterizedTest
  @CsvSource({
    "ㅎㅏㄴㄱㅡㄹ, 한글",
    "ㅇㅏㄴㄴㅕㅇㅎㅏㅅㅔㅇㅛ, 안녕하세요",
    "ㅇㅣㅆㅇㅓㅂㅅ, 있없",
    "ㅎㅏㄴㅏ, 하나",
    "ㄷㅏㄹㄱㅣ, 달기",
    "ㄷㅏㄹㄱㅈㅏ, 닭자",
    "ㅇㅡㅣㅅㅏ, 의사",
    "ㄱㅗㅐㄴㅊㅏㄴㅎㅇㅏ, 괜찮아",
    "ㅋㅋㅋ, ㅋㅋㅋ",
    "ㅠㅠ, ㅠㅠ",
    "ㅏㄱ, ㅏㄱ",
    "ㄱㅏㄸㅏ, 가따",
    "ㄱㄱㅏ, ㄱ가",
    "ㅂㅜㅔㄹㄱ, 뷁"
  })
  void lettersBecomeSyllables(String letters, String text) {
    assertThat(composed(letters)).isEqualTo(text);
  }

  /** Every syllable there is: typed letter by letter, read back, alone and before one that begins with a vowel's carrier. */
  @Test
  void everySyllableCanBeTyped() {
    for (char syllable = '가'; syllable <= '힣'; syllable++) {
      String letters = Letters.of(syllable);
      assertThat(composed(letters)).isEqualTo(String.valueOf(syllable));
      assertThat(composed(letters + "ㅇㅏ")).isEqualTo(syllable + "아");
    }
  }

  @Test
  void backspaceTakesBackOneKeyAtATime() {
    HangulComposer composer = new HangulComposer();
    "ㄱㅗㅏㄹㄱ".chars().forEach(letter -> composer.add((char) letter));
    assertThat(composer.composing()).isEqualTo("괅");
    for (String left : new String[] {"괄", "과", "고", "ㄱ", ""}) {
      assertThat(composer.takeBack()).isTrue();
      assertThat(composer.composing()).isEqualTo(left);
    }
    assertThat(composer.takeBack()).isFalse();
  }

  private static String composed(String letters) {
    HangulComposer composer = new HangulComposer();
    StringBuilder text = new StringBuilder();
    letters.chars().forEach(letter -> text.append(composer.add((char) letter)));
    return text + composer.finish();
  }

  /** The keys of a syllable, by the arithmetic of Unicode's chapter 3.12. */
  private static final class Letters {
    private static final String[] INITIALS = "ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ");
    private static final String[] VOWELS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ".split(" ");
    private static final String[] FINALS =
        ",ㄱ,ㄲ,ㄱㅅ,ㄴ,ㄴㅈ,ㄴㅎ,ㄷ,ㄹ,ㄹㄱ,ㄹㅁ,ㄹㅂ,ㄹㅅ,ㄹㅌ,ㄹㅍ,ㄹㅎ,ㅁ,ㅂ,ㅂㅅ,ㅅ,ㅆ,ㅇ,ㅈ,ㅊ,ㅋ,ㅌ,ㅍ,ㅎ".split(",");

    static String of(char syllable) {
      int index = syllable - 0xAC00;
      return INITIALS[index / 588] + VOWELS[index % 588 / 28] + FINALS[index % 28];
    }
  }
}
