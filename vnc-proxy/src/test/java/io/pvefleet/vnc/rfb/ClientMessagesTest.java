package io.pvefleet.vnc.rfb;

import static io.pvefleet.vnc.rfb.HostHandshakeTest.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.rfb.ClientMessages.Mode;
import io.pvefleet.vnc.rfb.ClientMessages.Outcome;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientMessagesTest {

  private final ClientMessages console = new ClientMessages(Mode.CONSOLE, Screens.SERVER_INIT, 100);
  private final ClientMessages view = new ClientMessages(Mode.VIEW, Screens.SERVER_INIT, 100);

  @Test
  void whatAPersonDoesReachesTheGuestUnchangedAndIsCounted() {
    byte[] all = join(Browser.pixelFormat(Screens.TRUE_COLOUR), Browser.updateRequest(), Browser.key(true, 0x61),
        Browser.key(false, 0x61), Browser.extendedKey(true, 0xff31, 0x72), Browser.pointer(10, 20), Browser.cutText("hello"),
        Browser.extendedCutText(new byte[7]), Browser.desktopSize(1));

    assertThat(pass(console, all).bytes()).isEqualTo(all);
    assertThat(pass(console, Browser.key(true, 1)).wasInput()).isTrue();
    assertThat(console.counters()).isEqualTo(new Counters(10, 3, 1, 12, 0, 0));
  }

  @Test
  void drawingIsNoInput() {
    assertThat(pass(console, join(Browser.updateRequest(), Browser.encodings(0), Browser.desktopSize(1))).wasInput()).isFalse();
  }

  @Test
  void nothingOfAViewerReachesTheGuest() {
    byte[] input = join(Browser.key(true, 0x61), Browser.extendedKey(true, 1, 1), Browser.pointer(1, 1),
        Browser.cutText("secret"), Browser.desktopSize(2));

    assertThat(pass(view, join(input, Browser.updateRequest(), input)).bytes()).isEqualTo(Browser.updateRequest());
    assertThat(view.counters()).isEqualTo(new Counters(11, 0, 0, 0, 0, 10));
  }

  @Test
  void aViewersTriesShowThatSomebodyIsThere() {
    assertThat(pass(view, Browser.pointer(1, 1)).wasInput()).isTrue();
  }

  @Test
  void encodingsArePassedInOrderWithoutWhatOpensTheList() {
    byte[] asked = Browser.encodings(7, -309, 16, -259, 0, -312, -26, -313, -254, -316, -223, 4711, -308, -258);

    assertThat(pass(console, asked).bytes()).isEqualTo(Browser.encodings(7, 16, 0, -26, -254, -223, -308, -258));
  }

  @Test
  void aViewerIsNotSentTheGuestsClipboard() {
    assertThat(pass(console, Browser.encodings(KnownEncodings.EXTENDED_CLIPBOARD)).bytes())
        .isEqualTo(Browser.encodings(KnownEncodings.EXTENDED_CLIPBOARD));
    assertThat(pass(view, Browser.encodings(KnownEncodings.EXTENDED_CLIPBOARD)).bytes()).isEqualTo(Browser.encodings());
  }

  @Test
  void aTextOverTheLimitIsLeftOutAndTheSessionGoesOn() {
    Outcome.Pass pass = pass(console, join(Browser.cutText("x".repeat(101)), Browser.key(true, 1)));

    assertThat(pass.bytes()).isEqualTo(Browser.key(true, 1));
    assertThat(pass.droppedClipboardBytes()).isEqualTo(101);
    assertThat(console.counters().clipboardBytes()).isZero();
    assertThat(console.counters().droppedClipboards()).isOne();
  }

  @Test
  void aTextThatNobodyCopiesEndsTheSession() {
    assertThat(violation("06000000 7fffffff")).isEqualTo("The browser sent a clipboard text of 2147483647 bytes.");
    assertThat(violation("06000000 80000000")).isEqualTo("The browser sent a clipboard text of 2147483648 bytes.");
  }

  @Test
  void everythingElseEndsTheSessionWithAReason() {
    int[] known = {0, 2, 3, 4, 5, 6, 251, 255};
    IntStream.range(0, 256).filter(type -> Arrays.stream(known).noneMatch(k -> k == type)).forEach(type ->
        assertThat(violation("%02x".formatted(type))).isEqualTo("The browser sent message type " + type + "."));
    assertThat(violation("ff01")).isEqualTo("The browser sent message type 255/1.");
    assertThat(violation("02000041")).isEqualTo("The browser sent 65 encodings, more than 64.");
    assertThat(violation("fb00032002581100")).isEqualTo("The browser sent 17 screens, more than 16.");
  }

  @Test
  void aPixelThatNoHostIsAskedForEndsTheSession() {
    String reason = "a pixel format of ";
    assertThat(violation("00000000 18180001 00ff00ff00ff100800 000000")).contains(reason + 24);
    assertThat(violation("00000000 20180000 00ff00ff00ff100800 000000")).as("a colour map").contains(reason + 32);
    assertThat(violation("00000000 08080001 000700070003000320 000000")).as("a shift beyond the pixel").contains(reason + 8);
  }

  @Test
  void aViolationStaysOne() {
    console.accept(ByteBuffer.wrap(new byte[] {1}));

    assertThat(console.accept(ByteBuffer.wrap(Browser.updateRequest())))
        .isEqualTo(new Outcome.Violation("The browser sent message type 1."));
  }

  @Test
  void betweenMessagesIsABoundaryAndInAClipboardTextIsNot() {
    byte[] text = Browser.cutText("hello");
    pass(console, Arrays.copyOf(text, 5));
    assertThat(console.isAtBoundary()).as("nothing of it was passed on yet").isTrue();
    pass(console, Arrays.copyOfRange(text, 5, 10));
    assertThat(console.isAtBoundary()).isFalse();
    pass(console, Arrays.copyOfRange(text, 10, 13));
    assertThat(console.isAtBoundary()).isTrue();

    pass(view, Arrays.copyOf(text, 10));
    assertThat(view.isAtBoundary()).as("a viewer's text goes nowhere").isTrue();
  }

  @Test
  void keepAliveIsAnIncrementalRequestOfTheWholeScreen() {
    assertThat(ClientMessages.keepAlive(Screens.SERVER_INIT)).isEqualTo(Browser.updateRequest());
  }

  private static Outcome.Pass pass(ClientMessages messages, byte[] bytes) {
    return (Outcome.Pass) messages.accept(ByteBuffer.wrap(bytes));
  }

  private static String violation(String hex) {
    ClientMessages messages = new ClientMessages(Mode.CONSOLE, Screens.SERVER_INIT, 100);
    return ((Outcome.Violation) messages.accept(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))))).reason();
  }
}
