package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bytes are said to a real QEMU and to the simulated screen; both have to answer the same, byte for byte. */
class QemuLikenessTest {

  private static final String PASSWORD = "s3cret!%";
  /** Answered at once by both, whatever came before: what follows it belongs to the next thing said. */
  private static final byte[] FENCE = HexFormat.of().parseHex("00000001" + "0001000302d00190fffffecc" + "01000000" + "0".repeat(16)
      + "02d00190" + "00000000");

  @TempDir
  static Path folder;

  private static QemuVnc qemu;
  private static Socketed real;
  private static Socketed simulated;

  /** Says something and answers what came back. */
  interface Dialogue {
    byte[] with(RfbClient viewer) throws IOException;
  }

  @BeforeAll
  static void start() throws Exception {
    qemu = RealQemu.start(folder);
    real = new Socketed(qemu.display(), PASSWORD);
    ScreenSettings settings = ScreenSettings.of("pos-0012", "seoul-001").withSize(ScreenSize.TEXT)
        .withMotion(new Motion.Still()).withPointing(ScreenSettings.Pointing.MOUSE);
    simulated = new Socketed(new SimulatedScreen(settings, Clock.systemUTC(), new Random(3)), PASSWORD);
    awaitTextMode();
    qemu.freeze();
  }

  @AfterAll
  static void stop() throws IOException {
    if (qemu != null) {
      real.close();
      simulated.close();
      qemu.close();
    }
  }

