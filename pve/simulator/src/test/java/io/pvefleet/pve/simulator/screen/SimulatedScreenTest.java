package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedScreenTest {

  private static final String PASSWORD = "Z9;'x%&!";
  private static final Duration LONG = Duration.ofSeconds(10);
  /** 48 MB of questions and 72 MB of answers: no socket holds so much. */
  private static final int MANY = 2_000_000;
  private static final int CROSS = 0xFFD23F;

  private final ScreenSettings settings = ScreenSettings.of("pos-0012", "seoul-001");
  private final SimulatedScreen screen =
      new SimulatedScreen(settings.withMotion(new Motion.Still()), Clock.systemUTC(), new Random(7));
  private final Socketed port = new Socketed(screen, PASSWORD);

  @AfterEach
  void close() throws IOException {
    port.close();
  }

  @Test
  void saysItsSizeItsFormatAndTheNameOfTheVm() throws Exception {
    try (RfbClient viewer = port.viewer()) {
      viewer.authenticate(PASSWORD);
      viewer.send(1);
      byte[] init = viewer.read(24 + 15);
      assertThat(Arrays.copyOf(init, 20)).containsExactly(
          4, 0, 3, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0);
      assertThat(new String(init, 24, 15, StandardCharsets.US_ASCII)).isEqualTo("QEMU (pos-0012)");
    }
  }

  @Test
  void sendsNothingUnasked() throws Exception {
    screen.become(new Motion.Ticking());
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      assertThat(viewer.isSilent(600)).isTrue();
    }
  }

  @Test
  void drawsTheSamePictureRawAndZrle() throws Exception {
    try (RfbClient raw = port.viewer().login(PASSWORD); RfbClient zrle = port.viewer().login(PASSWORD)) {
      zrle.setEncodings(RfbClient.ZRLE, RfbClient.RAW);
      raw.requestAll();
      zrle.requestAll();
      raw.readUpdate();
      long before = zrle.bytesRead();
      List<RfbClient.Rectangle> rectangles = zrle.readUpdate();
      assertThat(rectangles).allSatisfy(r -> assertThat(r.encoding()).isEqualTo(RfbClient.ZRLE));
      assertThat(zrle.pixels()).isEqualTo(raw.pixels());
      assertThat(Arrays.stream(raw.pixels()).distinct().count()).isBetween(4L, 16L);
      assertThat(zrle.bytesRead() - before).as("30 times smaller than 3 MiB").isLessThan(100_000);
    }
  }

  @Test
  void aStillScreenAnswersAnIncrementalRequestOnlyWhenSomebodyTypes() throws Exception {
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      viewer.requestAll();
      viewer.readUpdate();
      int[] before = viewer.pixels();
      viewer.requestChanges();
      assertThat(viewer.isSilent(300)).isTrue();
      viewer.type('h');
      assertThat(viewer.readUpdate()).isNotEmpty();
      assertThat(viewer.pixels()).isNotEqualTo(before);
      assertThat(screen.typed()).isEqualTo("h");
    }
  }

  @Test
  void aTickingScreenAnswersByItself() throws Exception {
    screen.become(new Motion.Ticking());
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      viewer.setEncodings(RfbClient.ZRLE);
      viewer.requestAll();
      viewer.readUpdate();
      int[] before = viewer.pixels();
      viewer.requestChanges();
      viewer.readUpdate();
      assertThat(viewer.pixels()).isNotEqualTo(before);
    }
  }

  @Test
  void recordsWhatArrives() throws Exception {
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      viewer.key('A', true);
      viewer.extendedKey(0xFFEA, 0xB8, false);
      viewer.pointer(5, 300, 200);
      viewer.cutText("caf\u00e9");
      viewer.setDesktopSize(800, 600);
      assertThat(screen.await(s -> s.desktopSizeRequests().size() == 1, LONG)).isTrue();
      assertThat(screen.keys()).containsExactly(new KeyEvent('A', 0, true), new KeyEvent(0xFFEA, 0xB8, false));
      assertThat(screen.pointers()).containsExactly(new PointerEvent(5, 300, 200));
      assertThat(screen.clipboards()).containsExactly("caf\u00e9");
      assertThat(screen.desktopSizeRequests()).containsExactly(new DesktopSizeRequest(800, 600, 1));
      assertThat(screen.connections()).isEqualTo(1);
    }
    assertThat(screen.await(s -> s.connections() == 0, LONG)).isTrue();
    assertThat(screen.connectionsEver()).isEqualTo(1);
  }

  @Test
  void hangulAppearsThatWasSentAsKeyStrokes() throws Exception {
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      viewer.setEncodings(RfbClient.EXTENDED_KEY);
      viewer.requestAll();
      viewer.readUpdate();
      viewer.readUpdate();
      int[] before = viewer.pixels();
      viewer.requestChanges();
      for (int scancode : new int[] {0xB8, 0x22, 0x25, 0x1F, 0x13, 0x32, 0x21, 0xB8, 0x02}) {
        viewer.press(scancode);
      }
      assertThat(screen.await(s -> s.typed().equals("한글1"), LONG)).isTrue();
      viewer.readUpdate();
      assertThat(viewer.pixels()).isNotEqualTo(before);
    }
  }

  @Test
  void aCrossIsWhereThePointerIs() throws Exception {
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      viewer.requestAll();
      viewer.readUpdate();
      assertThat(viewer.pixels()[600 * 1024 + 500]).isNotEqualTo(CROSS);
      viewer.requestChanges();
      viewer.pointer(0, 500, 600);
      viewer.readUpdate();
      assertThat(viewer.pixels()[600 * 1024 + 500]).isEqualTo(CROSS);
      viewer.requestChanges();
      viewer.pointer(0, 100, 100);
      viewer.readUpdate();
      assertThat(viewer.pixels()[600 * 1024 + 500]).isNotEqualTo(CROSS);
      assertThat(viewer.pixels()[100 * 1024 + 100]).isEqualTo(CROSS);
    }
  }

  @Test
  void everyFormatShowsTheSamePictureInBothEncodings() throws Exception {
    RfbClient.Format[] formats = {
      new RfbClient.Format(16, false, 31, 63, 31, 11, 5, 0), new RfbClient.Format(16, true, 31, 31, 31, 10, 5, 0),
      new RfbClient.Format(8, false, 7, 7, 3, 0, 3, 6), new RfbClient.Format(32, true, 255, 255, 255, 0, 8, 16)
    };
    for (RfbClient.Format format : formats) {
      try (RfbClient raw = port.viewer().login(PASSWORD); RfbClient zrle = port.viewer().login(PASSWORD)) {
        raw.setPixelFormat(format);
        zrle.setPixelFormat(format);
        zrle.setEncodings(RfbClient.ZRLE);
        raw.requestAll();
        zrle.requestAll();
        assertThat(raw.readUpdate()).hasSize(12);
        assertThat(zrle.readUpdate()).hasSize(12);
        assertThat(zrle.pixels()).as(format.toString()).isEqualTo(raw.pixels());
        assertThat(Arrays.stream(raw.pixels()).distinct().count()).isGreaterThan(2);
      }
    }
  }

  @Test
  void severalUpdatesAreOneZlibStream() throws Exception {
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      viewer.setEncodings(RfbClient.ZRLE);
      for (int i = 0; i < 3; i++) {
        viewer.requestAll();
        viewer.readUpdate();
        viewer.type('x');
      }
      screen.become(new Motion.Load(200));
      while (Arrays.stream(viewer.pixels()).distinct().count() < 1000) {
        viewer.requestChanges();
        assertThat(viewer.readUpdate()).isNotEmpty();
      }
    }
  }

  @Test
  void aRequestForAPartAnswersWithThatPart() throws Exception {
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      viewer.request(0, 1000, 700, 500, 500);
      assertThat(viewer.readUpdate()).extracting(RfbClient.Rectangle::x, RfbClient.Rectangle::y, RfbClient.Rectangle::width,
          RfbClient.Rectangle::height).containsExactly(
              tuple(1000, 700, 24, 64), tuple(1000, 764, 24, 4));
    }
  }

  @Test
  void aLoadComesAtItsRateAndOnlyToWhoAsks() throws Exception {
    screen.become(new Motion.Load(40));
    try (RfbClient viewer = port.viewer().login(PASSWORD); RfbClient lazy = port.viewer().login(PASSWORD)) {
      viewer.setEncodings(RfbClient.ZRLE);
      viewer.requestAll();
      viewer.readUpdate();
      long start = System.nanoTime();
      long before = viewer.bytesRead();
      while (System.nanoTime() - start < 1_000_000_000L) {
        viewer.requestChanges();
        viewer.readUpdate();
      }
      double mbit = (viewer.bytesRead() - before) * 8e3 / (System.nanoTime() - start);
      assertThat(mbit).as("40 Mbit/s, and the first portion counts from before").isBetween(25.0, 60.0);
      assertThat(lazy.isSilent(100)).isTrue();
    }
  }

  @Test
  void aNewSizeIsToldAsTheViewerUnderstandsIt() throws Exception {
    try (RfbClient modern = port.viewer().login(PASSWORD); RfbClient old = port.viewer().login(PASSWORD);
        RfbClient oldest = port.viewer().login(PASSWORD)) {
      modern.setEncodings(RfbClient.EXTENDED_DESKTOP_SIZE, RfbClient.DESKTOP_SIZE, RfbClient.LED_STATE);
      old.setEncodings(RfbClient.DESKTOP_SIZE, RfbClient.LED_STATE);
      oldest.setEncodings(RfbClient.LED_STATE);
      for (RfbClient viewer : List.of(modern, old, oldest)) {
        viewer.readUpdate();
      }
      screen.become(new ScreenSize(800, 600));
      assertThat(modern.readUpdate()).singleElement().satisfies(r -> assertThat(r.encoding()).isEqualTo(RfbClient.EXTENDED_DESKTOP_SIZE));
      assertThat(old.readUpdate()).singleElement().satisfies(r -> assertThat(r.encoding()).isEqualTo(RfbClient.DESKTOP_SIZE));
      for (RfbClient viewer : List.of(modern, old)) {
        assertThat(viewer.width()).isEqualTo(800);
        viewer.requestChanges();
        assertThat(viewer.readUpdate()).last().satisfies(r -> assertThat(r.y() + r.height()).isEqualTo(600));
      }
      oldest.requestChanges();
      oldest.readUpdate();
      assertThat(oldest.width()).isEqualTo(1024);
    }
  }

  @Test
  void onlyAVirtioCardFollowsAViewersWish() throws Exception {
    SimulatedScreen virtio = new SimulatedScreen(settings.withVideo(ScreenSettings.Video.VIRTIO), Clock.systemUTC(), new Random(1));
    try (Socketed other = new Socketed(virtio, PASSWORD); RfbClient viewer = other.viewer().login(PASSWORD);
        RfbClient refused = port.viewer().login(PASSWORD)) {
      viewer.setEncodings(RfbClient.EXTENDED_DESKTOP_SIZE);
      viewer.setDesktopSize(1280, 720);
      assertThat(viewer.readUpdate()).singleElement().satisfies(r -> assertThat(List.of(r.x(), r.y())).containsExactly(1, 4));
      assertThat(viewer.readUpdate()).singleElement().satisfies(r -> assertThat(List.of(r.x(), r.y())).containsExactly(0, 0));
      assertThat(viewer.width()).isEqualTo(1280);
      viewer.setDesktopSize(1, 60_000);
      assertThat(viewer.readUpdate()).singleElement().satisfies(r -> assertThat(r.width()).isEqualTo(1280));
      refused.setDesktopSize(1280, 720);
      assertThat(refused.readUpdate()).singleElement().satisfies(r -> assertThat(List.of(r.x(), r.y())).containsExactly(1, 3));
      assertThat(screen.size()).isEqualTo(ScreenSize.GRAPHICS);
    }
  }

  @Test
  void capsLockLightsItsLampForEverybody() throws Exception {
    try (RfbClient one = port.viewer().login(PASSWORD); RfbClient other = port.viewer().login(PASSWORD)) {
      one.setEncodings(RfbClient.LED_STATE);
      other.setEncodings(RfbClient.LED_STATE);
      assertThat(one.readUpdate().getFirst().body()).containsExactly(0);
      assertThat(other.readUpdate().getFirst().body()).containsExactly(0);
      one.press(0x3A);
      assertThat(one.readUpdate().getFirst().body()).containsExactly(4);
      assertThat(other.readUpdate().getFirst().body()).containsExactly(4);
    }
  }

  @Test
  void aClipboardIsAskedForAndProvidedInBothDirections() throws Exception {
    try (RfbClient modern = port.viewer().login(PASSWORD); RfbClient old = port.viewer().login(PASSWORD)) {
      modern.setEncodings(RfbClient.EXTENDED_CLIPBOARD);
      assertThat(modern.read(16)).startsWith(3, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xF8, 0x1B, 0, 0, 1);
      modern.extendedCutText(Clipboard.NOTIFY | Clipboard.TEXT, new byte[0]);
      assertThat(modern.read(12)).endsWith(2, 0, 0, 1);
      byte[] provided = Clipboard.provision("한글 clip");
      modern.extendedCutText(Clipboard.PROVIDE | Clipboard.TEXT, Arrays.copyOfRange(provided, 12, provided.length));
      assertThat(screen.await(s -> s.clipboards().contains("한글 clip"), LONG)).isTrue();
      screen.copy("from the guest");
      assertThat(modern.read(12)).endsWith(8, 0, 0, 1);
      modern.extendedCutText(Clipboard.REQUEST | Clipboard.TEXT, new byte[0]);
      byte[] head = modern.read(12);
      byte[] body = modern.read(-ByteBuffer.wrap(head).getInt(4) - 4);
      assertThat(Clipboard.textOf(body)).contains("from the guest");
      assertThat(old.isSilent(100)).isTrue();
    }
  }

  @Test
  void aViewerThatDoesNotReadIsNotListenedToForever() throws Exception {
    try (RfbClient rude = port.viewer().login(PASSWORD); RfbClient other = port.viewer().login(PASSWORD)) {
      AtomicInteger said = new AtomicInteger();
      Thread sender = Thread.ofVirtual().start(() -> {
        try {
          for (int i = 0; i < MANY; i++) {
            rude.setDesktopSize(1, 1);
            said.incrementAndGet();
          }
        } catch (IOException stuck) {
          // the test has closed the connection
        }
      });
      other.requestAll();
      assertThat(other.readUpdate()).isNotEmpty();
      int before = -1;
      while (said.get() > before) {
        before = said.get();
        sender.join(Duration.ofMillis(300));
      }
      assertThat(before).as("it waits to be listened to").isLessThan(MANY);
      rude.close();
      sender.join();
    }
    assertThat(screen.await(s -> s.connections() == 0, LONG)).isTrue();
  }

  @Test
  void hangingUpEndsEveryConnection() throws Exception {
    try (RfbClient one = port.viewer().login(PASSWORD); RfbClient other = port.viewer().login(PASSWORD)) {
      screen.hangUp();
      assertThat(one.isHungUp()).isTrue();
      assertThat(other.isHungUp()).isTrue();
      assertThat(screen.await(s -> s.connections() == 0, LONG)).isTrue();
    }
  }

  @Test
  void withoutAPasswordNobodyComesIn() throws Exception {
    try (Socketed locked = new Socketed(screen, ""); RfbClient viewer = locked.viewer()) {
      assertThat(viewer.answer("")).isEqualTo(1);
      assertThat(viewer.isHungUp()).isTrue();
      assertThat(screen.await(s -> s.violations().contains("wrong password"), LONG)).isTrue();
    }
  }

  @Test
  void theLastRequestIsRemembered() throws Exception {
    try (RfbClient viewer = port.viewer().login(PASSWORD)) {
      assertThat(screen.lastUpdateRequest()).isEmpty();
      viewer.requestChanges();
      assertThat(screen.await(s -> s.lastUpdateRequest().isPresent(), LONG)).isTrue();
    }
  }

  @Test
  void nonsenseEndsItsConnectionAndNothingElse() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (RfbClient sane = port.viewer().login(PASSWORD)) {
      for (int round = 0; round < 60; round++) {
        try (RfbClient mad = port.viewer()) {
          if (round % 3 > 0) {
            mad.login(PASSWORD);
          }
          byte[] nonsense = new byte[random.nextInt(1, 400)];
          random.nextBytes(nonsense);
          nonsense[0] = (byte) (round % 3 == 1 ? random.nextInt(7) : nonsense[0]);
          mad.send(nonsense);
        } catch (IOException hungUp) {
          // as it should be, sooner or later
        }
      }
      assertThat(screen.await(s -> s.connections() == 1, LONG)).as("seed %d", seed).isTrue();
      sane.requestAll();
      assertThat(sane.readUpdate()).as("seed %d", seed).isNotEmpty();
    }
  }
}
