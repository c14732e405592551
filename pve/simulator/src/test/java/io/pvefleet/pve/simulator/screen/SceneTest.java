package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SceneTest {

  private final Picture picture = new Picture(ScreenSize.TEXT, "pos-0012", "seoul-001", 1000, "abc", 50, 60);

  static List<ScreenSize> sizes() {
    return List.of(ScreenSize.TEXT, ScreenSize.GRAPHICS, new ScreenSize(16, 16), new ScreenSize(4096, 100), new ScreenSize(333, 777));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void partsAreTheWholeInPieces(ScreenSize size) {
    Picture whole = new Picture(size, "pos-0012", "seoul-001", 77, "한글 abc\n".repeat(9), 10, 10);
    int[] expected = Scene.draw(whole, size.whole()).pixels();
    int[] pieces = new int[expected.length];
    for (Rect band : UpdateEncoder.bands(List.of(size.whole()))) {
      Canvas canvas = Scene.draw(whole, band);
      System.arraycopy(canvas.pixels(), 0, pieces, band.y() * size.width(), canvas.pixels().length);
    }
    assertThat(pieces).isEqualTo(expected);
  }

  /** What was not said to differ does not differ: whoever draws only the differences sees the new picture. */
  @Test
  void differencesAreAllThatDiffers() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Picture before = picture;
    for (int i = 0; i < 60; i++) {
      Picture now = changed(before, random);
      int[] seen = Scene.draw(before, ScreenSize.TEXT.whole()).pixels();
      for (Rect part : Scene.differences(before, now)) {
        Canvas canvas = Scene.draw(now, part);
        for (int y = 0; y < part.height(); y++) {
          System.arraycopy(canvas.pixels(), y * part.width(), seen, (part.y() + y) * ScreenSize.TEXT.width() + part.x(), part.width());
        }
      }
      assertThat(seen).as("seed %d, step %d", seed, i).isEqualTo(Scene.draw(now, ScreenSize.TEXT.whole()).pixels());
      before = now;
    }
  }

  private static Picture changed(Picture before, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Picture(before.size(), before.title(), before.subtitle(), before.tick() + random.nextInt(40), before.text(),
          before.pointerX(), before.pointerY());
      case 1 -> new Picture(before.size(), before.title(), before.subtitle(), before.tick(), before.text() + "x".repeat(random.nextInt(90)),
          before.pointerX(), before.pointerY());
      default -> new Picture(before.size(), before.title(), before.subtitle(), before.tick(), before.text(),
          random.nextInt(800) - 40, random.nextInt(480) - 40);
    };
  }

  @Test
  void equalPicturesDifferNowhere() {
    assertThat(Scene.differences(picture, changed(picture, new Random(1)))).isNotEmpty();
    assertThat(Scene.differences(picture, new Picture(ScreenSize.TEXT, "pos-0012", "seoul-001", 1000, "abc", 50, 60))).isEmpty();
  }

  @Test
  void everyAsciiCharacterHasAGlyphOfItsOwn() {
    Map<String, Integer> drawn = new HashMap<>();
    IntStream.rangeClosed('!', '~').forEach(character -> {
      String glyph = glyph(String.valueOf((char) character), 10);
      assertThat(glyph).as("%c", character).contains("1");
      assertThat(drawn.put(glyph, character)).as("%c looks like another", character).isNull();
    });
    assertThat(drawn).hasSize(94);
  }

  @Test
  void everySyllableIsDrawnWithinItsPlace() {
    for (char syllable = '가'; syllable <= '힣'; syllable++) {
      int[] rows = HangulGlyphs.of(syllable);
      assertThat(Arrays.stream(rows).map(Integer::bitCount).sum()).as("%c", syllable).isGreaterThan(6);
      assertThat(Arrays.stream(rows).allMatch(row -> row >= 0 && row < 1 << HangulGlyphs.WIDTH)).isTrue();
    }
    assertThat(HangulGlyphs.of('한')).isNotEqualTo(HangulGlyphs.of('할'));
    assertThat(HangulGlyphs.of('ㅘ')).isNotEqualTo(HangulGlyphs.of('ㅙ'));
  }

  private static String glyph(String text, int width) {
    Canvas canvas = new Canvas(new Rect(0, 0, width, 10));
    Glyphs.draw(canvas, text, 0, 0, 1, 1);
    return Arrays.toString(canvas.pixels());
  }
}
