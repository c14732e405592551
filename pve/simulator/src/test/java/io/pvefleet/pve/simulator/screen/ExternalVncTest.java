package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the adaptor to a real QEMU and back. */
class ExternalVncTest {

  private static final String PASSWORD = "aB3$%+&'";

  @TempDir
  static Path folder;

  private static QemuVnc qemu;

  @BeforeAll
  static void start() throws Exception {
    qemu = RealQemu.start(folder);
  }

  @AfterAll
  static void stop() {
    if (qemu != null) {
      qemu.close();
    }
  }

  @Test
  void showsTheFirmwaresScreenInBothEncodings() throws Exception {
    try (Socketed port = new Socketed(qemu.display(), PASSWORD);
        RfbClient raw = port.viewer().login(PASSWORD);
        RfbClient zrle = port.viewer().login(PASSWORD)) {
      assertThat(raw.name()).isEqualTo("QEMU (pos-0012)");
      awaitText(raw);
      qemu.freeze();
      zrle.setEncodings(RfbClient.ZRLE);
      for (RfbClient viewer : new RfbClient[] {raw, zrle}) {
        viewer.requestAll();
        viewer.readUpdate();
      }
      assertThat(lit(zrle.pixels())).isPositive();
      assertThat(zrle.pixels()).isEqualTo(raw.pixels());
    } finally {
      qemu.thaw();
    }
  }

  @Test
  void takesKeysAndPointerAndStaysOpen() throws Exception {
    try (Socketed port = new Socketed(qemu.display(), PASSWORD); RfbClient viewer = port.viewer().login(PASSWORD)) {
      viewer.setEncodings(RfbClient.EXTENDED_KEY);
      assertThat(viewer.readUpdate()).singleElement().satisfies(r -> assertThat(r.encoding()).isEqualTo(RfbClient.EXTENDED_KEY));
      viewer.press(0x1E);
      viewer.type('b');
      viewer.pointer(1, 20, 20);
      viewer.requestAll();
      assertThat(viewer.readUpdate()).isNotEmpty();
    }
  }

  @Test
  void theLastPasswordIsTheVmsOnlyOne() throws Exception {
    try (Socketed first = new Socketed(qemu.display(), "first"); Socketed second = new Socketed(qemu.display(), "second");
        RfbClient one = first.viewer()) {
      one.read(12);
      one.send("RFB 003.008\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      one.read(2);
      try (RfbClient other = second.viewer().login("second")) {
        one.send(2);
        one.send(RfbClient.response("first", one.read(16)));
        assertThat(one.read(4)).containsExactly(0, 0, 0, 1);
        assertThat(one.isHungUp()).isTrue();
        assertThat(other.width()).isPositive();
      }
    }
  }

  @Test
  void aViewerThatLeavesEndsTheConnectionToQemu() throws Exception {
    try (Socketed port = new Socketed(qemu.display(), PASSWORD)) {
      try (RfbClient alone = port.viewer()) {
        alone.authenticate(PASSWORD);
        alone.send(0);
        alone.readServerInit();
      }
      // While one who wants to be alone were connected, QEMU would let nobody in.
      boolean isIn = false;
      for (int i = 0; i < 100 && !isIn; i++) {
        try (RfbClient next = port.viewer()) {
          next.login(PASSWORD);
          isIn = true;
        } catch (IOException notYet) {
          Thread.onSpinWait();
        }
      }
      assertThat(isIn).isTrue();
    }
  }

  /** The firmware takes a moment, and longer on a busy machine. */
  private static void awaitText(RfbClient viewer) throws IOException {
    viewer.requestAll();
    viewer.readUpdate();
    while (lit(viewer.pixels()) < 500) {
      viewer.requestChanges();
      viewer.readUpdate();
    }
  }

  private static long lit(int[] pixels) {
    return Arrays.stream(pixels).filter(pixel -> pixel != 0).count();
  }
}
