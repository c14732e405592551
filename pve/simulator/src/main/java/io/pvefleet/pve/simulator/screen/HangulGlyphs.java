package io.pvefleet.pve.simulator.screen;

import java.util.Map;

/**
 * Hangul drawn from strokes: each letter is a few lines in a square of 5 by 5, scaled into its place of the syllable's 18 by
 * 14 pixels. Coarse, but a person reads it and a test tells syllables apart.
 */
final class HangulGlyphs {

  static final int WIDTH = 18;
  static final int HEIGHT = 14;

  private static final String INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
  private static final String VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
  private static final String FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

  /** Letters that are two letters side by side. */
  private static final Map<Character, String> PAIRS = Map.ofEntries(
      Map.entry('ㄲ', "ㄱㄱ"), Map.entry('ㄸ', "ㄷㄷ"), Map.entry('ㅃ', "ㅂㅂ"), Map.entry('ㅆ', "ㅅㅅ"), Map.entry('ㅉ', "ㅈㅈ"),
      Map.entry('ㄳ', "ㄱㅅ"), Map.entry('ㄵ', "ㄴㅈ"), Map.entry('ㄶ', "ㄴㅎ"), Map.entry('ㄺ', "ㄹㄱ"), Map.entry('ㄻ', "ㄹㅁ"),
      Map.entry('ㄼ', "ㄹㅂ"), Map.entry('ㄽ', "ㄹㅅ"), Map.entry('ㄾ', "ㄹㅌ"), Map.entry('ㄿ', "ㄹㅍ"), Map.entry('ㅀ', "ㄹㅎ"),
      Map.entry('ㅄ', "ㅂㅅ"));

  /** Vowels with a lying and a standing part. */
  private static final Map<Character, String> CORNERS = Map.of(
      'ㅘ', "ㅗㅏ", 'ㅙ', "ㅗㅐ", 'ㅚ', "ㅗㅣ", 'ㅝ', "ㅜㅓ", 'ㅞ', "ㅜㅔ", 'ㅟ', "ㅜㅣ", 'ㅢ', "ㅡㅣ");

  private static final String LYING = "ㅗㅛㅜㅠㅡ";

  /** Lines from x,y to x,y, four digits each, 0 to 4 from the upper left. */
  private static final Map<Character, String> STROKES = Map.ofEntries(
      Map.entry('ㄱ', "0040 4044"), Map.entry('ㄴ', "0004 0444"), Map.entry('ㄷ', "0040 0004 0444"),
      Map.entry('ㄹ', "0040 4042 4202 0204 0444"), Map.entry('ㅁ', "0040 4044 4404 0400"),
      Map.entry('ㅂ', "0004 4044 0242 0444"), Map.entry('ㅅ', "2004 2044"), Map.entry('ㅇ', "1030 4143 3414 0301"),
      Map.entry('ㅈ', "0040 2104 2144"), Map.entry('ㅊ', "2020 0141 2204 2244"), Map.entry('ㅋ', "0040 4044 0242"),
      Map.entry('ㅌ', "0040 0242 0444 0004"), Map.entry('ㅍ', "0040 1014 3034 0444"),
      Map.entry('ㅎ', "2020 0141 1232 4343 3414 0303"),
      Map.entry('ㅏ', "2024 2242"), Map.entry('ㅐ', "1014 4044 1242"), Map.entry('ㅑ', "2024 2141 2343"),
      Map.entry('ㅒ', "1014 4044 1141 1343"), Map.entry('ㅓ', "3034 0232"), Map.entry('ㅔ', "2024 4044 0222"),
      Map.entry('ㅕ', "3034 0131 0333"), Map.entry('ㅖ', "2024 4044 0121 0323"), Map.entry('ㅣ', "3034"),
      Map.entry('ㅗ', "0343 2023"), Map.entry('ㅛ', "0343 1013 3033"), Map.entry('ㅜ', "0141 2124"),
      Map.entry('ㅠ', "0141 1114 3134"), Map.entry('ㅡ', "0242"));

  private HangulGlyphs() {}

  static boolean has(int character) {
    return character >= 0xAC00 && character <= 0xD7A3 || character >= 'ㄱ' && character <= 'ㅣ';
  }

  /** One number a row, the leftmost pixel highest. */
  static int[] of(char character) {
    int[] rows = new int[HEIGHT];
    if (character < 0xAC00) {
      letter(rows, character, new Rect(2, 1, WIDTH - 4, HEIGHT - 3));
      return rows;
    }
    int index = character - 0xAC00;
    char initial = INITIALS.charAt(index / 28 / 21);
    char vowel = VOWELS.charAt(index / 28 % 21);
    boolean isClosed = index % 28 != 0;
    int height = isClosed ? 8 : 13;
    if (isClosed) {
      letter(rows, FINALS.charAt(index % 28), new Rect(2, 9, 14, 5));
    }
    String corner = CORNERS.get(vowel);
    if (corner != null) {
      letter(rows, initial, new Rect(1, 0, 9, height / 2));
      letter(rows, corner.charAt(0), new Rect(0, height / 2 + 1, 11, height - height / 2 - 1));
      letter(rows, corner.charAt(1), new Rect(11, 0, 7, height));
    } else if (LYING.indexOf(vowel) >= 0) {
      letter(rows, initial, new Rect(3, 0, 12, height / 2));
      letter(rows, vowel, new Rect(0, height / 2 + 1, 18, height - height / 2 - 1));
    } else {
      letter(rows, initial, new Rect(1, 1, 9, height - 2));
      letter(rows, vowel, new Rect(11, 0, 7, height));
    }
    return rows;
  }

  private static void letter(int[] rows, char letter, Rect place) {
    String pair = PAIRS.get(letter);
    if (pair != null) {
      int half = place.width() / 2;
      letter(rows, pair.charAt(0), new Rect(place.x(), place.y(), half - 1, place.height()));
      letter(rows, pair.charAt(1), new Rect(place.x() + half + 1, place.y(), place.width() - half - 1, place.height()));
      return;
    }
    String corner = CORNERS.get(letter);
    if (corner != null) {
      letter(rows, corner.charAt(0), new Rect(place.x(), place.y(), place.width() * 2 / 3, place.height()));
      letter(rows, corner.charAt(1), new Rect(place.x() + place.width() / 2, place.y(), place.width() / 2, place.height()));
      return;
    }
    for (String stroke : STROKES.getOrDefault(letter, "").split(" ")) {
      line(rows, place, stroke);
    }
  }

  private static void line(int[] rows, Rect place, String stroke) {
    if (stroke.isEmpty()) {
      return; // a letter that no keyboard of today has
    }
    int fromX = place.x() + along(stroke.charAt(0), place.width());
    int fromY = place.y() + along(stroke.charAt(1), place.height());
    int toX = place.x() + along(stroke.charAt(2), place.width());
    int toY = place.y() + along(stroke.charAt(3), place.height());
    int steps = Math.max(1, Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)));
    for (int step = 0; step <= steps; step++) {
      int x = fromX + Math.round((float) (toX - fromX) * step / steps);
      int y = fromY + Math.round((float) (toY - fromY) * step / steps);
      rows[y] |= 1 << WIDTH - 1 - x;
    }
  }

  private static int along(char digit, int length) {
    return Math.round((digit - '0') * (length - 1) / 4f);
  }
}