  static Stream<Arguments> handshakes() {
    Map<String, Dialogue> all = new LinkedHashMap<>();
    for (String version : List.of(
        "003.003", "003.004", "003.005", "003.006", "003.007", "003.008", "003.009", "004.000", "003.889")) {
      all.put("version " + version, viewer -> {
        viewer.read(12);
        viewer.send(("RFB " + version + "\n").getBytes(StandardCharsets.US_ASCII));
        return viewer.read(version.endsWith("7") || version.endsWith("8") ? 2 : 4);
      });
      all.put("wrong password in version " + version, viewer -> {
        viewer.read(12);
        viewer.send(("RFB " + version + "\n").getBytes(StandardCharsets.US_ASCII));
        viewer.send(version.equals("003.007") || version.equals("003.008") ? new byte[] {2} : new byte[0]);
        if (version.matches("003\\.00[34578]")) {
          // The others are refused and hung up on; what is sent into that takes the refusal with it, sometimes.
          viewer.send(new byte[16]);
        }
        return rest(viewer, version.equals("003.007") || version.equals("003.008") ? 2 : 4);
      });
    }
    all.put("no version", viewer -> {
      viewer.read(12);
      viewer.send("GET / HTTP/1".getBytes(StandardCharsets.US_ASCII));
      return rest(viewer, -1);
    });
    all.put("security type none", viewer -> {
      viewer.read(12);
      viewer.send("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
      viewer.send(1);
      return rest(viewer, -1);
    });
    all.put("security type none in version 3.7", viewer -> {
      viewer.read(12);
      viewer.send("RFB 003.007\n".getBytes(StandardCharsets.US_ASCII));
      viewer.send(1);
      return rest(viewer, -1);
    });
    all.put("good password", viewer -> {
      viewer.authenticate(PASSWORD);
      viewer.send(1);
      return viewer.read(24 + 15);
    });
    return arguments(all);
  }

  static Stream<Arguments> conversations() {
    Map<String, Dialogue> all = new LinkedHashMap<>();
    for (int encoding : new int[] {0, 16, -223, -239, -257, -258, -261, -305, -307, -308, -313, -314, 0xC0A1E5CE, 99_999}) {
      all.put("encoding " + encoding, said(viewer -> viewer.setEncodings(encoding)));
    }
    int[] everything = {16, 0, -258, -308, -223, -239, -314, -261, -257, -307, 0xC0A1E5CE};
    int[] backwards = {0xC0A1E5CE, -307, -257, -261, -314, -239, -223, -308, -258, 0, 16};
    all.put("all encodings", said(viewer -> viewer.setEncodings(everything)));
    all.put("all encodings backwards", said(viewer -> viewer.setEncodings(backwards)));
    all.put("all encodings twice", said(viewer -> {
      viewer.setEncodings(everything);
      viewer.setEncodings(everything);
    }));
    all.put("an encoding twice in one list", said(viewer -> viewer.setEncodings(-258, -258, -261, -261)));
    all.put("no encodings", said(viewer -> viewer.setEncodings()));
    all.put("a part that is nowhere", said(viewer -> viewer.request(0, 900, 500, 10, 10)));
    all.put("a part that is nowhere, with layouts", said(viewer -> {
      viewer.setEncodings(-308);
      viewer.request(0, 900, 500, 10, 10);
    }));
    all.put("a colour map", said(viewer -> viewer.send(new byte[] {0, 0, 0, 0, 8, 8, 0, 0, 0, 7, 0, 7, 0, 3, 0, 3, 6, 0, 0, 0})));
    all.put("an extended key unasked", said(viewer -> viewer.press(0x1E)));
    all.put("a damaged extended clipboard", said(viewer -> {
      viewer.setEncodings(0xC0A1E5CE);
      viewer.extendedCutText(0x10000001, new byte[] {1, 2, 3});
    }));
    all.put("an extended clipboard that wants two things", said(viewer -> {
      viewer.setEncodings(0xC0A1E5CE);
      viewer.extendedCutText(0x0A000001, new byte[0]);
    }));
    all.put("a request for an empty clipboard", said(viewer -> {
      viewer.setEncodings(0xC0A1E5CE);
      viewer.extendedCutText(0x02000001, new byte[0]);
    }));
    all.put("a size of nothing", said(viewer -> viewer.setDesktopSize(0, 0)));
    return arguments(all);
  }

  static Stream<Arguments> violations() {
    Map<String, Dialogue> all = new LinkedHashMap<>();
    for (int type : new int[] {1, 7, 8, 99, 150, 248, 249, 250, 252, 253, 254}) {
      all.put("message " + type, endedBy(viewer -> viewer.send(Arrays.copyOf(new byte[] {(byte) type}, 40))));
    }
    all.put("an unknown message of QEMU", endedBy(viewer -> viewer.send(255, 2, 0, 0)));
    byte[] ofThreeBytes = {0, 0, 0, 0, 24, 24, 0, 1, 0, 9, 0, 9, 0, 9, 16, 8, 0, 0, 0, 0};
    all.put("24 bits per pixel", endedBy(viewer -> viewer.send(ofThreeBytes)));
    all.put("more than 1 MiB of clipboard",
        endedBy(viewer -> viewer.send(ByteBuffer.allocate(8).putInt(6 << 24).putInt((1 << 20) + 1).array())));
    all.put("the most negative clipboard", endedBy(viewer -> {
      viewer.setEncodings(0xC0A1E5CE);
      viewer.send(ByteBuffer.allocate(8).putInt(6 << 24).putInt(Integer.MIN_VALUE).array());
    }));
    all.put("an extended clipboard unasked", endedBy(viewer -> viewer.extendedCutText(0x08000001, new byte[0])));
    all.put("an extended clipboard without flags", endedBy(viewer -> {
      viewer.setEncodings(0xC0A1E5CE);
      viewer.send(ByteBuffer.allocate(10).putInt(6 << 24).putInt(-2).array());
    }));
    return arguments(all);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handshakes")
  void handshakesAreAlike(String name, Dialogue dialogue) throws Exception {
    assertAlike(dialogue);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void answersAreAlike(String name, Dialogue dialogue) throws Exception {
    assertAlike(viewer -> dialogue.with(viewer.login(PASSWORD)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void bothHangUp(String name, Dialogue dialogue) throws Exception {
    assertAlike(viewer -> dialogue.with(viewer.login(PASSWORD)));
  }

  @Test
  void whoWantsToBeAloneThrowsOutTheOthersAndThenNobodyJoins() throws Exception {
    for (Socketed port : new Socketed[] {real, simulated}) {
      try (RfbClient first = port.viewer().login(PASSWORD); RfbClient second = port.viewer().login(PASSWORD);
          RfbClient alone = port.viewer(); RfbClient late = port.viewer()) {
        alone.authenticate(PASSWORD);
        alone.send(0);
        alone.readServerInit();
        assertThat(first.isHungUp()).isTrue();
        assertThat(second.isHungUp()).isTrue();
        late.authenticate(PASSWORD);
        late.send(1);
        assertThat(late.isHungUp()).isTrue();
        alone.setDesktopSize(1, 1);
        assertThat(alone.readUpdate()).hasSize(1);
      }
    }
  }

  /** One viewer's clipboard is every other viewer's: who relays consoles has to know. */
  @Test
  void whatOneViewerCopiesIsOfferedToTheOthersThatKnowTheExtension() throws Exception {
    for (Socketed port : new Socketed[] {real, simulated}) {
      RfbClient owner = port.viewer().login(PASSWORD);
      try (RfbClient one = port.viewer().login(PASSWORD); RfbClient other = port.viewer().login(PASSWORD);
          RfbClient old = port.viewer().login(PASSWORD)) {
        for (RfbClient viewer : new RfbClient[] {one, other}) {
          viewer.setEncodings(RfbClient.EXTENDED_CLIPBOARD);
          viewer.read(16);
        }
        owner.cutText("secret");
        assertThat(one.read(12)).containsExactly(3, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFC, 0x08, 0, 0, 1);
        assertThat(other.read(12)).endsWith(0x08, 0, 0, 1);
        one.extendedCutText(Clipboard.REQUEST | Clipboard.TEXT, new byte[0]);
        byte[] head = one.read(12);
        assertThat(head).endsWith(0x10, 0, 0, 1);
        assertThat(Clipboard.textOf(one.read(-ByteBuffer.wrap(head).getInt(4) - 4))).contains("secret");
        owner.close();
        one.extendedCutText(Clipboard.NOTIFY | Clipboard.TEXT, new byte[0]);
        assertThat(other.read(12)).endsWith(0x08, 0, 0, 1);
        one.close();
        assertThat(other.read(12)).endsWith(0x08, 0, 0, 0);
        assertThat(old.isSilent(50)).isTrue();
      } finally {
        owner.close();
      }
    }
  }

  @Test
  void pixelsOfEveryFormatAreMadeOfTheFullOnesAlike() throws Exception {
    int[] full = realPixels(RfbClient.Format.DEFAULT);
    assertThat(Arrays.stream(full).distinct().count()).isGreaterThan(1);
    for (RfbClient.Format wanted : new RfbClient.Format[] {
        new RfbClient.Format(16, false, 31, 63, 31, 11, 5, 0), new RfbClient.Format(16, true, 31, 31, 31, 10, 5, 0),
        new RfbClient.Format(8, false, 7, 7, 3, 0, 3, 6), new RfbClient.Format(32, true, 255, 255, 255, 0, 8, 16)}) {
      PixelFormat ours = new PixelFormat(wanted.bits(), 24, wanted.isBigEndian(), wanted.redMax(), wanted.greenMax(), wanted.blueMax(),
          wanted.red(), wanted.green(), wanted.blue());
      int[] expected = Arrays.stream(full).map(rgb -> shown(ours, wanted, rgb)).toArray();
      assertThat(realPixels(wanted)).as(wanted.toString()).isEqualTo(expected);
    }
  }

  private static int shown(PixelFormat ours, RfbClient.Format wanted, int rgb) {
    ByteBuffer bytes = ByteBuffer.allocate(4);
    ours.put(new int[] {rgb}, 1, bytes);
    return wanted.rgb(bytes.flip(), wanted.bytes());
  }

  private static int[] realPixels(RfbClient.Format format) throws IOException {
    try (RfbClient viewer = real.viewer().login(PASSWORD)) {
      viewer.setPixelFormat(format);
      viewer.requestAll();
      viewer.readUpdate();
      return viewer.pixels();
    }
  }

  private static void assertAlike(Dialogue dialogue) throws IOException {
    byte[] ofQemu;
    byte[] ofScreen;
    try (RfbClient viewer = real.viewer()) {
      ofQemu = dialogue.with(viewer);
    }
    try (RfbClient viewer = simulated.viewer()) {
      ofScreen = dialogue.with(viewer);
    }
    assertThat(HexFormat.of().formatHex(ofScreen)).isEqualTo(HexFormat.of().formatHex(ofQemu));
  }

  interface Speech {
    void to(RfbClient viewer) throws IOException;
  }

  /** Says it and then something that is always answered; answers everything before that answer. */
  private static Dialogue said(Speech speech) {
    return viewer -> {
      speech.to(viewer);
      viewer.setDesktopSize(1, 1);
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      while (!endsWithFence(heard.toByteArray())) {
        heard.writeBytes(viewer.read(1));
      }
      return heard.toByteArray();
    };
  }

  private static boolean endsWithFence(byte[] heard) {
    int start = heard.length - FENCE.length;
    return start >= 0 && Arrays.equals(heard, start, heard.length, FENCE, 0, FENCE.length);
  }

  private static Dialogue endedBy(Speech speech) {
    return viewer -> {
      speech.to(viewer);
      return rest(viewer, -1);
    };
  }

  /** Everything until the other side hangs up; a challenge of 16 random bytes after the first {@code challengeAt} is left out. */
  private static byte[] rest(RfbClient viewer, int challengeAt) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try {
      while (true) {
        byte[] next = viewer.read(1);
        heard.writeBytes(next);
      }
    } catch (java.io.EOFException | java.net.SocketException over) {
      byte[] all = heard.toByteArray();
      if (challengeAt >= 0 && all.length >= challengeAt + 16) {
        Arrays.fill(all, challengeAt, challengeAt + 16, (byte) 0);
      }
      return all;
    }
  }

  private static Stream<Arguments> arguments(Map<String, Dialogue> all) {
    return all.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  /** Until the firmware has switched the graphics card to text, from 640 by 480 pixels. */
  private static void awaitTextMode() throws Exception {
    try (RfbClient viewer = real.viewer().login(PASSWORD)) {
      viewer.setEncodings(RfbClient.DESKTOP_SIZE);
      viewer.requestAll();
      boolean isText = viewer.height() == 400;
      while (!isText || Arrays.stream(viewer.pixels()).noneMatch(pixel -> pixel != 0)) {
        viewer.readUpdate();
        isText = viewer.height() == 400;
        viewer.requestAll();
      }
    }
  }
}
