package io.pvefleet.vnc.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.vnc.settings.ProxySettings.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Many consoles at once, and what happens to the proxy, its rules and its hosts while they are open. */
class ConsoleCrowdTest {
  private static final Limits WIDE =
      new Limits(100, 100, 90, 600, Duration.ofMinutes(15), Duration.ofHours(8), 1024);

  @TempDir private Path folder;

  @Test
  void fiftyConsolesComeBackAfterARestart() throws Exception {
    try (TestFleet fleet = new TestFleet(folder, 2, 5, SimulationSettings.FAST, WIDE)) {
      Visitor kim = fleet.visitor("kim");
      List<Socket> before = openAll(fleet, kim);
      assertThat(fleet.simulated.hosts().stream().mapToInt(SimulatedHost::openConsoles).sum()).isEqualTo(50);
      fleet.restart();
      for (Socket socket : before) {
        assertThat(socket.closed()).isEqualTo("1001 proxy-stops");
      }
      assertThat(kim.auditRows("?open=true")).isEmpty();
      assertThat(kim.auditRows("?limit=1000")).hasSize(50)
          .allSatisfy(row -> assertThat(row.path("closeReason").asString()).isEqualTo("proxy-stops"));
      // What the page does: its session is not known any more, so it connects anew.
      assertThat(kim.refresh("AAAAAAAAAAAAAAAAAAAAAA").code()).isEqualTo("PVF-0703");
      assertThat(openAll(fleet, kim)).hasSize(50).allMatch(Socket::isOpen);
    }
  }

  private static List<Socket> openAll(TestFleet fleet, Visitor kim) {
    List<CompletableFuture<Socket>> opening = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        SimulatedHost host = fleet.simulated.hosts().get(i % 2);
        int vmid = 101 + i % 5;
        opening.add(CompletableFuture.supplyAsync(() -> {
          try {
            Socket socket = kim.console(host, vmid);
            socket.seePicture();
            return socket;
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        }, threads));
      }
    }
    return opening.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void eachCapIsAnsweredWithItsName() throws Exception {
    Limits narrow = new Limits(2, 1, 3, 4, Duration.ofMinutes(15), Duration.ofHours(8), 1024);
    try (TestFleet fleet = new TestFleet(folder, 2, 5, SimulationSettings.FAST, narrow)) {
      SimulatedHost one = fleet.simulated.hosts().get(0);
      SimulatedHost two = fleet.simulated.hosts().get(1);
      Visitor kim = fleet.visitor("kim");
      Visitor park = fleet.visitor("park");
      Visitor lee = fleet.visitor("lee");
      assertThat(kim.connect(one, 101).status()).isEqualTo(201);
      assertThat(refused(park.connect(one, 101))).isEqualTo("perVm");
      assertThat(kim.connect(one, 102).status()).isEqualTo(201);
      assertThat(refused(kim.connect(one, 103))).isEqualTo("perUser");
      assertThat(park.connect(one, 103).status()).isEqualTo(201);
      assertThat(refused(park.connect(one, 104))).isEqualTo("perHost");
      assertThat(park.connect(two, 101).status()).isEqualTo(201);
      assertThat(refused(lee.connect(two, 102, ",\"viewOnly\":true"))).isEqualTo("all");
    }
  }

  private static String refused(Visitor.Answer answer) {
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("PVF-0708");
    return answer.json().path("variant").asString();
  }

