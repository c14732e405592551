package io.pvefleet.pve.simulator.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said to QEMU's control socket, over TCP and to one that misbehaves. */
class QmpTest {

  private static final String GREETING = "{\"QMP\": {\"version\": {}}}\n";
  private static final String GOOD = "{\"return\": {}}\n";
  private static final String EVENT = "{\"event\": \"RESUME\"}\n";

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private ServerSocket control;
  private ServerSocket vnc;

  @BeforeEach
  void listen() throws IOException {
    control = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    vnc = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    control.close();
    vnc.close();
  }

  @Test
  void thePasswordIsSetForHalfAMinuteBeforeBytesFlowBothWays() throws Exception {
    answer(GREETING, GOOD, EVENT + GOOD, GOOD);
    Thread qemu = Thread.ofVirtual().start(() -> {
      try (Socket viewer = vnc.accept()) {
        byte[] said = viewer.getInputStream().readNBytes(5);
        viewer.getOutputStream().write(said);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PipedOutputStream keyboard = new PipedOutputStream(); PipedInputStream in = new PipedInputStream(keyboard)) {
      keyboard.write("hello".getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      display().serve(in, out, "secret%&");
    }
    qemu.join();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
    assertThat(heard).hasSize(3);
    assertThat(heard.get(1)).contains("\"set_password\"", "\"secret%&\"", "\"vnc\"");
    assertThat(heard.get(2)).contains("\"expire_password\"", "\"+30\"");
  }

  @Test
  void aRefusalNamesTheCommandAndNeverThePassword() {
    answer(GREETING, GOOD, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"Could not set password\"}}\n");
    assertThatIOException().isThrownBy(() -> display().serve(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), "hidden"))
        .withMessage("set_password: Could not set password");
  }

  @Test
  void aQemuThatEndsIsSaidToHaveEnded() {
    answer(GREETING);
    assertThatIOException().isThrownBy(() -> display().serve(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), "x"))
        .withMessageContaining("closed");
  }

  private ExternalVnc display() {
    return new ExternalVnc(vnc.getLocalSocketAddress(), control.getLocalSocketAddress());
  }

  /** The first at once, each other one after a line; then the connection ends. */
  private void answer(String... answers) {
    Thread.ofVirtual().start(() -> {
      try (Socket socket = control.accept();
          BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        for (int i = 0; i < answers.length; i++) {
          if (i > 0) {
            heard.add(lines.readLine());
          }
          socket.getOutputStream().write(answers[i].getBytes(StandardCharsets.UTF_8));
        }
        lines.readLine();
      } catch (IOException gone) {
        // the test is over
      }
    });
  }
}
