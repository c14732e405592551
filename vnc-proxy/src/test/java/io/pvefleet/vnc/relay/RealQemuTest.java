package io.pvefleet.vnc.relay;

import static io.pvefleet.vnc.relay.Stage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.screen.QemuVnc;
import io.pvefleet.vnc.rfb.Browser;
import io.pvefleet.vnc.rfb.HostHandshake;
import io.pvefleet.vnc.rfb.HostHandshake.Progress;
import io.pvefleet.vnc.rfb.RfbFault;
import io.pvefleet.vnc.rfb.Screens;
import io.pvefleet.vnc.rfb.ServerInit;
import io.pvefleet.vnc.session.CloseReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real QEMU behind a relay; skipped loudly where none is installed. */
class RealQemuTest {

  private static final String PASSWORD = "ZE9B?-V6";

  /** Numbers that noVNC asks for at full colour, in its order. */
  private static final int[] NOVNC = {
      1, 7, -260, 16, 21, 5, 2, 6, 0, -26, -254, -223, -224, -258, -261, -308, -309, -312, -313, -307,
      0xC0A1E5CE, -316, 0x574D5664, -239,
  };

  @TempDir
  private Path folder;

  private QemuVnc qemu;

  @BeforeEach
  void startQemu() throws IOException, InterruptedException {
    if (QemuVnc.program().isEmpty()) {
      System.err.println("SKIPPED: qemu-system-x86_64 is not installed, so nothing is relayed to a real QEMU");
    }
    Assumptions.assumeTrue(QemuVnc.program().isPresent(), "QEMU is not installed");
    qemu = QemuVnc.start(folder, "pos-0012", List.of());
  }

  @AfterEach
  void stopQemu() {
    if (qemu != null) {
      qemu.close();
    }
  }

  @Test
  void qemuTakesThePasswordShowsAPictureAndKeepsTalking() throws IOException {
    try (Way way = new Way(qemu, PASSWORD)) {
      Progress.Done done = (Progress.Done) way.handshake(PASSWORD);
      assertThat(done.init().name()).isEqualTo("QEMU (pos-0012)");

      Told told = new Told();
      FakeBrowser browser = new FakeBrowser();
      long[] now = {0};
      Ticker ticker = new Ticker(() -> now[0], Runnable::run);
      HostLine line = HostLine.screen(way, done.init(), done.surplus());
      Relay relay = Relay.start(line, browser, Relay.Mode.CONSOLE, "pos-0012", Stage.LIMITS, ticker, told);
      Thread reader = Thread.startVirtualThread(() -> way.readInto(line));
      says(relay, Screens.VERSION, new byte[] {1, 1});
      browser.got();
      says(relay, Browser.pixelFormat(Screens.TRUE_COLOUR), Browser.encodings(NOVNC));
      until(() -> browser.gotBytes() >= 16);
      assertThat(told.frames()).as("answers to the encodings are no picture").isZero();

      says(relay, whole(done.init()));
      until(() -> told.frames() == 1);
      says(relay, Browser.key(true, 0x61), Browser.extendedKey(false, 0x61, 0x1e), Browser.pointer(5, 5));
      now[0] += Duration.ofMinutes(5).toNanos();
      ticker.tick();
      browser.got();
      says(relay, whole(done.init()));
      until(() -> browser.gotBytes() > 100);

      assertThat(told.endings()).as("QEMU refused nothing of it").isEmpty();
      relay.end(CloseReason.ENDED, "");
      until(() -> !reader.isAlive());
      assertThat(told.endings()).extracting(Ending::reason).containsExactly(CloseReason.ENDED);
    }
  }

  @Test
  void qemuRefusesAnotherPasswordWithItsReason() throws IOException {
    try (Way way = new Way(qemu, PASSWORD)) {
      assertThat(way.handshake("another.")).isEqualTo(
          new Progress.Failed(new RfbFault.AuthenticationFailed("Authentication failed")));
    }
  }

  private static void says(Relay relay, byte[]... messages) {
    for (byte[] message : messages) {
      relay.fromBrowser(ByteBuffer.wrap(message));
    }
  }

  /** Not incremental: QEMU answers with the whole screen. */
  private static byte[] whole(ServerInit init) {
    return ByteBuffer.allocate(10).putShort((short) 0x0300).putInt(0)
        .putShort((short) init.width()).putShort((short) init.height()).array();
  }

  /** A socket to what {@code qm vncproxy} would be. */
  private static final class Way implements HostEnd, AutoCloseable {

    private final Socket here;
    private final Socket there;
    private final InputStream in;

    Way(QemuVnc qemu, String password) throws IOException {
      try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        here = new Socket(InetAddress.getLoopbackAddress(), door.getLocalPort());
        there = door.accept();
      }
      in = here.getInputStream();
      Thread.startVirtualThread(() -> {
        try (there) {
          qemu.display().serve(there.getInputStream(), there.getOutputStream(), password);
        } catch (IOException e) {
          // The test closed its side.
        }
      });
    }

    Progress handshake(String password) throws IOException {
      HostHandshake handshake = new HostHandshake(password.getBytes(StandardCharsets.US_ASCII));
      byte[] buffer = new byte[4096];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        Progress progress = handshake.receive(ByteBuffer.wrap(buffer, 0, length));
        switch (progress) {
          case Progress.Send(byte[] bytes) -> send(bytes);
          case Progress.Done(byte[] bytes, ServerInit init, byte[] surplus) -> {
            send(bytes);
            return progress;
          }
          case Progress.Failed failed -> {
            return failed;
          }
        }
      }
      return new Progress.Failed(handshake.ended());
    }

    void readInto(HostLine line) {
      byte[] buffer = new byte[4096];
      try {
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          line.receive(ByteBuffer.wrap(buffer, 0, length));
        }
        line.closed("end of stream");
      } catch (IOException e) {
        line.closed(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public boolean send(byte[] bytes) {
      try {
        here.getOutputStream().write(bytes);
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public long queuedBytes() {
      return 0;
    }

    @Override
    public void close() {
      try {
        here.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