  @Test
  void aChangedCertificateAndALostRightAreSaid() throws Exception {
    try (TestFleet fleet = TestFleet.small(folder)) {
      SimulatedHost host = fleet.host();
      Visitor kim = fleet.visitor("kim");
      Visitor.Answer connected = kim.connect(host, 101);
      Socket open = kim.open(connected);
      open.shakeHands();

      fleet.policies("view");
      fleet.repository.commit("Kim may only see");
      assertThat(open.closed()).isEqualTo("4403 right-reduced");
      assertThat(kim.connect(host, 101).code()).isEqualTo("PVF-0705");
      Socket viewing = kim.console(host, 101, ",\"viewOnly\":true");
      fleet.policies("");
      fleet.repository.commit("Kim may nothing");
      assertThat(viewing.closed()).isEqualTo("4403 forbidden");

      fleet.declare(host, host.consoleToken(), "AB:".repeat(31) + "AB");
      fleet.repository.commit("Another certificate");
      Visitor park = fleet.visitor("park");
      Visitor.Answer answer = park.connect(host, 102);
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (answer.status() == 201 && System.nanoTime() < deadline) {
        park.delete("/api/vnc/sessions/" + answer.json().path("sessionId").asString());
        answer = park.connect(host, 102);
      }
      for (int i = 0; i < 5; i++) {
        // Also once the host is left alone after several tries.
        assertThat(answer.code()).isEqualTo("PVF-0712");
        assertThat(answer.json().path("closeCode").asInt()).isEqualTo(4505);
        answer = park.connect(host, 102);
      }
    }
  }

  @Test
  void aBrowserThatStopsReadingIsClosedAndTheHostWaitsMeanwhile() throws Exception {
    try (TestFleet fleet = TestFleet.small(folder)) {
      SimulatedHost host = fleet.host();
      Visitor kim = fleet.visitor("kim");
      Visitor.Answer connected = kim.connect(host, 101);
      String id = connected.json().path("sessionId").asString();
      try (java.net.Socket raw = new java.net.Socket()) {
        raw.setReceiveBufferSize(4096);
        raw.connect(new java.net.InetSocketAddress("127.0.0.1", fleet.proxy.address().getPort()));
        shakeHands(raw, fleet, id, connected.json().path("nonce").asString());
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        long seen = -1;
        // The row itself comes a moment after the browser is let in.
        JsonNode row = kim.auditRows("").stream().findFirst().orElse(MissingNode.getInstance());
        while (row.path("closed").isMissingNode()) {
          assertThat(System.nanoTime()).isLessThan(deadline);
          long sent = kim.get("/api/vnc/sessions/" + id).json().path("bytesToBrowser").asLong();
          if (sent > seen) {
            // As a viewer does: one more screen for each that came. But none of its bytes is read.
            askForScreen(raw);
            seen = sent;
          }
          row = kim.auditRows("").stream().findFirst().orElse(MissingNode.getInstance());
        }
        assertThat(row.path("closeCode").asInt()).isEqualTo(4408);
        assertThat(row.path("closeReason").asString()).isEqualTo("stalled");
      }
      // What a host sends beyond what its client takes is memory of the host's proxy, which has no limit there.
      assertThat(host.consoleBacklog().highest()).isLessThan(8L * 1024 * 1024);
    }
  }

  private static void shakeHands(java.net.Socket raw, TestFleet fleet, String id, String nonce) throws Exception {
    String head = "GET /api/vnc/socket/" + id + " HTTP/1.1\r\nHost: 127.0.0.1:" + raw.getPort()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        + "\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
        + "\r\nSec-WebSocket-Protocol: binary, nonce." + nonce + "\r\nOrigin: " + fleet.proxy.address()
        + "\r\n" + Visitor.USER + ": kim\r\n\r\n";
    raw.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    InputStream in = raw.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.read());
    }
    assertThat(answer.toString()).startsWith("HTTP/1.1 101").containsIgnoringCase("Sec-WebSocket-Protocol: binary")
        .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
    OutputStream out = raw.getOutputStream();
    frame(out, "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
    frame(out, new byte[] {1});
    frame(out, new byte[] {1});
  }

  /** The proxy may have closed the connection by now. */
  private static void askForScreen(java.net.Socket raw) {
    try {
      frame(raw.getOutputStream(), new byte[] {3, 0, 0, 0, 0, 0, 2, (byte) 0xd0, 1, (byte) 0x90});
    } catch (IOException closed) {
      // Then the row says so next.
    }
  }

  /** A binary frame with a mask of zeros. */
  private static void frame(OutputStream out, byte[] payload) throws IOException {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) 0x82;
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    out.write(frame);
    out.flush();
  }
}
