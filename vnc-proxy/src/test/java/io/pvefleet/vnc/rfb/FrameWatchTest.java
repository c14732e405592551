package io.pvefleet.vnc.rfb;

import static io.pvefleet.vnc.rfb.HostHandshakeTest.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameWatchTest {

  /** As recorded: one rectangle of 720x400 raw. */
  private static final byte[] PICTURE = hex("00000001 0000 0000 02d0 0190 00000000");

  private static final byte[] EXTENDED_KEYS = hex("00000001 0000 0000 0000 0000 fffffefe");
  private static final byte[] SCREENS = hex("00000001 0000 0000 02d0 0190 fffffecc 01000000 00000000000000000000000000000000");
  private static final byte[] NAME = hex("00000001 0000 0000 0000 0000 fffffecd 00000002 7879");
  private static final byte[] LIGHTS = hex("00000001 0000 0000 0000 0000 fffffefb 07");
  private static final byte[] CURSOR = join(hex("00000001 0000 0000 0002 0002 ffffff11"), new byte[2 * 2 * 4 + 2]);
  private static final byte[] BELL = {2};
  private static final byte[] TEXT = hex("03000000 00000003 616263");
  private static final byte[] COLOURS = hex("01000000 0001 000000000000");

  private final FrameWatch watch = new FrameWatch(Screens.SERVER_INIT);

  @Test
  void aPictureIsSeenAndStaysSeen() {
    assertThat(watch.sees(ByteBuffer.wrap(PICTURE))).isTrue();
    assertThat(watch.sees(ByteBuffer.wrap(BELL))).isTrue();
  }

  @Test
  void theBufferIsLeftAsItWas() {
    ByteBuffer bytes = ByteBuffer.wrap(PICTURE);
    watch.sees(bytes);

    assertThat(bytes.remaining()).isEqualTo(PICTURE.length);
  }

  @Test
  void answersAndCursorsAreNoPictureInWhateverPieces() {
    byte[] before = join(EXTENDED_KEYS, SCREENS, CURSOR, NAME, BELL, TEXT, COLOURS, LIGHTS);
    Fuzz.rounds("frame watch in pieces", 2_000, random -> {
      FrameWatch other = new FrameWatch(Screens.SERVER_INIT);
      for (ByteBuffer piece : Fuzz.pieces(before, random)) {
        assertThat(other.sees(piece)).isFalse();
      }
      boolean isSeen = false;
      for (ByteBuffer piece : Fuzz.pieces(PICTURE, random)) {
        isSeen = other.sees(piece);
      }
      assertThat(isSeen).isTrue();
    });
  }

  @Test
  void aCursorHasThePixelsThatWereAskedFor() {
    watch.expect(8);
    byte[] small = join(hex("00000001 0000 0000 0002 0002 ffffff11"), new byte[2 * 2 + 2]);

    assertThat(watch.sees(ByteBuffer.wrap(join(small, BELL, BELL)))).isFalse();
    assertThat(watch.sees(ByteBuffer.wrap(PICTURE))).isTrue();
  }

  @Test
  void garbageNeverFails() {
    int[] seen = new int[1];
    Fuzz.rounds("frame watch with garbage", 10_000, random -> {
      FrameWatch other = new FrameWatch(Screens.SERVER_INIT);
      byte[] noise = new byte[random.nextInt(500)];
      random.nextBytes(noise);
      for (ByteBuffer piece : Fuzz.pieces(Fuzz.mutated(join(EXTENDED_KEYS, SCREENS, noise), random), random)) {
        seen[0] += other.sees(piece) ? 1 : 0;
      }
    });
    assertThat(seen[0]).isPositive();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
