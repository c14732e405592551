package io.pvefleet.pve.simulator.screen;

import java.util.Map;

/**
 * Makes syllables of the letters of a two-set keyboard, one key after another, as the input method of a Korean guest
 * does. Not thread-safe.
 */
final class HangulComposer {

  private static final String INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
  private static final String VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
  /** The first one stands for none. */
  private static final String FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

  private static final Map<String, Character> COMPOUNDS = Map.ofEntries(
      Map.entry("ㄱㅅ", 'ㄳ'), Map.entry("ㄴㅈ", 'ㄵ'), Map.entry("ㄴㅎ", 'ㄶ'), Map.entry("ㄹㄱ", 'ㄺ'), Map.entry("ㄹㅁ", 'ㄻ'),
      Map.entry("ㄹㅂ", 'ㄼ'), Map.entry("ㄹㅅ", 'ㄽ'), Map.entry("ㄹㅌ", 'ㄾ'), Map.entry("ㄹㅍ", 'ㄿ'), Map.entry("ㄹㅎ", 'ㅀ'),
      Map.entry("ㅂㅅ", 'ㅄ'), Map.entry("ㅗㅏ", 'ㅘ'), Map.entry("ㅗㅐ", 'ㅙ'), Map.entry("ㅗㅣ", 'ㅚ'), Map.entry("ㅜㅓ", 'ㅝ'),
      Map.entry("ㅜㅔ", 'ㅞ'), Map.entry("ㅜㅣ", 'ㅟ'), Map.entry("ㅡㅣ", 'ㅢ'));

  private static final char NONE = 0;

  private char initial = NONE;
  private char vowel = NONE;
  private char last = NONE;

  /** Takes one letter; answers what became final by it, often nothing. */
  String add(char letter) {
    return VOWELS.indexOf(letter) >= 0 ? addVowel(letter) : addConsonant(letter);
  }

  /** What is being composed: a syllable, a single letter or nothing. */
  String composing() {
    if (initial == NONE) {
      return vowel == NONE ? "" : String.valueOf(vowel);
    }
    if (vowel == NONE) {
      return String.valueOf(initial);
    }
    int finals = last == NONE ? 0 : FINALS.indexOf(last);
    return String.valueOf((char) (0xAC00 + (INITIALS.indexOf(initial) * 21 + VOWELS.indexOf(vowel)) * 28 + finals));
  }

  /** Ends the syllable; answers it. */
  String finish() {
    String done = composing();
    initial = NONE;
    vowel = NONE;
    last = NONE;
    return done;
  }

  /** Takes back one key; false when nothing is being composed. */
  boolean takeBack() {
    if (last != NONE) {
      last = firstPart(last);
    } else if (vowel != NONE) {
      vowel = firstPart(vowel);
    } else if (initial != NONE) {
      initial = NONE;
    } else {
      return false;
    }
    return true;
  }

  private String addConsonant(char letter) {
    if (initial == NONE || vowel == NONE) {
      String done = finish();
      initial = letter;
      return done;
    }
    char joined = last == NONE ? letter : joined(last, letter);
    if (joined != NONE && FINALS.indexOf(joined) > 0) {
      last = joined;
      return "";
    }
    String done = finish();
    initial = letter;
    return done;
  }

  /** A vowel takes the last consonant before it along: 한 and ㅏ are 하 and 나. */
  private String addVowel(char letter) {
    if (last != NONE) {
      char stays = firstPart(last);
      char moves = stays == NONE ? last : secondPart(last);
      last = stays;
      String done = finish();
      initial = moves;
      vowel = letter;
      return done;
    }
    if (vowel == NONE) {
      vowel = letter;
      return "";
    }
    char joined = joined(vowel, letter);
    if (joined != NONE) {
      vowel = joined;
      return "";
    }
    String done = finish();
    vowel = letter;
    return done;
  }

  private static char joined(char first, char second) {
    return COMPOUNDS.getOrDefault("" + first + second, NONE);
  }

  private static char firstPart(char letter) {
    return part(letter, 0);
  }

  private static char secondPart(char letter) {
    return part(letter, 1);
  }

  private static char part(char letter, int which) {
    for (Map.Entry<String, Character> compound : COMPOUNDS.entrySet()) {
      if (compound.getValue() == letter) {
        return compound.getKey().charAt(which);
      }
    }
    return NONE;
  }
}
