package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedScreenTest {

  private static final String PASSWORD = "Z9;'x%&!";
  private static final Duration LONG = Duration.ofSeconds(10);

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
}
