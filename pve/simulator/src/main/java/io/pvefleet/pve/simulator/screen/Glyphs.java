package io.pvefleet.pve.simulator.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A bitmap font of its own, since a bare machine's JDK has none: ASCII of 5 by 7 pixels, Hangul of 18 by 14, and a box for
 * everything else.
 */
final class Glyphs {

  /** Pixels from one narrow letter to the next, and between lines, before scaling. */
  static final int ADVANCE = 6;

  static final int HEIGHT = 7;

  private static final int WIDTH = 5;
  private static final int LAST = 0x7E;
  private static final String FILE = "glyphs.txt";
  private static final int[] BOX = {0x1F, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1F};
  private static final int[][] ASCII = read();

  private Glyphs() {}

  /** How many narrow letters' room a character takes: Hangul takes two. */
  static int cells(int character) {
    return HangulGlyphs.has(character) ? 2 : 1;
  }

  static void draw(Canvas canvas, String text, int left, int top, int scale, int colour) {
    int x = left;
    for (int character : text.codePoints().toArray()) {
      draw(canvas, character, x, top, scale, colour);
      x += cells(character) * ADVANCE * scale;
    }
  }

  private static void draw(Canvas canvas, int character, int left, int top, int scale, int colour) {
    if (HangulGlyphs.has(character)) {
      // A syllable has twice the pixels of a letter in each direction, so it is drawn at half the scale where that is possible.
      int finer = Math.max(1, scale / 2);
      canvas.stamp(HangulGlyphs.of((char) character), HangulGlyphs.WIDTH, left, top, finer, colour);
      return;
    }
    canvas.stamp(character <= LAST ? ASCII[character] : BOX, WIDTH, left, top, scale, colour);
  }

  private static int[][] read() {
    int[][] glyphs = new int[LAST + 1][0];
    try (InputStream in = Objects.requireNonNull(Glyphs.class.getResourceAsStream(FILE), FILE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] numbers = line.split(" ");
        int[] rows = new int[HEIGHT];
        for (int row = 0; row < HEIGHT; row++) {
          rows[row] = Integer.parseInt(numbers[row + 1], 16);
        }
        glyphs[Integer.parseInt(numbers[0], 16)] = rows;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " is part of this jar and cannot be read", e);
    }
    return glyphs;
  }
}
